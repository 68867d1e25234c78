import type { FromMain, ToMain } from './spawn-messages.ts'
import type { Child, Spawner } from './spawner.ts'

interface Slot {
  pid: number | null
  ended: { code: number | null } | null
  readonly lines: ((line: string) => void)[]
  readonly exits: ((code: number | null) => void)[]
}

/** Asks main to fork utility processes, and follows them by their messages. `receive` is given every message from main. */
export function mainSpawner(post: (message: ToMain) => void): Spawner & { receive(message: FromMain): void } {
  const slots = new Map<string, Slot>()
  return {
    spawn(id, args): Child {
      const slot: Slot = { pid: null, ended: null, lines: [], exits: [] }
      slots.set(id, slot)
      post({ type: 'spawn', id, args: [...args] })
      return {
        id,
        pid: () => slot.pid,
        onLine: (listener) => void slot.lines.push(listener),
        onExit: (listener) => (slot.ended ? listener(slot.ended.code) : void slot.exits.push(listener)),
        kill: (signal) => {
          if (!slot.ended) post({ type: 'kill', id, signal })
        },
      }
    },
    receive(message) {
      if (message.type !== 'spawned' && message.type !== 'line' && message.type !== 'exit') return
      const slot = slots.get(message.id)
      if (!slot) return
      if (message.type === 'spawned') slot.pid = message.pid
      else if (message.type === 'line') for (const listener of slot.lines) listener(message.line)
      else {
        slots.delete(message.id)
        slot.ended = { code: message.code }
        for (const exit of slot.exits) exit(message.code)
      }
    },
  }
}

import { fork } from 'node:child_process'
import { createInterface } from 'node:readline'
import { PEER_FLAGS } from './spawn-messages.ts'
import type { Child, Spawner } from './spawner.ts'

/**
 * Forks `entry` (the file of a member process, bundled or not). The children hold an IPC channel only to notice our end:
 * they stop when it closes, even after kill -9.
 */
export function nodeSpawner(entry: string): Spawner {
  return {
    spawn(id, args): Child {
      const child = fork(entry, [PEER_FLAGS.child, ...args], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: process.execArgv.filter((arg) => !arg.startsWith('--inspect')) })
      const exits: ((code: number | null) => void)[] = []
      let ended: { code: number | null } | null = null
      const end = (code: number | null): void => {
        if (ended) return
        ended = { code }
        for (const exit of exits) exit(code)
      }
      child.on('exit', (code) => end(code))
      child.on('error', () => end(null))
      // Its log goes where ours goes, marked; a full pipe would stop it.
      if (child.stderr) createInterface({ input: child.stderr }).on('line', (line) => process.env['ZXL_LOG'] && process.stderr.write(`${id} ${line}\n`))
      const lines = child.stdout ? createInterface({ input: child.stdout }) : null
      return {
        id,
        pid: () => child.pid ?? null,
        onLine: (listener) => void lines?.on('line', listener),
        onExit: (listener) => (ended ? listener(ended.code) : void exits.push(listener)),
        kill: (signal) => void child.kill(signal),
      }
    },
  }
}

import { utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron'
import { createInterface } from 'node:readline'
import { PEER_FLAGS, toMain, type FromMain, type ToMain } from '../../shared/contract/process.ts'
import type { Channel } from '../../shared/contract/channel.ts'
import { restartDelay } from './backoff.ts'
import { answerOsStore, hasOsStore } from './os-store.ts'

interface Options {
  readonly file: string
  readonly userData: string
  /** Open the demonstration network at once. */
  readonly demo: boolean
  readonly log: (event: string, fields?: Record<string, unknown>) => void
}

/**
 * Keeps one peer process alive: restarts it with back-off when it dies, hands it the page's ports, starts the further
 * processes it asks for, and ends all of them with the application.
 */
export class PeerSupervisor {
  readonly #options: Options
  readonly #children = new Map<string, UtilityProcess>()
  #peer: UtilityProcess | null = null
  /** The peer has said that it listens; ports sent earlier would be lost. */
  #ready = false
  #waiting: { channel: Channel; port: MessagePortMain }[] = []
  #failures = 0
  #startedAt = 0
  #stopping = false
  #timer: NodeJS.Timeout | null = null

  constructor(options: Options) {
    this.#options = options
  }

  start(): void {
    const { file, userData, demo, log } = this.#options
    const args = [PEER_FLAGS.data, userData, PEER_FLAGS.runtime, 'electron', ...(hasOsStore() ? [PEER_FLAGS.osStore] : []), ...(demo ? [PEER_FLAGS.demo] : [])]
    const peer = utilityProcess.fork(file, args, { serviceName: 'zhengxinlian-peer', stdio: 'pipe' })
    this.#peer = peer
    this.#startedAt = Date.now()
    this.#pipeLog('peer', peer)
    peer.on('message', (message: unknown) => this.#onMessage(message))
    peer.once('exit', (code) => {
      if (this.#peer !== peer) return
      this.#peer = null
      this.#ready = false
      this.#killChildren()
      if (this.#stopping) return
      // A long healthy run forgives earlier failures.
      this.#failures = Date.now() - this.#startedAt > 60_000 ? 1 : this.#failures + 1
      const delay = restartDelay(this.#failures)
      log('peer-exit', { code, failures: this.#failures, restartInMs: delay })
      this.#timer = setTimeout(() => this.start(), delay)
    })
  }

  /** Hands the page's port to the peer, or keeps it until the peer listens. */
  open(channel: Channel, port: MessagePortMain): void {
    if (this.#ready) this.#post({ type: 'open', channel }, [port])
    else if (this.#waiting.length < 8) this.#waiting.push({ channel, port })
    else port.close()
  }

  resumed(): void {
    this.#post({ type: 'resumed' })
  }

  /** Ends everything: asks, waits up to `graceMs`, then ends it by force. */
  async stop(graceMs = 4000): Promise<void> {
    this.#stopping = true
    if (this.#timer) clearTimeout(this.#timer)
    const peer = this.#peer
    if (!peer) return this.#killChildren()
    const gone = new Promise<void>((resolve) => peer.once('exit', () => resolve()))
    this.#post({ type: 'stop' })
    const late = new Promise<void>((resolve) => setTimeout(resolve, graceMs))
    await Promise.race([gone, late])
    this.#killChildren()
    if (this.#peer) peer.kill()
  }

  #post(message: FromMain, ports?: MessagePortMain[]): void {
    this.#peer?.postMessage(message, ports)
  }

  #onMessage(raw: unknown): void {
    const parsed = toMain.safeParse(raw)
    if (!parsed.success) return this.#options.log('peer-message-refused')
    this.#handle(parsed.data)
  }

  #handle(message: ToMain): void {
    switch (message.type) {
      case 'ready':
        this.#ready = true
        for (const { channel, port } of this.#waiting.splice(0)) this.open(channel, port)
        return
      case 'os-store':
        return this.#post(answerOsStore(message))
      case 'kill':
        return this.#kill(message.id, message.signal)
      case 'spawn':
        return this.#spawn(message.id, message.args)
    }
  }

  #spawn(id: string, args: readonly string[]): void {
    if (this.#children.has(id) || this.#children.size >= 16) return this.#post({ type: 'exit', id, code: null })
    const child = utilityProcess.fork(this.#options.file, [PEER_FLAGS.child, ...args], { serviceName: `zhengxinlian-${id}`, stdio: 'pipe' })
    this.#children.set(id, child)
    child.once('spawn', () => this.#post({ type: 'spawned', id, pid: child.pid ?? null }))
    child.once('exit', (code) => {
      this.#children.delete(id)
      this.#post({ type: 'exit', id, code })
    })
    if (child.stdout) createInterface({ input: child.stdout }).on('line', (line) => this.#post({ type: 'line', id, line }))
    child.stderr?.on('data', () => undefined)
  }

  #kill(id: string, signal: 'SIGTERM' | 'SIGKILL'): void {
    const child = this.#children.get(id)
    if (!child?.pid) return
    // utilityProcess.kill() is a polite end; pulling the plug needs the signal itself.
    if (signal === 'SIGKILL') process.kill(child.pid, 'SIGKILL')
    else child.kill()
  }

  #killChildren(): void {
    for (const child of this.#children.values()) child.kill()
    this.#children.clear()
  }

  #pipeLog(name: string, child: UtilityProcess): void {
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue
      createInterface({ input: stream }).on('line', (line) => this.#options.log(name, { line: line.slice(0, 2000) }))
    }
  }
}

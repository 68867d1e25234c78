import type { Connection, Stream } from '@libp2p/interface'
import type { Clock, Log } from '../../../shared/kit/env.ts'
import { problem } from '../../../shared/kit/result.ts'
import type { Directory } from './directory.ts'
import type { Host } from './host.ts'
import { JOIN_PROTOCOL, JOIN_RATE, MAX_STRANGERS, STRANGER_MS } from './protocols/join/protocol.ts'
import { serveRequest } from './rpc.ts'
import { abortStream } from './stream.ts'
import { TokenBucket } from './token-bucket.ts'

export interface DoorOptions {
  readonly clock: Clock
  readonly log: Log
  readonly directory: Directory
  /** Judges a request to join (untrusted bytes) of this peer and gives the answer. Throws CodedError to refuse it. */
  readonly judge: (peerId: string, request: Uint8Array) => Uint8Array
  /** A stranger is a guest now. */
  readonly accepted: (peerId: string) => void
  /** A stranger was put out, or never came in. */
  readonly foreign: (peerId: string) => void
  readonly disconnect: (peerId: string) => void
}

/**
 * Where peers stand that are in no list: a few at a time, each for ten seconds, with one protocol open to them, and few
 * requests to join from all of them together. Who is accepted in that time is a guest; the others are put out.
 */
export class Door {
  readonly #options: DoorOptions
  readonly #requests: TokenBucket
  readonly #until = new Map<string, number>()
  readonly #timers = new Map<string, NodeJS.Timeout>()

  constructor(options: DoorOptions) {
    this.#options = options
    this.#requests = new TokenBucket(options.clock, JOIN_RATE)
  }

  async open(host: Host): Promise<void> {
    await host.handle(JOIN_PROTOCOL, (stream, connection) => this.#serve(stream, connection), { maxInboundStreams: 1, maxOutboundStreams: 1 })
  }

  /** Whether this stranger's connection is let through: one each, a few together. */
  enter(id: string): boolean {
    const now = this.#options.clock.now()
    for (const [other, until] of this.#until) if (until <= now && !this.#timers.has(other)) this.#until.delete(other)
    if (this.#until.has(id) || this.#until.size >= MAX_STRANGERS) return false
    this.#until.set(id, now + STRANGER_MS)
    return true
  }

  /** Its connection stands. */
  connected(id: string): void {
    clearTimeout(this.#timers.get(id))
    this.#timers.set(id, setTimeout(() => this.putOut(id), STRANGER_MS))
  }

  /** Its connection is gone, or it did what only members may. */
  putOut(id: string): void {
    if (!this.#leave(id)) return
    this.#options.log('warn', 'net.foreign-peer', { peerId: id })
    this.#options.foreign(id)
    this.#options.disconnect(id)
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
  }

  async #serve(stream: Stream, connection: Connection): Promise<void> {
    const { directory, judge, log, accepted } = this.#options
    const id = connection.remotePeer.toString()
    // Refused unread: looking at a request costs a handful of signatures, opening a stream costs nothing.
    if (!this.#requests.take()) {
      abortStream(stream, 'NET_TOO_MANY_REQUESTS')
      return this.putOut(id)
    }
    await serveRequest(
      stream,
      (request) => [judge(id, request)],
      (why) => log('warn', 'join.refused', { peerId: id, code: problem(why.code).code }),
    )
    if (directory.get(id) === null) {
      // Gently, so that the code of the refusal arrives.
      setTimeout(() => this.putOut(id), REFUSAL_ARRIVES_MS).unref()
    } else if (this.#leave(id)) accepted(id)
  }

  /** False where it was none of these strangers. */
  #leave(id: string): boolean {
    clearTimeout(this.#timers.get(id))
    this.#timers.delete(id)
    return this.#until.delete(id)
  }
}

const REFUSAL_ARRIVES_MS = 500

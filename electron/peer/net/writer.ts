import type { Connection, Stream } from '@libp2p/interface'
import { concat } from '../../../shared/kit/bytes.ts'
import type { Log } from '../../../shared/kit/env.ts'
import type { PeerRef } from './directory.ts'
import { frame } from './framing.ts'
import { MAX_QUEUED_BYTES, MAX_QUEUED_FRAMES, STALLED_WRITE_MS } from './limits.ts'
import { abortStream } from './stream.ts'

/** Frames that go out in one write at most: fewer system calls for a burst of votes. */
const WRITE_CHUNK = 64 * 1024
const REOPEN_MS = 1_000

export interface WriterOptions {
  readonly peer: PeerRef
  readonly protocol: string
  readonly log: Log
  /** First frame of every stream. */
  readonly hello: Uint8Array
  readonly connection: () => Connection | null
  /** A stream is open: what the peer may have missed must be sent again. */
  readonly opened: () => void
}

/**
 * The long-lived outgoing stream to one peer. The queue is bounded; a peer that takes nothing loses its stream and is
 * resynchronised on the next one, so a slow member never holds memory or anyone else back.
 */
export class Writer {
  readonly #options: WriterOptions
  #queue: Uint8Array[] = []
  #bytes = 0
  #stream: Stream | null = null
  #working = false
  #closed = false
  #reopen: NodeJS.Timeout | null = null

  constructor(options: WriterOptions) {
    this.#options = options
  }

  get open(): boolean {
    return this.#stream !== null
  }

  /** Queues one message. False where there is no stream, or the queue was full (then the stream was given up). */
  send(payload: Uint8Array): boolean {
    if (!this.#stream) return false
    if (this.#queue.length >= MAX_QUEUED_FRAMES || this.#bytes + payload.length > MAX_QUEUED_BYTES) {
      this.#options.log('warn', 'net.peer-too-slow', { member: this.#options.peer.member, frames: this.#queue.length, bytes: this.#bytes })
      this.#drop(this.#stream)
      return false
    }
    this.#queue.push(frame(payload))
    this.#bytes += payload.length
    if (!this.#working) {
      this.#working = true
      queueMicrotask(() => void this.#drain())
    }
    return true
  }

  /** Opens the stream if there is a connection and none is open. */
  async ensureOpen(): Promise<void> {
    const connection = this.#options.connection()
    if (this.#closed || this.#stream || this.#reopen || !connection) return
    this.#reopen = setTimeout(() => {
      this.#reopen = null
      void this.ensureOpen()
    }, STALLED_WRITE_MS)
    try {
      const stream = await connection.newStream(this.#options.protocol, { signal: AbortSignal.timeout(STALLED_WRITE_MS) })
      this.#setReopen(null)
      if (this.#closed) return abortStream(stream, 'NET_STOPPED')
      stream.addEventListener('close', () => this.#drop(stream))
      this.#stream = stream
      this.send(this.#options.hello)
      this.#options.opened()
    } catch (cause) {
      this.#options.log('debug', 'net.stream-failed', { member: this.#options.peer.member, reason: cause instanceof Error ? cause.name : 'unknown' })
      this.#setReopen(REOPEN_MS)
    }
  }

  close(): void {
    this.#closed = true
    this.#setReopen(null)
    if (this.#stream) this.#drop(this.#stream)
  }

  #setReopen(delay: number | null): void {
    if (this.#reopen) clearTimeout(this.#reopen)
    this.#reopen = delay === null || this.#closed ? null : setTimeout(() => {
      this.#reopen = null
      void this.ensureOpen()
    }, delay)
  }

  async #drain(): Promise<void> {
    try {
      while (this.#stream && this.#queue.length > 0) {
        const stream = this.#stream
        if (!stream.send(this.#nextChunk())) await stream.onDrain({ signal: AbortSignal.timeout(STALLED_WRITE_MS) })
      }
    } catch {
      if (this.#stream) this.#drop(this.#stream)
    } finally {
      this.#working = false
    }
  }

  #nextChunk(): Uint8Array {
    let size = 0
    let count = 0
    while (count < this.#queue.length && (count === 0 || size + this.#queue[count]!.length <= WRITE_CHUNK)) size += this.#queue[count++]!.length
    const parts = this.#queue.splice(0, count)
    for (const part of parts) this.#bytes -= part.length - 4
    return parts.length === 1 ? parts[0]! : concat(...parts)
  }

  #drop(stream: Stream): void {
    if (this.#stream !== stream) return
    this.#stream = null
    this.#queue = []
    this.#bytes = 0
    abortStream(stream, 'NET_STREAM_BROKEN')
    this.#setReopen(REOPEN_MS)
  }
}

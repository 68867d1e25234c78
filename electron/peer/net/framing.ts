import { CodedError } from '../../../shared/kit/result.ts'

const PREFIX = 4

/** One frame: length (u32, big-endian) and payload. A frame of length 0 ends an answer. */
export function frame(payload: Uint8Array): Uint8Array {
  const whole = new Uint8Array(PREFIX + payload.length)
  new DataView(whole.buffer).setUint32(0, payload.length)
  whole.set(payload, PREFIX)
  return whole
}

export const END_FRAME: Uint8Array = frame(new Uint8Array(0))

/** Room made for a frame at first, bytes; more only as it fills. */
const FIRST_ROOM = 4_096

/**
 * Cuts a byte stream into frames. Holds at most one incomplete frame, as one piece however finely the stream is cut (a
 * peer may send single bytes), in at most twice the room of what has come: a length above the limit is refused before a
 * byte of it is kept.
 */
export class FrameReader {
  readonly #limit: number
  readonly #prefix = new Uint8Array(PREFIX)
  #prefixed = 0
  /** The frame being filled; null between two frames. */
  #payload: Uint8Array | null = null
  #filled = 0
  #need = 0

  /** `limit`: largest payload in bytes. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** Frames completed by `chunk`, in order. Throws CodedError NET_FRAME_TOO_LARGE; the reader is unusable then. */
  push(chunk: Uint8Array): Uint8Array[] {
    const frames: Uint8Array[] = []
    for (let at = 0; at < chunk.length; ) {
      at += this.#payload === null ? this.#begin(chunk, at) : 0
      if (this.#payload === null) break
      const use = Math.min(this.#need - this.#filled, chunk.length - at)
      this.#makeRoom(this.#filled + use).set(chunk.subarray(at, at + use), this.#filled)
      at += use
      this.#filled += use
      if (this.#filled < this.#need) continue
      frames.push(this.#payload)
      this.#payload = null
    }
    return frames
  }

  /** True where the stream could end here without having lost anything. */
  get atBoundary(): boolean {
    return this.#payload === null && this.#prefixed === 0
  }

  /** Takes bytes of a length; once it is complete, a frame begins. Gives the bytes taken. */
  #begin(chunk: Uint8Array, at: number): number {
    const use = Math.min(PREFIX - this.#prefixed, chunk.length - at)
    this.#prefix.set(chunk.subarray(at, at + use), this.#prefixed)
    this.#prefixed += use
    if (this.#prefixed < PREFIX) return use
    this.#prefixed = 0
    this.#need = new DataView(this.#prefix.buffer).getUint32(0)
    if (this.#need > this.#limit) throw new CodedError('NET_FRAME_TOO_LARGE', { size: this.#need, limit: this.#limit })
    this.#payload = new Uint8Array(Math.min(this.#need, FIRST_ROOM))
    this.#filled = 0
    return use
  }

  #makeRoom(size: number): Uint8Array {
    let payload = this.#payload!
    if (size > payload.length) {
      payload = new Uint8Array(Math.min(this.#need, Math.max(size, 2 * payload.length)))
      payload.set(this.#payload!.subarray(0, this.#filled))
      this.#payload = payload
    }
    return payload
  }
}

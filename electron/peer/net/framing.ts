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

/**
 * Cuts a byte stream into frames. Holds at most one incomplete frame: a length above the limit is refused before a byte
 * of it is kept.
 */
export class FrameReader {
  readonly #limit: number
  #held: Uint8Array[] = []
  #size = 0
  #need: number | null = null

  /** `limit`: largest payload in bytes. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** Frames completed by `chunk`, in order. Throws CodedError NET_FRAME_TOO_LARGE; the reader is unusable then. */
  push(chunk: Uint8Array): Uint8Array[] {
    if (chunk.length > 0) {
      this.#held.push(chunk)
      this.#size += chunk.length
    }
    const frames: Uint8Array[] = []
    for (;;) {
      if (this.#need === null) {
        if (this.#size < PREFIX) return frames
        const prefix = this.#take(PREFIX)
        this.#need = new DataView(prefix.buffer, prefix.byteOffset).getUint32(0)
        if (this.#need > this.#limit) throw new CodedError('NET_FRAME_TOO_LARGE', { size: this.#need, limit: this.#limit })
      }
      if (this.#size < this.#need) return frames
      frames.push(this.#take(this.#need))
      this.#need = null
    }
  }

  /** True where the stream could end here without having lost anything. */
  get atBoundary(): boolean {
    return this.#need === null && this.#size === 0
  }

  #take(length: number): Uint8Array {
    const taken = new Uint8Array(length)
    let filled = 0
    while (filled < length) {
      const first = this.#held[0]!
      const use = Math.min(first.length, length - filled)
      taken.set(first.subarray(0, use), filled)
      filled += use
      if (use === first.length) this.#held.shift()
      else this.#held[0] = first.subarray(use)
    }
    this.#size -= length
    return taken
  }
}

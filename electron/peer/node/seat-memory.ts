import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Clock, Log } from '../../../shared/kit/env.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import { toHex } from '../../../shared/kit/bytes.ts'
import { writeFileAtomic } from '../folder/files.ts'
import type { SafetyStore } from '../store/safety/types.ts'

/** Writes at most so often while blocks come, ms. */
const EVERY_MS = 10_000

const schema = z.strictObject({ v: z.literal(1), voteKeyId: z.string(), boots: z.int().min(0), height: z.int().min(0) })
type Memory = z.infer<typeof schema>

/**
 * A second copy of how often safety.db was opened and how far its key has voted, beside the keys and in no backup. A
 * safety.db that knows less than this was put back from an older copy.
 */
export class SeatMemory {
  readonly #path: string
  readonly #safety: SafetyStore
  readonly #clock: Clock
  readonly #log: Log
  #written = 0

  constructor(path: string, safety: SafetyStore, clock: Clock, log: Log) {
    this.#path = path
    this.#safety = safety
    this.#clock = clock
    this.#log = log
  }

  /** At the start: whether safety.db falls short of what is remembered; then remembers this start. */
  isAhead(): boolean {
    const known = this.#read()
    const { bootCounter, highWater, voteKeyId } = this.#safety.meta()
    const ahead = known !== null && known.voteKeyId === toHex(voteKeyId) && (known.boots >= bootCounter || known.height > highWater.height)
    this.write(ahead ? known : null)
    return ahead
  }

  /** After a block. */
  note(): void {
    if (this.#clock.now() - this.#written >= EVERY_MS) this.write()
  }

  /** @param floor what must not be forgotten, because safety.db has. */
  write(floor: Memory | null = null): void {
    const { bootCounter, highWater, voteKeyId } = this.#safety.meta()
    const memory: Memory = { v: 1, voteKeyId: toHex(voteKeyId), boots: Math.max(bootCounter, floor?.boots ?? 0), height: Math.max(highWater.height, floor?.height ?? 0) }
    this.#written = this.#clock.now()
    try {
      writeFileAtomic(this.#path, `${JSON.stringify(memory)}\n`)
    } catch (error) {
      // The first line of defence is safety.db; without its second copy the peer still is safe from all but old backups.
      this.#log('warn', 'safety.memory-unwritable', { code: error instanceof CodedError ? error.code : 'unknown' })
    }
  }

  #read(): Memory | null {
    try {
      return schema.parse(JSON.parse(readFileSync(this.#path, 'utf8')))
    } catch {
      return null
    }
  }
}

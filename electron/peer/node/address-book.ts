import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Log } from '../../../shared/kit/env.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import { writeFileAtomic } from '../folder/files.ts'
import { parseHostPort } from '../net/address.ts'
import type { Directory } from '../net/directory.ts'
import { MAX_LEARNED_ADDRESSES, type LearnedAddresses } from '../net/learned.ts'

/** Machines remembered at once: as many as members may have. */
const MAX_MACHINES = 512

/** addresses.json. Only a help for dialling: who answers there has to prove its peer id. */
const fileSchema = z.strictObject({
  v: z.literal(1),
  machines: z.array(z.strictObject({ id: z.string().max(128), addresses: z.array(z.string().max(260)).max(MAX_LEARNED_ADDRESSES) })).max(MAX_MACHINES),
})

/** Where members' machines said they listen, in records signed by their transport keys; kept over restarts. */
export class AddressBook implements LearnedAddresses {
  readonly #path: string
  readonly #directory: Directory
  readonly #log: Log
  readonly #known = new Map<string, readonly string[]>()

  constructor(path: string, directory: Directory, log: Log) {
    this.#path = path
    this.#directory = directory
    this.#log = log
    this.#load()
  }

  of(peerId: string): readonly string[] {
    return this.#known.get(peerId) ?? []
  }

  /** Takes the newest word of a member's machine; false where it is nothing new, or of nobody that is listed as a member. */
  learn(peerId: string, addresses: readonly string[]): boolean {
    const peer = this.#directory.get(peerId)
    const taken = addresses.filter(isAddress).slice(0, MAX_LEARNED_ADDRESSES)
    if (!peer || peer.kind === 'guest' || taken.length === 0 || taken.join() === this.of(peerId).join()) return false
    for (const id of this.#known.keys()) if (this.#directory.get(id) === null) this.#known.delete(id)
    if (this.#known.size >= MAX_MACHINES && !this.#known.has(peerId)) return false
    this.#known.set(peerId, taken)
    this.#save()
    return true
  }

  #load(): void {
    if (!existsSync(this.#path)) return
    try {
      for (const { id, addresses } of fileSchema.parse(JSON.parse(readFileSync(this.#path, 'utf8'))).machines) this.#known.set(id, addresses.filter(isAddress))
    } catch (error) {
      // Whoever connects says it again.
      this.#log('warn', 'net.addresses-unreadable', { reason: error instanceof Error ? error.name : 'unknown' })
    }
  }

  #save(): void {
    const machines = [...this.#known].map(([id, addresses]) => ({ id, addresses }))
    try {
      writeFileAtomic(this.#path, `${JSON.stringify({ v: 1, machines })}\n`)
    } catch (error) {
      this.#log('warn', 'net.addresses-not-kept', { code: error instanceof CodedError ? error.code : 'unknown' })
    }
  }
}

const isAddress = (text: string): boolean => {
  try {
    return parseHostPort(text).port > 0
  } catch {
    return false
  }
}

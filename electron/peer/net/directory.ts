import type { Clock } from '../../../shared/kit/env.ts'
import type { Standing } from '../../../shared/ledger/state/membership.ts'
import type { MemberId } from '../../../shared/ledger/types.ts'

/** `seat`: the member's voting machine, the first of its peers. `desktop`: another machine of it. `guest`: an invited candidate. */
export type PeerKind = 'seat' | 'desktop' | 'guest'

/** `full`: everything. `reader`: the ledger may be read (see READER_PROTOCOLS), nothing else. */
export type Access = 'full' | 'reader'

/** One machine that may connect. `id` is its libp2p peer id (text), `member` in whose name it does. */
export interface PeerRef {
  readonly id: string
  readonly member: MemberId
  readonly kind: PeerKind
  readonly access: Access
}

/** A member as the ledger knows it. */
export interface ListedMember {
  readonly id: MemberId
  readonly peers: readonly string[]
  readonly standing: Standing
}

/** An invited candidate that is let in by this computer, until `until` (ms). */
export interface Guest {
  readonly id: string
  /** The code it was invited under. */
  readonly member: MemberId
  readonly until: number
  /** Whether who invited it may still do so. */
  readonly holds: () => boolean
}

/** Guests at once: each costs a connection. */
const MAX_GUESTS = 32

/** Protocols of suspended members and guests. Everything else is refused to them. */
export const READER_PROTOCOLS: ReadonlySet<string> = new Set(['/zxl/status/1', '/zxl/epochs/1', '/zxl/state/1', '/zxl/log/1', '/zxl/blocks/1', '/zxl/join/1'])

/** Who is who on the network: the members of the current state, and local guests. Everybody else is foreign. */
export class Directory {
  readonly #clock: Clock
  readonly #listeners = new Set<() => void>()
  readonly #guests = new Map<string, Guest>()
  #members = new Map<string, PeerRef>()
  #seats = new Map<MemberId, PeerRef>()

  constructor(clock: Clock, members: readonly ListedMember[]) {
    this.#clock = clock
    this.#list(members)
  }

  /** Takes the members of a newer state: who left is foreign from here on, who is new may connect. */
  update(members: readonly ListedMember[]): void {
    this.#list(members)
    this.#tell()
  }

  /** Lets an invited candidate in as a reader until `until` (ms). False where too many guests are here. */
  admitGuest(guest: Guest): boolean {
    this.#forgetExpired()
    if (!this.#guests.has(guest.id) && this.#guests.size >= MAX_GUESTS) return false
    this.#guests.set(guest.id, guest)
    this.#tell()
    return true
  }

  /** After a block: who was invited by a key that is worth nothing any more is no guest. */
  recheckGuests(): void {
    const gone = [...this.#guests.values()].filter((guest) => !guest.holds())
    for (const { id } of gone) this.#guests.delete(id)
    if (gone.length > 0) this.#tell()
  }

  dismissGuest(id: string): void {
    if (this.#guests.delete(id)) this.#tell()
  }

  get guests(): readonly Guest[] {
    this.#forgetExpired()
    return [...this.#guests.values()]
  }

  /** Null: nobody that may connect. */
  get(id: string): PeerRef | null {
    const member = this.#members.get(id)
    if (member) return member
    const guest = this.#guests.get(id)
    return guest && guest.until > this.#clock.now() ? { id, member: guest.member, kind: 'guest', access: 'reader' } : null
  }

  seat(member: MemberId): PeerRef | null {
    return this.#seats.get(member) ?? null
  }

  /** Machines of members; guests are not among them. */
  all(): readonly PeerRef[] {
    return [...this.#members.values()]
  }

  /** Calls back after each change; returns how to stop it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  #list(members: readonly ListedMember[]): void {
    this.#members = new Map()
    this.#seats = new Map()
    for (const { id: member, peers, standing } of members) {
      if (standing === 'left') continue
      peers.forEach((id, i) => {
        const ref: PeerRef = { id, member, kind: i === 0 ? 'seat' : 'desktop', access: standing === 'suspended' ? 'reader' : 'full' }
        this.#members.set(id, ref)
        if (i === 0) this.#seats.set(member, ref)
      })
    }
  }

  #forgetExpired(): void {
    for (const { id, until } of this.#guests.values()) if (until <= this.#clock.now()) this.#guests.delete(id)
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

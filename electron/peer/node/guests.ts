import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { equalBytes, toHex } from '../../../shared/kit/bytes.ts'
import type { Clock, Log } from '../../../shared/kit/env.ts'
import { CodedError, unwrap } from '../../../shared/kit/result.ts'
import { checkInviter, checkJoinRequest, formatJoinRequest, MAX_JOIN_REQUEST_TEXT, parseJoinRequest, requestFingerprint, type JoinRequest, type StateReader } from '../../../shared/ledger/index.ts'
import type { Hash } from '../../../shared/ledger/types.ts'
import { writeFileAtomic } from '../folder/files.ts'
import { peerIdOf } from '../folder/peer-id.ts'
import type { Directory } from '../net/directory.ts'
import { encodeJoinAnswer } from '../net/protocols/join/codec.ts'

/** Requests kept at once, dismissed ones included. */
export const MAX_REQUESTS = 32
/** Of them by one inviter: nobody alone keeps the candidates of others out. */
const MAX_OF_INVITER = 8

/** guests.json. Texts are checked again when they are read: the file is no authority. */
const fileSchema = z.strictObject({
  v: z.literal(1),
  requests: z.array(z.strictObject({ text: z.string().max(MAX_JOIN_REQUEST_TEXT), receivedAt: z.int().min(0), dismissed: z.boolean() })).max(MAX_REQUESTS),
})

/** A request to join that this computer has verified. */
export interface KnownRequest {
  readonly request: JoinRequest
  /** The candidate's libp2p peer id, from its transport key. */
  readonly peerId: string
  readonly fingerprint: string
  /** Own clock, ms. */
  readonly receivedAt: number
  /** Turned away here: its invitation is worth nothing to this computer any more. */
  readonly dismissed: boolean
}

export interface GuestBookOptions {
  readonly path: string
  readonly genesisHash: Hash
  /** The finalized state. */
  readonly state: StateReader
  readonly directory: Directory
  readonly clock: Clock
  readonly log: Log
  readonly changed: () => void
}

/**
 * The candidates that showed this computer a valid invitation. They are let in as readers until it expires, also after a
 * restart; their requests wait here for a person who puts them forward.
 */
export class GuestBook {
  readonly #options: GuestBookOptions
  /** By token (hex): an invitation serves one computer. */
  readonly #known = new Map<string, KnownRequest>()

  constructor(options: GuestBookOptions) {
    this.#options = options
    this.#load()
  }

  /** Requests whose invitation is still valid, the newest first. */
  list(): readonly KnownRequest[] {
    this.#forget()
    return [...this.#known.values()].sort((a, b) => b.receivedAt - a.receivedAt)
  }

  /**
   * A peer shows its request (untrusted bytes, at most one request frame). Throws CodedError JOIN_REQUEST_*, INVITATION_*,
   * FOREIGN_NETWORK, KEY_INVALID, NET_GUESTS_FULL.
   */
  present(peerId: string, bytes: Uint8Array): Uint8Array {
    const request = unwrap(parseJoinRequest(bytes))
    const fingerprint = requestFingerprint(request)
    const listed = this.#options.directory.get(peerId)
    if (listed && listed.kind !== 'guest') return encodeJoinAnswer({ until: 0, fingerprint })
    if (peerIdOf(request.application.peerKey) !== peerId) throw new CodedError('JOIN_REQUEST_INVITATION', { field: 'peerKey' })
    const { until } = this.#admit(request)
    return encodeJoinAnswer({ until, fingerprint })
  }

  /** The same from a file that came another way. */
  add(text: string): KnownRequest {
    const request = unwrap(parseJoinRequest(text))
    this.#admit(request)
    return this.#known.get(toHex(request.ticket.token))!
  }

  /** Turns a candidate away for good, by the hex token of its invitation. Throws JOIN_REQUEST_UNKNOWN. */
  dismiss(token: string): void {
    const known = this.#known.get(token)
    if (!known) throw new CodedError('JOIN_REQUEST_UNKNOWN')
    this.#known.set(token, { ...known, dismissed: true })
    this.#save()
    this.#options.directory.dismissGuest(known.peerId)
    this.#options.changed()
  }

  #admit(request: JoinRequest): { readonly until: number } {
    const { genesisHash, state, clock, log, changed } = this.#options
    const now = clock.now()
    if (!equalBytes(request.ticket.genesisHash, genesisHash)) throw new CodedError('INVITATION_OTHER_NETWORK')
    unwrap(checkJoinRequest(request, now))
    unwrap(checkInviter(request.ticket, state))
    this.#forget()
    const token = toHex(request.ticket.token)
    const peerId = peerIdOf(request.application.peerKey)
    const before = this.#known.get(token)
    if (before && (before.dismissed || before.peerId !== peerId)) throw new CodedError('INVITATION_USED')
    const ofInviter = [...this.#known.values()].filter((known) => known.request.ticket.inviter === request.ticket.inviter).length
    if (!before && ofInviter >= MAX_OF_INVITER) throw new CodedError('NET_GUESTS_FULL', { limit: MAX_OF_INVITER })
    if (!before && this.#known.size >= MAX_REQUESTS) throw new CodedError('NET_GUESTS_FULL', { limit: MAX_REQUESTS })
    const { expiresAt: until } = request.ticket
    if (!this.#letIn(request, peerId)) throw new CodedError('NET_GUESTS_FULL', { limit: MAX_REQUESTS })
    const text = formatJoinRequest(request)
    if (before && formatJoinRequest(before.request) === text) return { until }
    this.#known.set(token, { request, peerId, fingerprint: requestFingerprint(request), receivedAt: now, dismissed: false })
    this.#save()
    log('info', 'join.request', { member: request.application.member, role: request.ticket.role, inviter: request.ticket.inviter })
    changed()
    return { until }
  }

  #letIn({ ticket, application }: JoinRequest, id: string): boolean {
    const { directory, state } = this.#options
    return directory.admitGuest({ id, member: application.member, until: ticket.expiresAt, holds: () => checkInviter(ticket, state).ok })
  }

  #forget(): void {
    const now = this.#options.clock.now()
    for (const [token, { request }] of this.#known) if (request.ticket.expiresAt <= now) this.#known.delete(token)
  }

  #load(): void {
    const { path, state, clock, log } = this.#options
    if (!existsSync(path)) return
    try {
      for (const { text, receivedAt, dismissed } of fileSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).requests) {
        const request = unwrap(parseJoinRequest(text))
        if (!checkJoinRequest(request, clock.now()).ok) continue
        const peerId = peerIdOf(request.application.peerKey)
        this.#known.set(toHex(request.ticket.token), { request, peerId, fingerprint: requestFingerprint(request), receivedAt, dismissed })
        if (!dismissed && checkInviter(request.ticket, state).ok) this.#letIn(request, peerId)
      }
    } catch (error) {
      // Nothing is lost that candidates would not show again.
      log('warn', 'join.guests-unreadable', { reason: error instanceof Error ? error.name : 'unknown' })
    }
  }

  #save(): void {
    const requests = this.list().map(({ request, receivedAt, dismissed }) => ({ text: formatJoinRequest(request), receivedAt, dismissed }))
    writeFileAtomic(this.#options.path, JSON.stringify({ v: 1, requests }))
  }
}

import type { Clock, Log } from '../../../shared/kit/env.ts'
import type { Problem } from '../../../shared/kit/result.ts'
import type { PeerRef } from './directory.ts'
import { BAN_MS, POINTS_BAN, POINT_FADES_MS } from './limits.ts'

export interface Refusal {
  readonly peer: PeerRef
  readonly problem: Problem
  readonly points: number
}

interface Account {
  points: number
  at: number
  bannedUntil: number
}

/**
 * What peers did wrong. Every refused message is logged with its code; points add up and fade, and at the limit the peer
 * is put out for a while. Nothing a peer sends ends the process.
 */
export class Penalties {
  readonly #clock: Clock
  readonly #log: Log
  readonly #accounts = new Map<string, Account>()
  readonly #onBan: (peer: PeerRef) => void
  readonly #onRefusal: (refusal: Refusal) => void

  constructor(clock: Clock, log: Log, onBan: (peer: PeerRef) => void, onRefusal: (refusal: Refusal) => void) {
    this.#clock = clock
    this.#log = log
    this.#onBan = onBan
    this.#onRefusal = onRefusal
  }

  /** Notes a refused message. 0 points: refused without blame (a duplicate, a message of an old slot). */
  refuse(peer: PeerRef, problem: Problem, points: number): void {
    const now = this.#clock.now()
    const account = this.#accounts.get(peer.id) ?? { points: 0, at: now, bannedUntil: 0 }
    this.#accounts.set(peer.id, account)
    const faded = Math.max(0, Math.floor((now - account.at) / POINT_FADES_MS))
    account.points = Math.max(0, account.points - faded) + points
    account.at = now
    this.#log(points > 0 ? 'warn' : 'debug', 'net.refused', { member: peer.member, code: problem.code, params: problem.params, points: account.points })
    this.#onRefusal({ peer, problem, points })
    if (account.points < POINTS_BAN) return
    account.points = 0
    account.bannedUntil = now + BAN_MS
    this.#log('warn', 'net.banned', { member: peer.member, code: problem.code, ms: BAN_MS })
    this.#onBan(peer)
  }

  isBanned(peerId: string): boolean {
    return (this.#accounts.get(peerId)?.bannedUntil ?? 0) > this.#clock.now()
  }
}

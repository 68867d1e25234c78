import { faultBound } from '../../../shared/ledger/voters.ts'
import type { Peer } from './peer.ts'

const MOST = 10 * 60_000
const PROPOSE = 90_000

/** A computer's clock, and what it learns from those of the members: their median sets it right by 10 minutes at most. */
export class Clock {
  private readonly peer: Peer
  private readonly others = new Map<number, number>()
  /** How far this clock is ahead of true time, ms. */
  error = 0

  constructor(peer: Peer) {
    this.peer = peer
  }

  forget(): void {
    this.others.clear()
  }

  own(): number {
    return this.peer.world.now + this.error
  }

  /** A heartbeat said what time it is there. */
  heard(member: number, time: number): void {
    this.others.set(member, time - this.own())
  }

  /** The clock was set: what was measured against it is worthless. */
  jump(error: number): void {
    this.error = error
    this.others.clear()
  }

  private offset(): number {
    if (this.others.size < faultBound(this.peer.voters.size) + 1) return 0
    const all = [...this.others.values(), 0].sort((a, b) => a - b)
    return all[Math.floor((all.length - 1) / 2)]!
  }

  adjusted(): number {
    return this.own() + Math.max(-MOST, Math.min(MOST, this.offset()))
  }

  mayPropose(): boolean {
    return Math.abs(this.offset()) < PROPOSE
  }
}

import type { Log } from '../../../shared/kit/env.ts'
import { answersNeeded, judgementAt, judgeQuarantine, type Judgement } from '../../../shared/ledger/consensus/quarantine.ts'
import type { MemberId, VoterSet } from '../../../shared/ledger/types.ts'
import type { SafetyStore } from '../store/safety/types.ts'

export interface QuarantineOptions {
  readonly safety: SafetyStore
  readonly me: MemberId
  /** Voters of the next block, and its height. */
  readonly open: () => { readonly voters: VoterSet; readonly height: number }
  readonly log: Log
  readonly changed: () => void
}

/**
 * A seat that does not know what it voted (safety.db lost, put back, or contradicted by others) votes again only when enough
 * members have said how far the network is, and from the second slot after that one on: see shared/ledger/consensus/quarantine.ts.
 * Until then safety.db itself refuses every vote. What is judged is kept in memory: a restart judges anew.
 */
export class Quarantine {
  readonly #options: QuarantineOptions
  readonly #answers = new Map<MemberId, number>()
  #judgement: Judgement | null = null

  constructor(options: QuarantineOptions) {
    this.#options = options
  }

  get active(): boolean {
    return this.#options.safety.meta().quarantined
  }

  /** Answers of other voters so far. */
  get answers(): number {
    const { open, me } = this.#options
    return open().voters.members.filter(({ id }) => id !== me && this.#answers.has(id)).length
  }

  /** Answers of other voters that are needed. */
  get needed(): number {
    return answersNeeded(this.#options.open().voters.members.length)
  }

  /** Height from which on votes are given again, once that is known. */
  get from(): number | null {
    return this.#judgement?.from ?? null
  }

  /** Puts this seat into quarantine, durably: what was answered before is of no use any more. */
  enter(reason: string): void {
    const { safety, log, changed } = this.#options
    if (this.active) return
    this.#answers.clear()
    this.#judgement = null
    safety.enterQuarantine()
    log('error', 'safety.quarantine-entered', { reason })
    changed()
  }

  /** A member's proven height, since this process started; null where it is in quarantine itself and has forgotten what it knew. */
  answer(member: MemberId, height: number | null): void {
    if (member === this.#options.me || !this.active) return
    if (height === null) this.#answers.delete(member)
    else this.#answers.set(member, Math.max(height + 1, this.#answers.get(member) ?? 0))
    this.#judge()
  }

  /** After each block. */
  opened(): void {
    if (!this.active) return
    const { open, safety, log, changed } = this.#options
    const { voters, height } = open()
    if (this.#judgement) {
      const state = judgementAt(this.#judgement, height, voters.epoch)
      if (state === 'over') {
        safety.leaveQuarantine(height)
        log('warn', 'safety.quarantine-left', { voteFrom: height })
        changed()
        return
      }
      if (state === 'void') this.#judgement = null
    }
    this.#judge()
  }

  #judge(): void {
    if (this.#judgement) return
    const { open, me, log, changed } = this.#options
    const { voters, height } = open()
    const finding = judgeQuarantine({ me, open: height, voters, answers: this.#answers })
    if (finding.t !== 'judged') return
    this.#judgement = finding.judgement
    log('warn', 'safety.quarantine-judged', { ...finding.judgement, answers: this.answers })
    changed()
  }
}

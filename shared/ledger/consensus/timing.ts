import { MAX_HEADER_AHEAD_MS } from '../limits.ts'
import type { Timing } from './types.ts'

/** The protocol's timing, ms (2.4 "Timers", R5, R8). Batch: 60 ms or 256 records. */
export const TIMING: Timing = {
  proposalMin: 600,
  proposalMax: 3_000,
  viewMax: 15_000,
  batchWait: 60,
  batchSize: 256,
  gateWait: 60_000,
  shareMin: 50,
  shareMax: 150,
}

/** Votes and certificates of views up to this far ahead are kept; beyond it they only hint that we are behind. */
export const VIEW_WINDOW = 16
/** Proposals in one answer. */
export const MAX_PROPOSALS = 4
/** Views a status describes; older ones are taken as settled. */
export const STATUS_VIEWS = 64
/** Slots before the open one whose votes are kept, to recognise a late double vote. */
export const EVIDENCE_SLOTS = 2

/** T_view of a view: 2 T_prop, × 1.5 for every view of the slot, capped. `rtt` is the p90 round trip, ms. */
export function viewDelay(timing: Timing, rtt: number, view: number): number {
  let delay = 2 * Math.min(Math.max(4 * rtt, timing.proposalMin), timing.proposalMax)
  for (let i = 0; i < view && delay < timing.viewMax; i++) delay = Math.floor((delay * 3) / 2)
  return Math.min(delay, timing.viewMax)
}

/** T_prop grows with T_view, so that an honest leader is in time under any delay the cap covers. */
export const leaderDelay = (timing: Timing, rtt: number, view: number): number => Math.floor(viewDelay(timing, rtt, view) / 2)

/** R1: wait before a block notarized in the view before is proposed again; well inside everybody's leader timer. */
export const repeatDelay = (timing: Timing, rtt: number): number => Math.floor(leaderDelay(timing, rtt, 0) / 3)

export const retryDelay = (timing: Timing, rtt: number, view: number): number =>
  Math.floor((viewDelay(timing, rtt, view) * 3) / 2)

/**
 * Whether a fresh block is dated too far ahead to be notarized now (R2): beyond the adjusted clock + 90 s. Times in ms. A
 * block one millisecond after its parent never is: otherwise a final block that many wrong clocks have let through would
 * stop the ledger until the true time has come up to it.
 */
export const isFuture = (time: number, parentTime: number, adjustedNow: number): boolean =>
  time > Math.max(adjustedNow + MAX_HEADER_AHEAD_MS, parentTime + 1)

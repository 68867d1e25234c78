import { basename } from 'node:path'
import type { Overview } from '../../../shared/contract/overview.ts'
import type { Problem } from '../../../shared/kit/result.ts'
import type { Recovery } from '../store/workbench/open.ts'
import type { SyncProgress } from '../sync/catch-up.ts'

export type Health = Overview['health']
type Level = Health[number]['level']
type Say = (level: Level, code: string, params?: Problem['params']) => void

/** Everything the health of a peer is told from. Times in ms. */
export interface HealthFacts {
  readonly n: number
  readonly q: number
  /** Members connected now, this one included. */
  readonly online: number
  readonly pending: number
  readonly notVoting: Problem | null
  readonly quarantine: { readonly answers: number; readonly needed: number } | null
  readonly sync: Pick<SyncProgress, 'running' | 'height' | 'target'>
  /** Records of the past that are here, of those that were left out at a start from a verified state; null where none is missing. */
  readonly history?: { readonly here: number; readonly total: number } | null
  readonly clockOffset: number | null
  readonly folder: readonly Problem[]
  readonly setAside: readonly { readonly file: string; readonly aside: string }[]
  readonly recovery: Recovery | null
  readonly refusedForeign: number
  /** Contradictions in what members signed that are kept here and are not recorded on the ledger. */
  readonly evidence?: { readonly count: number; readonly members: readonly string[] }
  /** The chain does not go through the block that the inviter of this computer vouched for. */
  readonly ledAway: boolean
}

/** From here on people are told that a clock is off; beyond the second bound this peer proposes no blocks. */
export const CLOCK_WARN_MS = 60_000
export const CLOCK_STOP_MS = 90_000

const RANK: Readonly<Record<Level, number>> = { error: 0, warning: 1, info: 2 }

/** Worst first; empty = all is well. Every code has words in the catalogue. */
export function healthOf(facts: HealthFacts): Health {
  const found: Health = []
  const say: Say = (level, code, params) => {
    found.push({ level, code, ...(params ? { params: { ...params } } : {}) })
  }
  if (facts.ledAway) say('error', 'JOIN_CHECKPOINT_DIFFERS')
  if (facts.quarantine) say('error', 'NODE_QUARANTINE', { ...facts.quarantine })
  else if (facts.notVoting) sayNotVoting(facts.notVoting, say)
  if (facts.evidence && facts.evidence.count > 0) say('warning', 'NODE_EVIDENCE', { count: facts.evidence.count, members: facts.evidence.members.join(' ') })
  if (facts.online < facts.q) say('warning', 'NODE_NO_QUORUM', { needed: facts.q - facts.online, online: facts.online, q: facts.q, n: facts.n, pending: facts.pending })
  if (facts.sync.running) say('info', 'NODE_CATCHING_UP', { height: facts.sync.height, target: facts.sync.target })
  if (facts.history) say('info', 'NODE_HISTORY_LOADING', { ...facts.history })
  const off = facts.clockOffset ?? 0
  if (Math.abs(off) >= CLOCK_WARN_MS) say(Math.abs(off) >= CLOCK_STOP_MS ? 'error' : 'warning', 'NODE_CLOCK_OFF', { seconds: Math.round(Math.abs(off) / 1_000) })
  for (const { code, params } of facts.folder) say('warning', code, params)
  for (const { file, aside } of facts.setAside) say('warning', 'NODE_FILE_SET_ASIDE', { file, aside })
  if (facts.recovery) sayRecovery(facts.recovery, say)
  if (facts.refusedForeign > 0) say('info', 'NODE_FOREIGN_REFUSED', { count: facts.refusedForeign })
  return found.sort((a, b) => RANK[a.level] - RANK[b.level])
}

function sayRecovery({ restored, setAside }: Recovery, say: Say): void {
  const aside = setAside === null ? '—' : basename(setAside)
  if (restored === null) say('error', 'WORKBENCH_EMPTIED', { aside })
  else if (setAside === null) say('warning', 'WORKBENCH_FOUND_MISSING', { name: restored.name, time: beijing(restored.at) })
  else say('warning', 'WORKBENCH_RESTORED', { name: restored.name, time: beijing(restored.at), aside })
}

/** `2026-11-22 16:15`, the clock of Beijing. */
const beijing = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

function sayNotVoting(why: Problem, say: Say): void {
  if (why.code === 'VOTING_FROM_LATER_BLOCK') say('warning', why.code, why.params)
  else if (WORDED.has(why.code)) say('error', why.code, why.params)
  else say('error', 'NODE_VOTING_STOPPED', { code: why.code })
}

/** Reasons not to vote that have their own words; all others are faults of a store and named by their code. */
const WORDED: ReadonlySet<string> = new Set(['VOTING_TWIN', 'CONSENSUS_FOREIGN_OWN_VOTE', 'CONSENSUS_INVALID_FINAL', 'CONSENSUS_FORK', 'NODE_VOTE_KEY_MISMATCH'])

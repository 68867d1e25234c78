import type { StateReader } from '../../ledger/state/executor.ts'
import { TIER_RIGHTS } from '../authority/tiers.ts'
import type { GovernanceMatter, GovernanceThreshold, Tier } from '../enums.ts'
import { listMembers } from '../state/read.ts'
import type { MemberView, ProposalView } from '../state/views.ts'

/** The rule of one matter. */
export interface MatterRule {
  readonly threshold: GovernanceThreshold
  /** Tiers whose members may put it forward. */
  readonly proposers: readonly Tier[]
  /** Days from the day of the proposal to its last day, at least and at most. */
  readonly minDays: number
  readonly maxDays: number
  /** The member it is about has no vote on it. It still counts in the base: a case needs as many others. */
  readonly ownCase: boolean
}

const WRITERS: readonly Tier[] = ['COUNCIL', 'MEMBER']
const COUNCIL: readonly Tier[] = ['COUNCIL']

/**
 * Which matter needs what. Ordinary: admission and what keeps the network running. Special: what takes a right away, gives
 * one back, changes who decides, or hands over a member's identity or records.
 */
export const MATTER_RULES: { readonly [M in GovernanceMatter]: MatterRule } = {
  ADMIT: { threshold: 'ORDINARY', proposers: WRITERS, minDays: 1, maxDays: 90, ownCase: false },
  SUSPEND: { threshold: 'SPECIAL', proposers: COUNCIL, minDays: 1, maxDays: 60, ownCase: true },
  REINSTATE: { threshold: 'SPECIAL', proposers: WRITERS, minDays: 1, maxDays: 60, ownCase: false },
  STANDBY: { threshold: 'ORDINARY', proposers: WRITERS, minDays: 1, maxDays: 30, ownCase: false },
  EXPEL: { threshold: 'SPECIAL', proposers: COUNCIL, minDays: 5, maxDays: 90, ownCase: true },
  RENAME: { threshold: 'ORDINARY', proposers: WRITERS, minDays: 1, maxDays: 90, ownCase: false },
  TIER: { threshold: 'SPECIAL', proposers: COUNCIL, minDays: 1, maxDays: 90, ownCase: false },
  MERGE: { threshold: 'SPECIAL', proposers: WRITERS, minDays: 1, maxDays: 90, ownCase: false },
  SUCCESSOR: { threshold: 'SPECIAL', proposers: WRITERS, minDays: 1, maxDays: 90, ownCase: false },
  REKEY: { threshold: 'SPECIAL', proposers: WRITERS, minDays: 1, maxDays: 60, ownCase: false },
}

/**
 * What a proposal needs. Admitting somebody who will itself decide changes who decides, so it needs what a change of tier
 * needs: else a bare majority of the council could grow itself.
 */
export function thresholdOf({ matter, details }: Pick<ProposalView['content'], 'matter' | 'details'>): GovernanceThreshold {
  const tier = details['tier']
  const governs = matter === 'ADMIT' && typeof tier === 'string' && Object.hasOwn(TIER_RIGHTS, tier) && TIER_RIGHTS[tier as Tier].governs
  return governs ? 'SPECIAL' : MATTER_RULES[matter].threshold
}

/** Whether a member has a vote on matters of a threshold. */
export const hasVote = ({ status, tier }: MemberView, threshold: GovernanceThreshold): boolean =>
  status === 'ACTIVE' && (threshold === 'ORDINARY' ? TIER_RIGHTS[tier].governs : TIER_RIGHTS[tier].writes)

/** Members whose votes make the base of a decision in this state, by id. */
export const electorate = (state: StateReader, threshold: GovernanceThreshold): readonly MemberView[] => listMembers(state).filter((member) => hasVote(member, threshold))

/** Votes in favour that carry a matter: more than half, or at least two thirds. Never 0. */
export const votesNeeded = (threshold: GovernanceThreshold, base: number): number =>
  threshold === 'ORDINARY' ? Math.floor(base / 2) + 1 : Math.max(1, Math.ceil((2 * base) / 3))

export interface Tally {
  readonly threshold: GovernanceThreshold
  /** Members with a vote now, and how many votes carry it. */
  readonly base: number
  readonly needed: number
  readonly inFavour: number
  readonly against: number
  readonly abstained: number
  /** Members that can still vote. */
  readonly pending: readonly string[]
  /** Carried, or no longer to be carried by the votes that are left. */
  readonly result: 'CARRIED' | 'LOST' | 'OPEN'
}

/** The votes that count in this state: those of members that have a vote now, whatever they had when they gave it. */
export function tally({ content, votes }: Pick<ProposalView, 'content' | 'votes'>, state: StateReader): Tally {
  const { ownCase } = MATTER_RULES[content.matter]
  const threshold = thresholdOf(content)
  const members = electorate(state, threshold)
  const count = (choice: string): number => members.filter(({ id }) => votes[id]?.choice === choice).length
  const pending = members.map(({ id }) => id).filter((id) => votes[id] === undefined && !(ownCase && id === content.details['member']))
  const needed = votesNeeded(threshold, members.length)
  const inFavour = count('FOR')
  const result = inFavour >= needed ? 'CARRIED' : inFavour + pending.length < needed ? 'LOST' : 'OPEN'
  return { threshold, base: members.length, needed, inFavour, against: count('AGAINST'), abstained: count('ABSTAIN'), pending, result }
}

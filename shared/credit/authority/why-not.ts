import { problem } from '../../kit/result.ts'
import type { Problem } from '../../kit/result.ts'
import type { StaffRole, Tier, VoteChoice } from '../enums.ts'
import type { DraftKind } from '../kinds.ts'
import { MATRIX } from './matrix.ts'
import { TIER_RIGHTS } from './tiers.ts'
import type { NeededStep, StepName } from './step.ts'

/** The signed-in person. */
export interface StaffPerson {
  readonly member: string
  readonly staffId: string
  readonly roles: readonly StaffRole[]
  readonly tier: Tier
}

/** What a draft is like, as far as permissions go. */
export interface DraftFacts {
  readonly kind: DraftKind
  /** The member it belongs to. */
  readonly member: string
  readonly state: 'draft' | 'submitted' | 'returned' | 'reviewed' | 'voted' | 'published' | 'discarded'
  readonly creator: string
  readonly needed: readonly NeededStep[]
  /** Steps taken on the present content. */
  readonly taken: readonly { readonly step: StepName; readonly staffId: string; readonly choice?: VoteChoice | null }[]
  /** Staff who took part in the business: they may not rate. */
  readonly conflicted?: readonly string[]
  /** Number of errors in the content. */
  readonly errors?: number
}

export const DRAFT_ACTIONS = ['save', 'submit', 'withdraw', 'review', 'return', 'vote', 'approve', 'discard', 'restore'] as const
export type DraftAction = (typeof DRAFT_ACTIONS)[number]

const OPEN: readonly DraftFacts['state'][] = ['draft', 'returned']
const UNDER_REVIEW: readonly DraftFacts['state'][] = ['submitted', 'reviewed', 'voted']

/** The step that is due: null where nothing is, or the draft is not under way. */
export function dueStep(draft: Pick<DraftFacts, 'needed' | 'taken' | 'state'>): NeededStep | null {
  if (!UNDER_REVIEW.includes(draft.state)) return null
  return draft.needed.find((want) => draft.taken.filter((step) => step.step === want.step).length < want.min) ?? null
}

/**
 * Why a person may not start a draft of a kind (`role`: who creates it, by the matrix), or null. The rules are the ones the network applies to the result.
 */
export function whyNotCreate(kind: DraftKind, person: StaffPerson, role: StaffRole = MATRIX[kind].create): Problem | null {
  if (!TIER_RIGHTS[person.tier].writes) return problem('TIER_MAY_NOT_WRITE', { tier: person.tier })
  return person.roles.includes(role) ? null : problem('ROLE_NEEDED', { role, kind })
}

/**
 * Why a person may not do something to a draft (a code with words for the disabled button), or null where it is open.
 */
export function whyNot(action: DraftAction, person: StaffPerson, draft: DraftFacts): Problem | null {
  if (person.member !== draft.member) return problem('DRAFT_OF_OTHER_MEMBER')
  if (!TIER_RIGHTS[person.tier].writes) return problem('TIER_MAY_NOT_WRITE', { tier: person.tier })
  switch (action) {
    case 'save':
    case 'submit':
    case 'discard':
      if (!OPEN.includes(draft.state)) return problem('DRAFT_STATE', { state: draft.state })
      if (person.staffId !== draft.creator) return problem('DRAFT_NOT_CREATOR', { creator: draft.creator })
      if (action !== 'submit') return null
      return (draft.errors ?? 0) > 0 ? problem('DRAFT_HAS_ERRORS', { errors: draft.errors ?? 0 }) : whyNotTake('create', person, draft)
    case 'restore':
      if (draft.state !== 'discarded') return problem('DRAFT_STATE', { state: draft.state })
      return person.staffId === draft.creator ? null : problem('DRAFT_NOT_CREATOR', { creator: draft.creator })
    case 'withdraw':
      if (!UNDER_REVIEW.includes(draft.state)) return problem('DRAFT_STATE', { state: draft.state })
      return person.staffId === draft.creator ? null : problem('DRAFT_NOT_CREATOR', { creator: draft.creator })
    case 'return':
      return whyNotReturn(person, draft)
    case 'review':
    case 'vote':
    case 'approve':
      return whyNotTake(action, person, draft)
  }
}

function whyNotReturn(person: StaffPerson, draft: DraftFacts): Problem | null {
  const due = dueStep(draft)
  if (!due) return problem('DRAFT_STATE', { state: draft.state })
  if (person.staffId === draft.creator) return problem('STEP_SAME_PERSON', { staff: person.staffId })
  return person.roles.includes(due.role) ? null : problem('ROLE_NEEDED', { role: due.role, kind: draft.kind })
}

function whyNotTake(step: StepName, person: StaffPerson, draft: DraftFacts): Problem | null {
  const want = draft.needed.find((item) => item.step === step)
  if (!want) return problem('STEP_NOT_NEEDED', { step })
  if (!person.roles.includes(want.role)) return problem('ROLE_NEEDED', { role: want.role, kind: draft.kind })
  if (draft.kind === 'rating.publish' && draft.conflicted?.includes(person.staffId)) return problem('RATING_CONFLICT_OF_INTEREST', { staff: person.staffId })
  if (step === 'create') return null
  if (person.staffId === draft.creator || draft.taken.some((item) => item.staffId === person.staffId)) return problem('STEP_SAME_PERSON', { staff: person.staffId })
  if (!UNDER_REVIEW.includes(draft.state)) return problem('DRAFT_STATE', { state: draft.state })
  const due = dueStep(draft)
  // More votes than needed are welcome as long as nobody approved.
  if (step === 'vote' && draft.state === 'voted') return null
  if (due?.step !== step) return problem('STEP_NOT_DUE', { step, due: due?.step ?? '' })
  if (step === 'approve' && draft.needed.some((item) => item.step === 'vote')) {
    const votes = draft.taken.filter((item) => item.step === 'vote')
    const inFavour = votes.filter((vote) => vote.choice === 'for').length
    if (inFavour * 2 <= votes.length) return problem('COMMITTEE_REJECTED', { inFavour, votes: votes.length })
  }
  return null
}

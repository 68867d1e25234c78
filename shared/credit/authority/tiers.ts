import type { Tier } from '../enums.ts'
import type { InvitedRole } from '../../ledger/membership/ticket.ts'

/** What the tiers may do on the ledger, as data. */
export interface TierRights {
  /** States facts and rates in its own name. */
  readonly writes: boolean
  /** Votes on ordinary matters of governance. */
  readonly governs: boolean
  /** Weight group in the composite, a key of the methodology's `composite.authority`. */
  readonly authority: 'COUNCIL' | 'MEMBER' | 'OBSERVER' | 'OPERATOR'
}

export const TIER_RIGHTS: { readonly [T in Tier]: TierRights } = {
  OPERATOR: { writes: false, governs: false, authority: 'OPERATOR' },
  COUNCIL: { writes: true, governs: true, authority: 'COUNCIL' },
  MEMBER: { writes: true, governs: false, authority: 'MEMBER' },
  OBSERVER_REG: { writes: false, governs: false, authority: 'OBSERVER' },
  OBSERVER_AUDIT: { writes: false, governs: false, authority: 'OBSERVER' },
}

/** The tier that an invited candidate is put forward with unless the proposer names another; a desktop has that of its member. */
export const INVITED_TIER: { readonly [R in InvitedRole]: Tier | null } = { member: 'MEMBER', desktop: null, regulator: 'OBSERVER_REG', auditor: 'OBSERVER_AUDIT' }

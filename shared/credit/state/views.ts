import type { Actor } from '../authority/step.ts'
import type { ConductContent } from '../conduct/schema.ts'
import type { EngagementContent } from '../engagement/schema.ts'
import type { Problem } from '../../kit/result.ts'
import type { DoubleVoteEffect, GovernanceChoice, MemberChange, ObjectionStatus, ProposalStatus, RecordStatus, StaffRole, Tier } from '../enums.ts'
import type { ProposalContent } from '../governance/schema.ts'
import type { InstitutionContent } from '../institution/schema.ts'
import type { RatingContent } from '../rating/schema.ts'
import type { ObjectionDecideContent, ObjectionFileContent } from '../redress/schema.ts'

/** Values of the application's state, decoded. All of them are plain JSON. Where each one stands: state/keys.ts. */

/** The record that states a fact, who signed it and where it stands on the ledger. */
export interface Origin {
  readonly recordId: string
  readonly author: string
  readonly height: number
  readonly index: number
  /** Time of the block, ms. */
  readonly time: number
  readonly actors: readonly Actor[]
}

/** What a later record made of this version: from that height on it has this status. */
export interface StatusChange {
  readonly status: RecordStatus
  readonly height: number
  readonly on: string
  readonly recordId: string
}

/** `net`: what the network adopted. */
export interface NetworkView {
  readonly methodology: { readonly id: string; readonly version: string; readonly hash: string }
  readonly demo: boolean
}

/** `member/<id>` */
export interface MemberView {
  readonly id: string
  readonly tier: Tier
  readonly nameZh: string
  readonly nameEn: string
  readonly regionCode: string
  /** Key id (hex) of the member's root key: it alone grants and revokes staff keys. */
  readonly idKeyId: string
  readonly status: 'ACTIVE' | 'SUSPENDED' | 'EXITED'
  /** Admitted to follow only: never becomes a voter. */
  readonly observer?: true
  /** Last day of a suspension that ends by itself: from the next day on the member may declare itself ready. */
  readonly suspendedUntil?: string
  /** Key id (hex) of a vote key that voted twice: it never votes again. */
  readonly barredKey?: string
  /** Who goes on with its records, and the height from which. */
  readonly successor?: Inheritance
  /** The members whose records it goes on with, theirs included. */
  readonly inherits?: readonly Inheritance[]
}

export interface Inheritance {
  readonly id: string
  readonly height: number
}

/** `memh/<id>/<log index>`: what happened to a member; the names are the ones it had until then. */
export interface MemberEventView {
  readonly change: MemberChange
  readonly nameZh: string
  readonly nameEn: string
  readonly tier: Tier
  /** The other member of a merger or succession. */
  readonly other?: string
  readonly recordId: string
  readonly height: number
  readonly time: number
}

/** `staff/<member>/<staffId>` */
export interface StaffView {
  readonly member: string
  readonly staffId: string
  readonly roles: readonly StaffRole[]
  /** Public key and its id, hex. */
  readonly key: string
  readonly keyId: string
  readonly validFrom: string
  readonly validTo: string
  readonly status: 'ACTIVE' | 'REVOKED'
  readonly origin: Origin
}

/** `inst/<uscc>` (current), `insth/<uscc>/<version>` (earlier ones) */
export interface InstitutionView {
  readonly uscc: string
  readonly version: number
  readonly content: InstitutionContent
  /** The member that registered it. */
  readonly home: string
  /** Day of the block that registered it. */
  readonly admittedOn: string
  readonly origin: Origin
}

/** `eng/<uscc>/<objectId>/<version>`: every version, the highest is current. */
export interface EngagementView {
  readonly objectId: string
  readonly version: number
  readonly content: EngagementContent
  readonly changes?: readonly StatusChange[]
  readonly origin: Origin
}

/** `cond/<uscc>/<objectId>/<version>` */
export interface ConductView {
  readonly objectId: string
  readonly version: number
  readonly content: ConductContent
  /** At the height that is read, where it comes from a reader; in the entry itself as it was recorded. */
  readonly status: RecordStatus
  readonly changes?: readonly StatusChange[]
  /** First day on which it no longer counts; null while the clock has not started or never ends. */
  readonly expiresOn: string | null
  readonly origin: Origin
}

/** `rate/<uscc>/<center>/<version>` */
export interface RatingView {
  readonly uscc: string
  readonly center: string
  readonly version: number
  /** Day of the block that published it. */
  readonly ratedOn: string
  /** Accepted engagements at the center in 24 months, as computed: the composite's evidence weight. */
  readonly acceptedEngagements24m: number
  readonly content: RatingContent
  readonly changes?: readonly StatusChange[]
  readonly origin: Origin
}

/** `obj/<objectId>`: which object a record id began, and its current version. */
export interface ObjectView {
  readonly kind: 'engagement' | 'conduct'
  readonly uscc: string
  readonly author: string
  readonly version: number
}

/** `gov/<record id>`: a matter before the members, the votes given, and what became of it. */
export interface ProposalView {
  readonly id: string
  readonly proposer: string
  readonly staffId: string
  readonly content: ProposalContent
  readonly status: ProposalStatus
  readonly votes: { readonly [member: string]: VoteView }
  readonly origin: Origin
  /** The record that closed it; counts as they were at that moment. */
  readonly decided?: { readonly recordId: string; readonly height: number; readonly time: number; readonly inFavour: number; readonly against: number; readonly needed: number; readonly base: number }
  /** Why a matter that had its majority could not be carried out. */
  readonly failure?: Problem
}

export interface VoteView {
  readonly choice: GovernanceChoice
  readonly staffId: string
  readonly recordId: string
  readonly height: number
  readonly time: number
}

/** `objn/<uscc>/<disputed record>/<record id>` */
export interface ObjectionView {
  readonly id: string
  readonly content: ObjectionFileContent
  /** Who has to answer: the author of the disputed record. */
  readonly target: { readonly kind: 'engagement' | 'conduct' | 'rating'; readonly author: string }
  readonly status: ObjectionStatus
  readonly filedOn: string
  /** Day by which the network's rules expect an answer, and the last day that law allows. */
  readonly answerBy: string
  readonly answerAtLatest: string
  readonly origin: Origin
  readonly decision?: { readonly content: ObjectionDecideContent; readonly on: string; readonly origin: Origin }
}

/** `dvote/<breach>`: a voter's key voted twice in one view. */
export interface DoubleVoteView {
  readonly code: 'E1' | 'E2' | 'E3'
  readonly member: string
  readonly epoch: number
  readonly height: number
  readonly view: number
  readonly effect: DoubleVoteEffect
  /** Epoch in which it was recorded. */
  readonly recordedIn: number
  readonly recordId: string
  readonly submitter: string
  readonly time: number
}

import type { Actor } from '../authority/step.ts'
import type { ConductContent } from '../conduct/schema.ts'
import type { EngagementContent } from '../engagement/schema.ts'
import type { RecordStatus, StaffRole, Tier } from '../enums.ts'
import type { InstitutionContent } from '../institution/schema.ts'
import type { RatingContent } from '../rating/schema.ts'

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
  readonly origin: Origin
}

/** `cond/<uscc>/<objectId>/<version>` */
export interface ConductView {
  readonly objectId: string
  readonly version: number
  readonly content: ConductContent
  readonly status: RecordStatus
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
  readonly origin: Origin
}

/** `obj/<objectId>`: which object a record id began, and its current version. */
export interface ObjectView {
  readonly kind: 'engagement' | 'conduct'
  readonly uscc: string
  readonly author: string
  readonly version: number
}

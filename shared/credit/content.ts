import type { z } from 'zod'
import { conductSchema } from './conduct/schema.ts'
import type { ConductContent } from './conduct/schema.ts'
import { engagementSchema } from './engagement/schema.ts'
import type { EngagementContent } from './engagement/schema.ts'
import { evidenceSchema } from './evidence/schema.ts'
import type { EvidenceContent } from './evidence/schema.ts'
import { proposalSchema, voteSchema, withdrawSchema } from './governance/schema.ts'
import type { ProposalContent, VoteContent, WithdrawContent } from './governance/schema.ts'
import { institutionSchema, institutionUpdateSchema } from './institution/schema.ts'
import type { InstitutionContent, InstitutionUpdateContent } from './institution/schema.ts'
import type { RecordKind } from './kinds.ts'
import { MEMBER_SCHEMAS } from './member/check.ts'
import type { MemberContents } from './member/turn.ts'
import { ratingSchema } from './rating/schema.ts'
import type { RatingContent } from './rating/schema.ts'
import { objectionDecideSchema, objectionFileSchema, recordWithdrawSchema, repairGrantSchema } from './redress/schema.ts'
import type { ObjectionDecideContent, ObjectionFileContent, RecordWithdrawContent, RepairGrantContent } from './redress/schema.ts'
import { staffGrantSchema, staffRevokeSchema } from './staff/schema.ts'
import type { StaffGrantContent, StaffRevokeContent } from './staff/schema.ts'

/** The content of each kind. */
export interface ContentOf extends MemberContents {
  'institution.register': InstitutionContent
  'institution.update': InstitutionUpdateContent
  'engagement.record': EngagementContent
  'conduct.record': ConductContent
  'rating.publish': RatingContent
  'objection.file': ObjectionFileContent
  'objection.decide': ObjectionDecideContent
  'repair.grant': RepairGrantContent
  'record.withdraw': RecordWithdrawContent
  'staff.grant': StaffGrantContent
  'staff.revoke': StaffRevokeContent
  'governance.propose': ProposalContent
  'governance.vote': VoteContent
  'governance.withdraw': WithdrawContent
  'evidence.submit': EvidenceContent
}

/** The schema of each kind's content. */
export const CONTENT_SCHEMAS: { readonly [K in RecordKind]: z.ZodType<ContentOf[K]> } = {
  'institution.register': institutionSchema,
  'institution.update': institutionUpdateSchema,
  'engagement.record': engagementSchema,
  'conduct.record': conductSchema,
  'rating.publish': ratingSchema,
  'objection.file': objectionFileSchema,
  'objection.decide': objectionDecideSchema,
  'repair.grant': repairGrantSchema,
  'record.withdraw': recordWithdrawSchema,
  'staff.grant': staffGrantSchema,
  'staff.revoke': staffRevokeSchema,
  ...MEMBER_SCHEMAS,
  'governance.propose': proposalSchema,
  'governance.vote': voteSchema,
  'governance.withdraw': withdrawSchema,
  'evidence.submit': evidenceSchema,
}

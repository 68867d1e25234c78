import type { z } from 'zod'
import { conductSchema } from './conduct/schema.ts'
import type { ConductContent } from './conduct/schema.ts'
import { engagementSchema } from './engagement/schema.ts'
import type { EngagementContent } from './engagement/schema.ts'
import { institutionSchema, institutionUpdateSchema } from './institution/schema.ts'
import type { InstitutionContent, InstitutionUpdateContent } from './institution/schema.ts'
import type { RecordKind } from './kinds.ts'
import { ratingSchema } from './rating/schema.ts'
import type { RatingContent } from './rating/schema.ts'
import { staffGrantSchema, staffRevokeSchema } from './staff/schema.ts'
import type { StaffGrantContent, StaffRevokeContent } from './staff/schema.ts'

/** The content of each kind. */
export interface ContentOf {
  'institution.register': InstitutionContent
  'institution.update': InstitutionUpdateContent
  'engagement.record': EngagementContent
  'conduct.record': ConductContent
  'rating.publish': RatingContent
  'staff.grant': StaffGrantContent
  'staff.revoke': StaffRevokeContent
}

/** The schema of each kind's content. */
export const CONTENT_SCHEMAS: { readonly [K in RecordKind]: z.ZodType<ContentOf[K]> } = {
  'institution.register': institutionSchema,
  'institution.update': institutionUpdateSchema,
  'engagement.record': engagementSchema,
  'conduct.record': conductSchema,
  'rating.publish': ratingSchema,
  'staff.grant': staffGrantSchema,
  'staff.revoke': staffRevokeSchema,
}

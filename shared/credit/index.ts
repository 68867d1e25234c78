/**
 * The credit domain: what agencies, engagements, conduct and ratings are, who may state them, and how a score follows.
 * Pure: no clock, no randomness, no locale, integers only. The ledger executes it through `createExecutor`; screens use
 * the same checks and the same score while typing.
 */
export { RECORD_KINDS, DRAFT_KINDS, ROOT_KINDS, isDraftKind, isRecordKind } from './kinds.ts'
export type { RecordKind, DraftKind, RootKind } from './kinds.ts'
export * from './enums.ts'
export * as dates from './dates.ts'
export type { Finding } from './finding.ts'
export { CONTENT_SCHEMAS } from './content.ts'
export type { ContentOf } from './content.ts'
export type { Evidence, ObjectRef } from './fields.ts'
export type { InstitutionContent, InstitutionUpdateContent, Membership } from './institution/schema.ts'
export type { EngagementContent } from './engagement/schema.ts'
export type { ConductContent } from './conduct/schema.ts'
export { INLINE_INPUTS, INLINE_LINES } from './rating/schema.ts'
export type { RatingContent, RatingInput, RatingLine } from './rating/schema.ts'
export type { StaffGrantContent, StaffRevokeContent } from './staff/schema.ts'
export { CENTERS, centerOf, isCenter } from './member/centers.ts'
export type { Center } from './member/centers.ts'
export { creditParams, creditParamsSchema } from './member/params.ts'
export type { CreditParams } from './member/params.ts'
export { STEP_NAMES, stepSchema } from './authority/step.ts'
export type { Actor, NeededStep, Step, StepName } from './authority/step.ts'
export type {
  ConductView, EngagementView, InstitutionView, MemberView, NetworkView, ObjectView, Origin, RatingView, StaffView,
} from './state/views.ts'

/** Kinds of records that this application executes, as they stand in `RecordPayload.t`. */
export const RECORD_KINDS = [
  'institution.register',
  'institution.update',
  'engagement.record',
  'conduct.record',
  'rating.publish',
  'staff.grant',
  'staff.revoke',
] as const
export type RecordKind = (typeof RECORD_KINDS)[number]

/** The kinds that staff draft, review and publish with several keys. */
export const DRAFT_KINDS = ['institution.register', 'institution.update', 'engagement.record', 'conduct.record', 'rating.publish'] as const
export type DraftKind = (typeof DRAFT_KINDS)[number]

/** The kinds that the member's own root key signs alone. */
export const ROOT_KINDS = ['staff.grant', 'staff.revoke'] as const
export type RootKind = (typeof ROOT_KINDS)[number]

export const isRecordKind = (text: string): text is RecordKind => (RECORD_KINDS as readonly string[]).includes(text)
export const isDraftKind = (text: string): text is DraftKind => (DRAFT_KINDS as readonly string[]).includes(text)

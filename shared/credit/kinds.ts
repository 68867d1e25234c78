/** The kinds that staff draft, review and publish with several keys. */
export const DRAFT_KINDS = [
  'institution.register', 'institution.update', 'engagement.record', 'conduct.record', 'rating.publish', 'objection.file', 'objection.decide', 'repair.grant', 'record.withdraw',
] as const
export type DraftKind = (typeof DRAFT_KINDS)[number]

/** The kinds that the member's own root key signs alone. */
export const ROOT_KINDS = ['staff.grant', 'staff.revoke'] as const
export type RootKind = (typeof ROOT_KINDS)[number]

/** What a member states about its own place in the network: its root key or one responsible person signs. */
export const MEMBER_KINDS = ['member.ready', 'member.rotate', 'member.peers', 'member.standby', 'member.leave'] as const
export type MemberKind = (typeof MEMBER_KINDS)[number]

/** What the members decide together: one responsible person signs for each. */
export const GOVERNANCE_KINDS = ['governance.propose', 'governance.vote', 'governance.withdraw'] as const
export type GovernanceKind = (typeof GOVERNANCE_KINDS)[number]

/** The kinds that one signature makes, without steps. Who may give it: authority/solo.ts. */
export const SOLO_KINDS = [...ROOT_KINDS, ...MEMBER_KINDS, ...GOVERNANCE_KINDS, 'evidence.submit'] as const
export type SoloKind = (typeof SOLO_KINDS)[number]

/** Kinds of records that this application executes, as they stand in `RecordPayload.t`. */
export const RECORD_KINDS = [...DRAFT_KINDS, ...SOLO_KINDS] as const
export type RecordKind = (typeof RECORD_KINDS)[number]

export const isRecordKind = (text: string): text is RecordKind => (RECORD_KINDS as readonly string[]).includes(text)
export const isDraftKind = (text: string): text is DraftKind => (DRAFT_KINDS as readonly string[]).includes(text)

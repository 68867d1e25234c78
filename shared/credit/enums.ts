/**
 * Code lists of the record fields. Their Chinese and English labels are in shared/i18n (`credit`), under the name of the
 * list. Lists that a methodology owns (indicators, grades) are in its document; the ones here also stand in old records.
 */

/** Types of institutions; also the business roles that one can hold. */
export const INSTITUTION_TYPES = [
  'SPONSOR', 'UNDERWRITER', 'SECURITIES', 'LAW', 'CPA', 'APPRAISAL', 'TAX', 'RATINGAGENCY', 'FINADVISER', 'PEVC', 'BANK',
  'GUARANTEE', 'TRUSTEE', 'IP', 'ITSERVICE', 'INCUBATOR', 'OTHER',
] as const
export type InstitutionType = (typeof INSTITUTION_TYPES)[number]

export const BIZ_STATUSES = ['ACTIVE', 'SUSPENDED', 'DEREGISTERED', 'REVOKED'] as const
export const MEMBERSHIP_STATUSES = ['ACTIVE', 'SUSPENDED', 'ENDED'] as const
export const MEMBERSHIP_CLASSES = ['RECOMMENDING', 'PROFESSIONAL', 'OTHER'] as const
/** Licences of professionals, counted per institution; which ones fit which type is in methodology/metrics.ts. */
export const LICENCES = ['SECURITIES_PRACTITIONER', 'LAWYER', 'CPA', 'APPRAISER', 'TAX_AGENT', 'CREDIT_ANALYST', 'FUND_PRACTITIONER', 'PATENT_AGENT', 'OTHER'] as const

export const SERVICE_KINDS = [
  'LISTING_RECOMMENDATION', 'LEGAL_OPINION', 'AUDIT', 'CAPITAL_VERIFICATION', 'APPRAISAL', 'CB_UNDERWRITING', 'TRUSTEE',
  'SUPERVISION', 'RESTRUCTURING', 'ADVISORY', 'OTHER',
] as const
export const ENGAGEMENT_STATES = ['ONGOING', 'ACCEPTED', 'TERMINATED'] as const
export const QUALITY_GRADES = ['EXCELLENT', 'GOOD', 'FAIR', 'POOR'] as const
/** Fee bands in CNY: below 100 000, to 500 000, to 1 000 000, to 5 000 000, above. */
export const FEE_BANDS = ['F1', 'F2', 'F3', 'F4', 'F5'] as const
export const DELIVERABLE_KINDS = ['OPINION', 'REPORT', 'RECOMMENDATION', 'PROSPECTUS', 'SUPERVISION', 'ACCEPTANCE', 'OTHER'] as const

export const SUBJECT_KINDS = ['INSTITUTION', 'BRANCH', 'STAFF'] as const
export const POLARITIES = ['POSITIVE', 'NEGATIVE', 'NEUTRAL'] as const
export const CONDUCT_CATEGORIES = [
  'AWARD', 'REG_MEASURE', 'ADMIN_PENALTY', 'DISCIPLINE', 'CENTER_MEASURE', 'LITIGATION', 'COMPLAINT', 'LISTING', 'INVESTIGATION',
] as const
export const AUTHORITY_LEVELS = ['A1', 'A2', 'A3', 'A4', 'A5', 'A6'] as const
export const RETENTION_CLASSES = ['R12', 'R36', 'R60', 'STATE', 'PERM'] as const
export const CONDUCT_SOURCES = ['OFFICIAL', 'MEDIA_VERIFIED', 'SELF', 'CENTER'] as const
export const MEDIA_CHECK_OUTCOMES = ['CONFIRMED', 'DISPUTED', 'NO_ANSWER'] as const
/** What a finding rests on where it excludes an institution: decides which veto follows (see methodology/veto.ts). */
export const VETO_GROUNDS = ['FRAUD', 'LICENCE_REVOKED', 'CRIMINAL', 'SERIOUS_LIST', 'MISAPPROPRIATION'] as const
export const MITIGATIONS = ['SELF_REPORT', 'COMPENSATED'] as const
export const EVIDENCE_TYPES = ['E1', 'E2', 'E3', 'E4', 'E5', 'E6', 'E7', 'E8', 'E9', 'E10'] as const
/** State of a record version. Repair, revocation and objection set the others; scoring knows them all. */
export const RECORD_STATUSES = ['EFFECTIVE', 'REPAIRED', 'REVOKED', 'EXPIRED', 'ARCHIVED'] as const

export const RATING_TYPES = ['OWN', 'RECOGNISED', 'COMPOSITE', 'REFERENCE'] as const
export const OUTLOOKS = ['POS', 'STA', 'NEG', 'DEV'] as const
export const WITHDRAWALS = ['DEREGISTERED', 'LEFT', 'REFUSED'] as const
export const VOTE_CHOICES = ['for', 'against', 'abstain'] as const

export const TIERS = ['OPERATOR', 'COUNCIL', 'MEMBER', 'OBSERVER_REG', 'OBSERVER_AUDIT'] as const
export const STAFF_ROLES = ['CL', 'RV', 'AP', 'AN', 'CM', 'AD', 'SE', 'AU'] as const
export const SECOND_FACTORS = ['PASSPHRASE', 'UKEY'] as const
export const REVOKE_REASONS = ['LEFT', 'ROLE_CHANGE', 'KEY_LOST', 'KEY_COMPROMISED', 'EXPIRED', 'OTHER'] as const

/** Whether a member admitted later is meant to vote on blocks, or follows only. */
export const MEMBER_ROLES = ['VOTER', 'OBSERVER'] as const
/** What happened to a member, for its history. */
export const MEMBER_CHANGES = ['ADMITTED', 'RENAMED', 'TIER', 'SUSPENDED', 'REINSTATED', 'STANDBY', 'READY', 'ROTATED', 'REKEYED', 'DOUBLE_VOTE', 'EXPELLED', 'LEFT', 'MERGED', 'SUCCEEDED'] as const

/** Matters that members decide together; the rule of each is in governance/rules.ts. */
export const GOVERNANCE_MATTERS = ['ADMIT', 'SUSPEND', 'REINSTATE', 'STANDBY', 'EXPEL', 'RENAME', 'TIER', 'MERGE', 'SUCCESSOR', 'REKEY'] as const
export const GOVERNANCE_THRESHOLDS = ['ORDINARY', 'SPECIAL'] as const
export const GOVERNANCE_CHOICES = ['FOR', 'AGAINST', 'ABSTAIN'] as const
/** EXPIRED stands in no entry: it is what an open proposal is after its last day. */
export const PROPOSAL_STATUSES = ['OPEN', 'PASSED', 'REJECTED', 'FAILED', 'WITHDRAWN', 'EXPIRED'] as const
/** What a double vote led to: the vote key stands by until it is replaced, the members are to decide, or nothing more was to do. */
export const DOUBLE_VOTE_EFFECTS = ['STANDBY', 'FLAGGED', 'RECORDED'] as const

export const OBJECTION_REASONS = ['FACT_WRONG', 'NOT_SUBJECT', 'OUTDATED', 'DUPLICATE', 'NO_BASIS', 'METHOD', 'OTHER'] as const
export const OBJECTION_OUTCOMES = ['CORRECTED', 'KEPT', 'CANNOT_CONFIRM'] as const
export const OBJECTION_STATUSES = ['OPEN', ...OBJECTION_OUTCOMES] as const
export const APPLICANTS = ['INSTITUTION', 'CENTER', 'OTHER'] as const
/** Why a record is repaired: the duty was performed and the term is over, the authority said so, or its decision fell. */
export const REPAIR_BASES = ['PERFORMED', 'AUTHORITY', 'ANNULLED'] as const

export type BizStatus = (typeof BIZ_STATUSES)[number]
export type ServiceKind = (typeof SERVICE_KINDS)[number]
export type EngagementState = (typeof ENGAGEMENT_STATES)[number]
export type ConductCategory = (typeof CONDUCT_CATEGORIES)[number]
export type Polarity = (typeof POLARITIES)[number]
export type AuthorityLevel = (typeof AUTHORITY_LEVELS)[number]
export type VetoGround = (typeof VETO_GROUNDS)[number]
export type EvidenceType = (typeof EVIDENCE_TYPES)[number]
export type RecordStatus = (typeof RECORD_STATUSES)[number]
export type VoteChoice = (typeof VOTE_CHOICES)[number]
export type Tier = (typeof TIERS)[number]
export type StaffRole = (typeof STAFF_ROLES)[number]
export type MemberChange = (typeof MEMBER_CHANGES)[number]
export type GovernanceMatter = (typeof GOVERNANCE_MATTERS)[number]
export type GovernanceThreshold = (typeof GOVERNANCE_THRESHOLDS)[number]
export type GovernanceChoice = (typeof GOVERNANCE_CHOICES)[number]
export type ProposalStatus = (typeof PROPOSAL_STATUSES)[number]
export type DoubleVoteEffect = (typeof DOUBLE_VOTE_EFFECTS)[number]
export type ObjectionOutcome = (typeof OBJECTION_OUTCOMES)[number]
export type ObjectionStatus = (typeof OBJECTION_STATUSES)[number]
export type Outlook = (typeof OUTLOOKS)[number]

/** Every list by the name its labels have in the `credit` catalogue. */
export const ENUMS = {
  institutionType: INSTITUTION_TYPES,
  bizStatus: BIZ_STATUSES,
  membershipStatus: MEMBERSHIP_STATUSES,
  membershipClass: MEMBERSHIP_CLASSES,
  licence: LICENCES,
  serviceKind: SERVICE_KINDS,
  engagementState: ENGAGEMENT_STATES,
  qualityGrade: QUALITY_GRADES,
  feeBand: FEE_BANDS,
  deliverableKind: DELIVERABLE_KINDS,
  subjectKind: SUBJECT_KINDS,
  polarity: POLARITIES,
  conductCategory: CONDUCT_CATEGORIES,
  authorityLevel: AUTHORITY_LEVELS,
  retentionClass: RETENTION_CLASSES,
  conductSource: CONDUCT_SOURCES,
  mediaCheckOutcome: MEDIA_CHECK_OUTCOMES,
  vetoGround: VETO_GROUNDS,
  mitigation: MITIGATIONS,
  evidenceType: EVIDENCE_TYPES,
  recordStatus: RECORD_STATUSES,
  ratingType: RATING_TYPES,
  outlook: OUTLOOKS,
  withdrawal: WITHDRAWALS,
  voteChoice: VOTE_CHOICES,
  tier: TIERS,
  staffRole: STAFF_ROLES,
  secondFactor: SECOND_FACTORS,
  revokeReason: REVOKE_REASONS,
  memberRole: MEMBER_ROLES,
  memberChange: MEMBER_CHANGES,
  governanceMatter: GOVERNANCE_MATTERS,
  governanceThreshold: GOVERNANCE_THRESHOLDS,
  governanceChoice: GOVERNANCE_CHOICES,
  proposalStatus: PROPOSAL_STATUSES,
  doubleVoteEffect: DOUBLE_VOTE_EFFECTS,
  objectionReason: OBJECTION_REASONS,
  objectionOutcome: OBJECTION_OUTCOMES,
  objectionStatus: OBJECTION_STATUSES,
  applicant: APPLICANTS,
  repairBasis: REPAIR_BASES,
} as const
export type EnumName = keyof typeof ENUMS

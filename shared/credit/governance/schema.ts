import { z } from 'zod'
import { GOVERNANCE_CHOICES, GOVERNANCE_MATTERS, MEMBER_ROLES, TIERS } from '../enums.ts'
import { date, distinct, hash, line, lines, member, region } from '../fields.ts'

/** libp2p peer ids of a member's desktops; the first one is the seat. */
export const peerId = z.string().refine((text) => /^[A-Za-z0-9]{1,128}$/.test(text), { error: 'PEER_ID_INVALID' })
export const peers = z.array(peerId).min(1).max(32).refine(distinct((id: string) => id), { error: 'FIELD_REPEATED' })

const names = { nameZh: line(2, 100), nameEn: line(2, 200) }
const head = { reason: lines(4, 1000), deadline: date }

/** What each matter is about. Keys are Ed25519 public keys, hex. */
export const DETAILS = {
  ADMIT: z.strictObject({ member, ...names, regionCode: region, tier: z.enum(TIERS), role: z.enum(MEMBER_ROLES), idKey: hash, voteKey: hash.optional(), peers }),
  SUSPEND: z.strictObject({ member, until: date.optional() }),
  REINSTATE: z.strictObject({ member }),
  STANDBY: z.strictObject({ member }),
  EXPEL: z.strictObject({ member }),
  RENAME: z.strictObject({ member, ...names }),
  TIER: z.strictObject({ member, tier: z.enum(TIERS) }),
  /** `member` ends and merges into `into`, which goes on with its records. */
  MERGE: z.strictObject({ member, into: member }),
  /** `into` goes on with the records of `member`, which has left. */
  SUCCESSOR: z.strictObject({ member, into: member }),
  REKEY: z.strictObject({ member, idKey: hash.optional(), voteKey: hash.optional(), peers: peers.optional() }),
} as const
export type DetailsOf = { readonly [M in keyof typeof DETAILS]: z.infer<(typeof DETAILS)[M]> }

/** Content of `governance.propose`. `details` has the form of its matter; the day of `deadline` is the last one to vote on. */
export const proposalSchema = z.strictObject({ matter: z.enum(GOVERNANCE_MATTERS), details: z.record(z.string(), z.unknown()), ...head })
export type ProposalContent = z.infer<typeof proposalSchema>

/** Content of `governance.vote`: one vote a member and proposal. */
export const voteSchema = z.strictObject({ proposal: hash, choice: z.enum(GOVERNANCE_CHOICES) })
export type VoteContent = z.infer<typeof voteSchema>

/** Content of `governance.withdraw`, by the proposer. */
export const withdrawSchema = z.strictObject({ proposal: hash, reason: lines(2, 500) })
export type WithdrawContent = z.infer<typeof withdrawSchema>

import { z } from 'zod'
import { base, count, date, hex, memberId, ms, permission, problemSchema, recordState, text } from './base.ts'

/**
 * How centers come in, decide together, and leave. Whatever is signed here becomes a record of one signature: by the
 * signed-in person where their role allows it, or, where the rule allows it and the passphrase is given, by the member's
 * root key. Refusals come before anything is signed, with the code by which the network would hold the record void.
 */

const fileOut = z.object({ fileName: z.string(), text: z.string() })
const passphrase = text(256)
/** The passphrase of the member's root key; without it the signed-in person signs. */
const signer = { rootPassphrase: passphrase.optional() }
/** The record just signed; it takes effect when it is final. */
const signed = z.object({ recordId: hex })
const reason = z.string().min(2).max(1000)

export const standing = z.enum(['voter', 'observer', 'suspended', 'left'])
export const invitedRole = z.enum(['member', 'desktop', 'regulator', 'auditor'])

/** Steps from the invitation to the first vote, in this order. */
export const joinStep = z.object({
  step: z.enum(['follow', 'request', 'proposal', 'admission', 'ready', 'vote']),
  state: z.enum(['done', 'now', 'waiting']),
  /** When the step was done, ms, where it is known. */
  at: ms.nullable(),
})

export const myStanding = z.object({
  member: memberId,
  /** Null while the ledger doesn't know this member. */
  standing: standing.nullable(),
  tier: z.string().nullable(),
  /** Epoch of the next block, how many vote in it, and how many votes make a block final. */
  epoch: count,
  n: count,
  q: count,
  /** This computer is the member's seat. */
  isSeat: z.boolean(),
  /** This computer votes on the next block. */
  votes: z.boolean(),
  peerId: z.string(),
  /** All computers that connect in this member's name, the seat first. */
  peers: z.array(z.string()),
  /** How a folder that was made from an invitation stands; null in every other. */
  joining: z
    .object({
      steps: z.array(joinStep),
      request: fileOut,
      fingerprint: z.string(),
      inviter: memberId,
      role: invitedRole,
      expiresAt: ms,
      /** Members that let this computer in for now, and the last refusal. */
      acceptedBy: z.array(memberId),
      refusal: problemSchema.nullable(),
      /** Whether this chain goes through the block that the inviter vouched for. */
      checkpoint: z.enum(['none', 'waiting', 'confirmed', 'differs']),
      /** Whether the inviter's signing key is in force by the own, verified state; null before it is there. */
      inviterKey: z.boolean().nullable(),
      /** The proposal to admit this member or its new keys. */
      proposal: hex.nullable(),
    })
    .nullable(),
  /** `invite`, `propose`, `vote`, `ready`, `rotate`, `standby`, `leave`, `peers`: what the signed-in person may do, and why not. */
  permissions: z.array(permission),
})
export type MyStanding = z.infer<typeof myStanding>

export const joinRequestRow = z.object({
  /** Names the invitation, hex. */
  token: z.string(),
  member: memberId,
  nameZh: z.string(),
  nameEn: z.string(),
  regionCode: z.string(),
  address: z.string(),
  role: invitedRole,
  /** admit: a new member. rekey: a known member with new keys. desktop: one more computer of a member. */
  wants: z.enum(['admit', 'rekey', 'desktop']),
  inviter: memberId,
  isMine: z.boolean(),
  /** Compared by telephone with the candidate before it is put forward. */
  fingerprint: z.string(),
  /** Of the root key; null for a desktop. */
  keyFingerprint: z.string().nullable(),
  peerId: z.string(),
  receivedAt: ms,
  expiresAt: ms,
  /** Turned away on this computer. */
  dismissed: z.boolean(),
  /** The candidate is in: nothing is left to do. */
  done: z.boolean(),
  /** Proposals about this member that are open. */
  proposals: z.array(hex),
})
export type JoinRequestRow = z.infer<typeof joinRequestRow>

export const matter = z.enum(['ADMIT', 'SUSPEND', 'REINSTATE', 'STANDBY', 'EXPEL', 'RENAME', 'TIER', 'MERGE', 'SUCCESSOR', 'REKEY'])

export const proposalRow = z.object({
  /** Record id of the proposal. */
  id: hex,
  matter,
  /** The member it is about. */
  member: memberId,
  nameZh: z.string(),
  nameEn: z.string(),
  /** As the matter has it (see shared/credit/governance/schema.ts): names, tier, keys in hex, another member ... */
  details: z.record(z.string(), z.unknown()),
  reason: z.string(),
  proposer: memberId,
  proposedAt: ms,
  /** Last day to vote on. */
  deadline: date,
  status: z.enum(['OPEN', 'PASSED', 'REJECTED', 'FAILED', 'WITHDRAWN', 'EXPIRED']),
  threshold: z.enum(['ORDINARY', 'SPECIAL']),
  /** Members with a vote, how many votes in favour carry it, and how they stand. Of the moment of the decision once there is one. */
  base: count,
  needed: count,
  inFavour: count,
  against: count,
  abstained: count,
  votes: z.array(z.object({ member: memberId, choice: z.enum(['FOR', 'AGAINST', 'ABSTAIN']), staffId: z.string(), at: ms })),
  /** Who can still vote: these members have to act. */
  pending: z.array(memberId),
  /** Why a matter that had its majority could not be carried out. */
  failure: problemSchema.nullable(),
  /** `vote`, `withdraw` for the signed-in person. */
  permissions: z.array(permission),
  /** State of the proposal's own record. */
  record: recordState.nullable(),
})
export type ProposalRow = z.infer<typeof proposalRow>

export const membershipContract = {
  myStanding: base.output(myStanding),
  /** Requests that this computer verified, the newest first. */
  joinRequests: base.output(z.array(joinRequestRow)),
  /** Takes a request that came as a file. JOIN_REQUEST_*, INVITATION_*. */
  importRequest: base.input(z.object({ text: text(8192) })).output(joinRequestRow),
  /** A request as a file, for a member that the candidate can't reach. */
  exportRequest: base.input(z.object({ token: text(32) })).output(fileOut),
  /** Turns a candidate away on this computer: it may no longer read here, and its invitation is worth nothing here. */
  dismissRequest: base.input(z.object({ token: text(32) })).output(z.object({})),
  /** Makes an invitation of this network's present head. INVITE_NEEDS_ROOT before the first block without the root passphrase. */
  createInvitation: base
    .input(z.object({ role: invitedRole, invitee: memberId.nullable(), days: z.int().min(1).max(30), ...signer }))
    .output(fileOut.extend({ fingerprint: z.string(), expiresAt: ms })),
  /** All proposals, open ones first, then the newest. */
  proposals: base.output(z.array(proposalRow)),
  /** Puts a matter before the members; `details` as proposalRow has them. An approver signs. */
  propose: base.input(z.object({ matter, details: z.record(z.string(), z.unknown()), reason, deadline: date })).output(signed),
  /** The same for a request to join: its keys and names are taken from it. `tier` is for new members. */
  proposeRequest: base
    .input(z.object({ token: text(32), tier: z.enum(['COUNCIL', 'MEMBER', 'OBSERVER_REG', 'OBSERVER_AUDIT']).optional(), reason, deadline: date }))
    .output(signed),
  vote: base.input(z.object({ proposal: hex, choice: z.enum(['FOR', 'AGAINST', 'ABSTAIN']) })).output(signed),
  withdraw: base.input(z.object({ proposal: hex, reason })).output(signed),
  /** This seat holds the vote key and the chain: the member votes from the next epoch on. */
  ready: base.input(z.object({ ...signer })).output(signed),
  /** A new vote key, made here; the old one is erased once the ledger has the new one. */
  rotate: base.input(z.object({ ...signer })).output(signed),
  /** The member stops voting for a while and stays an observer. */
  standby: base.input(z.object({ reason, ...signer })).output(signed),
  /** The member leaves the network. */
  leave: base.input(z.object({ reason, ...signer })).output(signed),
  /** Binds further computers to this member (peer ids, e.g. of a desktop's request), and unbinds others. */
  peers: base.input(z.object({ bind: z.array(text(128)).max(32), unbind: z.array(text(128)).max(32), ...signer })).output(signed),
}

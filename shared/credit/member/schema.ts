import { z } from 'zod'
import { distinct, hash, lines } from '../fields.ts'
import { peerId, peers } from '../governance/schema.ts'

const signature = z.string().refine((text) => /^[0-9a-f]{128}$/.test(text), { error: 'SIGNATURE_FORM' })

/** The vote key's own word: signed over a recent final block, it proves that its holder has the key and the chain. */
const possession = {
  /** Ed25519 public key, hex. */
  voteKey: hash,
  height: z.int().min(1),
  blockId: hash,
  /** By `voteKey` over the ledger's ready preimage, hex. */
  sig: signature,
}

/** Content of `member.ready`: from the next epoch on the member votes. */
export const memberReadySchema = z.strictObject(possession)
export type MemberReadyContent = z.infer<typeof memberReadySchema>

/**
 * Content of `member.rotate`: a new vote key, and with `peers` a new seat. A seat moves with a new key only: the machine left
 * behind may still hold the old one, and two machines with one key would vote twice.
 */
export const memberRotateSchema = z.strictObject({ ...possession, peers: peers.optional() })
export type MemberRotateContent = z.infer<typeof memberRotateSchema>

const someDesktops = z.array(peerId).max(32).refine(distinct((id: string) => id), { error: 'FIELD_REPEATED' }).optional()

/** Content of `member.peers`: further desktops that connect in the member's name, and those that no longer do. */
export const memberPeersSchema = z.strictObject({ bind: someDesktops, unbind: someDesktops })
export type MemberPeersContent = z.infer<typeof memberPeersSchema>

/** Content of `member.standby` and `member.leave`. */
export const memberReasonSchema = z.strictObject({ reason: lines(2, 500) })
export type MemberReasonContent = z.infer<typeof memberReasonSchema>

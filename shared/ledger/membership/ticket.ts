import { concat, equalBytes, toHex, utf8 } from '../../kit/bytes.ts'
import { ok, type Result } from '../../kit/result.ts'
import { memberId } from '../codec/genesis.ts'
import { base64Text, hexText, oneOf } from '../codec/json.ts'
import { fields, int, nullable } from '../codec/schema.ts'
import { keyId } from '../crypto/keys.ts'
import { TAG } from '../crypto/tags.ts'
import { verify } from '../crypto/verify.ts'
import { refuse } from '../errors.ts'
import { HASH_BYTES, MAX_INVITATION_MS, MAX_RECORD_AHEAD_MS, PUBLIC_KEY_BYTES, SIGNATURE_BYTES, SUITE_ED25519, TOKEN_BYTES } from '../limits.ts'
import type { StateReader } from '../state/executor.ts'
import { readLedgerMember } from '../state/membership.ts'
import { readDevice } from '../state/system.ts'
import { toBase64 } from '../../kit/base64.ts'
import type { Hash, MemberId } from '../types.ts'

/** As what one is invited: a new center, one more computer of the inviting member, or an observer of the authorities. */
export type InvitedRole = 'member' | 'desktop' | 'regulator' | 'auditor'
export const INVITED_ROLES: readonly InvitedRole[] = ['member', 'desktop', 'regulator', 'auditor']

/** The signed part of an invitation. It is small, and all that the members ask a guest to show. */
export interface InvitationTicket {
  /** Hash of the genesis of the network. */
  readonly genesisHash: Hash
  readonly role: InvitedRole
  /** Code of the member that may use it; null leaves it open. The inviter's own for a desktop. */
  readonly invitee: MemberId | null
  /** Random, 16 bytes: names this invitation. */
  readonly token: Uint8Array
  /** Clock of the inviter, ms. */
  readonly issuedAt: number
  readonly expiresAt: number
  readonly inviter: MemberId
  /** Public key of the inviter's device (a person's, or the member's root key) that signs. */
  readonly key: Uint8Array
  /** sha256 of everything else in the file: genesis, checkpoint, addresses. */
  readonly contents: Hash
}

export interface SignedTicket {
  readonly ticket: InvitationTicket
  /** Of `key` over ticketPreimage. */
  readonly signature: Uint8Array
}

const ticketShape = fields({
  genesisHash: hexText(HASH_BYTES),
  role: oneOf(...INVITED_ROLES),
  invitee: nullable(memberId),
  token: hexText(TOKEN_BYTES),
  issuedAt: int(0, Number.MAX_SAFE_INTEGER),
  expiresAt: int(0, Number.MAX_SAFE_INTEGER),
  inviter: memberId,
  key: hexText(PUBLIC_KEY_BYTES),
  contents: hexText(HASH_BYTES),
})

/** The ticket as it stands in a file. */
export const ticketJson = ({ genesisHash, role, invitee, token, issuedAt, expiresAt, inviter, key, contents }: InvitationTicket) => ({
  genesisHash: toHex(genesisHash), role, invitee, token: toHex(token), issuedAt, expiresAt, inviter, key: toHex(key), contents: toHex(contents),
})

/** The same from a file. Throws SchemaError. */
export function readTicket(json: unknown): InvitationTicket {
  const { genesisHash, token, key, contents, ...plain } = ticketShape(json, '/ticket')
  return {
    ...plain,
    genesisHash: hexText(HASH_BYTES)(genesisHash, '/ticket/genesisHash'),
    token: hexText(TOKEN_BYTES)(token, '/ticket/token'),
    key: hexText(PUBLIC_KEY_BYTES)(key, '/ticket/key'),
    contents: hexText(HASH_BYTES)(contents, '/ticket/contents'),
  }
}

export const signatureJson = (signature: Uint8Array): string => toBase64(signature)
export const readSignature = (json: unknown): Uint8Array => base64Text(SIGNATURE_BYTES)(json, '/signature')

/** "zxl1/invite\0" ‖ suite u8 ‖ the ticket's JSON without spaces, UTF-8. */
export const ticketPreimage = (ticket: InvitationTicket): Uint8Array => concat(TAG.invitation, Uint8Array.of(SUITE_ED25519), utf8(JSON.stringify(ticketJson(ticket))))

/**
 * Whether the ticket is what its key signed and valid now: INVITATION_TAMPERED, INVITATION_NOT_YET, INVITATION_EXPIRED.
 * Whose key that is, is another question (checkInviter, or the state proof in the file).
 *
 * @param now this computer's clock, ms.
 */
export function checkTicket({ ticket, signature }: SignedTicket, now: number): Result<null> {
  const { issuedAt, expiresAt, role, invitee, inviter, key } = ticket
  if (expiresAt <= issuedAt || expiresAt - issuedAt > MAX_INVITATION_MS || (role === 'desktop' && invitee !== inviter)) return refuse('INVITATION_TAMPERED')
  if (!verify(key, ticketPreimage(ticket), signature)) return refuse('INVITATION_TAMPERED')
  if (issuedAt > now + MAX_RECORD_AHEAD_MS) return refuse('INVITATION_NOT_YET')
  return now < expiresAt ? ok(null) : refuse('INVITATION_EXPIRED')
}

/** Whether this state knows the ticket's key as an active device of a member in good standing. INVITATION_SIGNER. */
export function checkInviter({ inviter, key }: InvitationTicket, state: StateReader): Result<null> {
  const device = readDevice(state, keyId(key))
  const standing = readLedgerMember(state, inviter)?.standing
  const sound = device?.on === true && device.a === inviter && equalBytes(device.k, key) && standing !== 'suspended' && standing !== 'left'
  return sound ? ok(null) : refuse('INVITATION_SIGNER', { member: inviter })
}

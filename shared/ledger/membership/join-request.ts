import { toBase64 } from '../../kit/base64.ts'
import { concat, equalBytes, toHex, utf8 } from '../../kit/bytes.ts'
import { ok, type Result } from '../../kit/result.ts'
import { memberId } from '../codec/genesis.ts'
import { anything, base64Text, hexText, jsonText, oneOf, openJsonFile } from '../codec/json.ts'
import { fields, int, nullable, text, type Check } from '../codec/schema.ts'
import { sha256 } from '../crypto/hash.ts'
import { checkPublicKey } from '../crypto/keys.ts'
import { TAG } from '../crypto/tags.ts'
import { verify } from '../crypto/verify.ts'
import { refuse } from '../errors.ts'
import { MAX_JOIN_REQUEST_TEXT, PUBLIC_KEY_BYTES, SIGNATURE_BYTES, SUITE_ED25519 } from '../limits.ts'
import type { MemberId } from '../types.ts'
import { checkTicket, readSignature, readTicket, signatureJson, ticketJson, type InvitationTicket, type SignedTicket } from './ticket.ts'

/** Ending of a request's file name. */
export const JOIN_REQUEST_SUFFIX = '.zxlrequest.json'
export const JOIN_REQUEST_FORMAT = 'zhengxinlian/join-request'
export const JOIN_REQUEST_VERSION = 1

/** Who wants to come in, with the public halves of keys made on its own computer. */
export interface JoinApplication {
  readonly member: MemberId
  readonly nameZh: string
  readonly nameEn: string
  /** GB/T 2260, six digits. */
  readonly regionCode: string
  /** `host:port` at which its seat can be reached, or empty. */
  readonly address: string
  /** Clock of the candidate, ms. */
  readonly at: number
  /** Root and vote key of the member; null for one more computer of a member. */
  readonly idKey: Uint8Array | null
  readonly voteKey: Uint8Array | null
  /** Transport key of this computer: the peer id is derived from it. */
  readonly peerKey: Uint8Array
}

/** Signatures over applicationPreimage by each key that the application names: possession is shown, not claimed. */
export interface Possession {
  readonly id: Uint8Array | null
  readonly vote: Uint8Array | null
  readonly peer: Uint8Array
}

/** A request to join as it travels by `/zxl/join/1` and as a file. */
export interface JoinRequest extends SignedTicket {
  readonly application: JoinApplication
  readonly possession: Possession
}

const line: Check<string> = (value, path) => (value === '' ? '' : text(200)(value, path))
const applicationShape = fields({
  member: memberId,
  nameZh: line,
  nameEn: line,
  regionCode: text(6, /^\d{6}$/),
  address: line,
  at: int(0, Number.MAX_SAFE_INTEGER),
  idKey: nullable(hexText(PUBLIC_KEY_BYTES)),
  voteKey: nullable(hexText(PUBLIC_KEY_BYTES)),
  peerKey: hexText(PUBLIC_KEY_BYTES),
})
const fileShape = fields({
  format: oneOf(JOIN_REQUEST_FORMAT),
  version: oneOf(JOIN_REQUEST_VERSION),
  ticket: anything,
  signature: anything,
  application: anything,
  possession: fields({ id: anything, vote: anything, peer: anything }),
})

const applicationJson = ({ member, nameZh, nameEn, regionCode, address, at, idKey, voteKey, peerKey }: JoinApplication) => ({
  member, nameZh, nameEn, regionCode, address, at, idKey: idKey && toHex(idKey), voteKey: voteKey && toHex(voteKey), peerKey: toHex(peerKey),
})

/** "zxl1/join\0" ‖ suite u8 ‖ G ‖ token ‖ the application's JSON without spaces, UTF-8. */
export const applicationPreimage = ({ genesisHash, token }: Pick<InvitationTicket, 'genesisHash' | 'token'>, application: JoinApplication): Uint8Array =>
  concat(TAG.join, Uint8Array.of(SUITE_ED25519), genesisHash, token, utf8(JSON.stringify(applicationJson(application))))

/** First 16 hex digits of sha256 over what the keys signed, in groups of four: two people compare it before one admits the other. */
export const requestFingerprint = ({ ticket, application }: JoinRequest): string =>
  toHex(sha256(applicationPreimage(ticket, application))).slice(0, 16).replace(/(.{4})(?=.)/g, '$1 ')

/** The one text of a request. */
export const formatJoinRequest = ({ ticket, signature, application, possession }: JoinRequest): string =>
  jsonText({
    format: JOIN_REQUEST_FORMAT,
    version: JOIN_REQUEST_VERSION,
    ticket: ticketJson(ticket),
    signature: signatureJson(signature),
    application: applicationJson(application),
    possession: { id: possession.id && toBase64(possession.id), vote: possession.vote && toBase64(possession.vote), peer: toBase64(possession.peer) },
  })

/** Reads a request; nothing in it is verified yet. JOIN_REQUEST_UNREADABLE, JOIN_REQUEST_TAMPERED. */
export const parseJoinRequest = (source: Uint8Array | string): Result<JoinRequest> =>
  openJsonFile(source, MAX_JOIN_REQUEST_TEXT, { read, write: formatJoinRequest }, { unreadable: 'JOIN_REQUEST_UNREADABLE', respelt: 'JOIN_REQUEST_TAMPERED' })

function read(json: unknown): JoinRequest {
  const { ticket, signature, application, possession } = fileShape(json, '')
  const plain = applicationShape(application, '/application')
  const key = nullable(hexText(PUBLIC_KEY_BYTES))
  const proof = base64Text(SIGNATURE_BYTES)
  return {
    ticket: readTicket(ticket),
    signature: readSignature(signature),
    application: {
      ...plain,
      idKey: key(plain.idKey, '/application/idKey'),
      voteKey: key(plain.voteKey, '/application/voteKey'),
      peerKey: hexText(PUBLIC_KEY_BYTES)(plain.peerKey, '/application/peerKey'),
    },
    possession: { id: nullable(proof)(possession.id, '/possession/id'), vote: nullable(proof)(possession.vote, '/possession/vote'), peer: proof(possession.peer, '/possession/peer') },
  }
}

/**
 * Whether the request holds by itself: its invitation is valid now and meant for this candidate, and every key it names
 * signed it. INVITATION_TAMPERED, INVITATION_EXPIRED, INVITATION_NOT_YET, JOIN_REQUEST_INVITATION {field},
 * JOIN_REQUEST_PROOF {key}, KEY_INVALID. Whether a member issued the invitation: `checkInviter`.
 */
export function checkJoinRequest(request: JoinRequest, now: number): Result<null> {
  const { ticket, application, possession } = request
  const valid = checkTicket(request, now)
  if (!valid.ok) return valid
  if (ticket.invitee !== null && ticket.invitee !== application.member) return refuse('JOIN_REQUEST_INVITATION', { field: 'member' })
  const isDesktop = ticket.role === 'desktop'
  const { idKey, voteKey, peerKey } = application
  if (isDesktop !== (idKey === null) || isDesktop !== (voteKey === null)) return refuse('JOIN_REQUEST_INVITATION', { field: 'keys' })
  const named = [['id', idKey, possession.id], ['vote', voteKey, possession.vote], ['peer', peerKey, possession.peer]] as const
  const keys = named.flatMap(([, key]) => (key ? [key] : []))
  if (keys.some((key, i) => keys.some((other, j) => j > i && equalBytes(key, other)))) return refuse('JOIN_REQUEST_INVITATION', { field: 'keys' })
  const message = applicationPreimage(ticket, application)
  for (const [name, key, signature] of named) {
    if ((key === null) !== (signature === null)) return refuse('JOIN_REQUEST_PROOF', { key: name })
    if (!key || !signature) continue
    const sound = checkPublicKey(key)
    if (!sound.ok) return sound
    if (!verify(key, message, signature)) return refuse('JOIN_REQUEST_PROOF', { key: name })
  }
  return ok(null)
}

import { toBase64 } from '../../kit/base64.ts'
import { equalBytes, toHex, utf8 } from '../../kit/bytes.ts'
import type { Result } from '../../kit/result.ts'
import { memberId } from '../codec/genesis.ts'
import { anything, base64Text, hexText, jsonText, oneOf, openJsonFile } from '../codec/json.ts'
import { fields, list, text, type Check } from '../codec/schema.ts'
import { sha256 } from '../crypto/hash.ts'
import { refuse } from '../errors.ts'
import {
  HASH_BYTES, MAX_BUCKET_KEYS, MAX_CERT, MAX_EPOCH_HOPS, MAX_GENESIS, MAX_HEADER, MAX_INVITATION_TEXT, MAX_MEMBERS, MAX_PEER_ID, MAX_PEERS_PER_MEMBER, MAX_STATE_KEY,
  MAX_STATE_VALUE, MIN_MEMBERS, PUBLIC_KEY_BYTES, STATE_DEPTH
} from '../limits.ts'
import type { StateProof } from '../state/proof.ts'
import type { Hash, MemberId } from '../types.ts'
import type { EpochHop } from './epochs.ts'
import { readSignature, readTicket, signatureJson, ticketJson, type InvitationTicket, type SignedTicket } from './ticket.ts'

/** Ending of an invitation's file name. */
export const INVITATION_SUFFIX = '.zxlinvite.json'
export const INVITATION_FORMAT = 'zhengxinlian/invitation'
export const INVITATION_VERSION = 1

/** A member as the inviter's desktop knows it: how to reach it, and what to call it before the state is here. */
export interface InvitationMember {
  readonly id: MemberId
  readonly nameZh: string
  readonly nameEn: string
  readonly tier: string
  readonly regionCode: string
  /** `host:port` of its seat, or empty where unknown. */
  readonly address: string
  /** libp2p peer ids, the seat first. */
  readonly peers: readonly string[]
}

/** Everything that the ticket's `contents` hash stands for. */
export interface InvitationContents {
  /** Canonical genesis bytes. */
  readonly genesis: Uint8Array
  /** From epoch 0 to the checkpoint's epoch. */
  readonly epochs: readonly EpochHop[]
  /** A recent final block with its certificate; null before the first one. */
  readonly checkpoint: { readonly header: Uint8Array; readonly certificate: Uint8Array } | null
  /** The device entry of the signing key, proved under the checkpoint's state root; null without a checkpoint. */
  readonly device: { readonly value: Uint8Array; readonly proof: StateProof } | null
  readonly members: readonly InvitationMember[]
}

export interface Invitation extends SignedTicket {
  readonly contents: InvitationContents
}

const line: Check<string> = (value, path) => (value === '' ? '' : text(200)(value, path))
const hopShape = fields({ header: anything, certificate: anything, members: list(fields({ id: memberId, voteKey: anything }), MIN_MEMBERS, MAX_MEMBERS) })
const memberShape = fields<InvitationMember>({
  id: memberId,
  nameZh: line,
  nameEn: line,
  tier: line,
  regionCode: line,
  address: line,
  peers: list(text(MAX_PEER_ID, /^[A-Za-z0-9_-]+$/), 1, MAX_PEERS_PER_MEMBER),
})
const optional =
  <T>(shape: Check<T>): Check<T | null> =>
  (value, path) =>
    value === null ? null : shape(value, path)
const fileShape = fields({
  format: oneOf(INVITATION_FORMAT),
  version: oneOf(INVITATION_VERSION),
  ticket: anything,
  signature: anything,
  genesis: anything,
  epochs: list(hopShape, 0, MAX_EPOCH_HOPS),
  checkpoint: optional(fields({ header: anything, certificate: anything })),
  device: optional(fields({ value: anything, bucket: list(fields({ key: anything, hash: anything }), 0, MAX_BUCKET_KEYS), path: list(anything, STATE_DEPTH, STATE_DEPTH) })),
  members: list(memberShape, 1, 4 * MAX_MEMBERS),
})

const contentsJson = ({ genesis, epochs, checkpoint, device, members }: InvitationContents) => ({
  genesis: toBase64(genesis),
  epochs: epochs.map((hop) => ({
    header: toBase64(hop.header),
    certificate: toBase64(hop.certificate),
    members: hop.members.map(({ id, voteKey }) => ({ id, voteKey: toHex(voteKey) })),
  })),
  checkpoint: checkpoint && { header: toBase64(checkpoint.header), certificate: toBase64(checkpoint.certificate) },
  device: device && {
    value: toBase64(device.value),
    bucket: device.proof.entries.map(({ key, hash }) => ({ key: toBase64(key), hash: toBase64(hash) })),
    path: device.proof.path.map(toBase64),
  },
  members: members.map(({ id, nameZh, nameEn, tier, regionCode, address, peers }) => ({ id, nameZh, nameEn, tier, regionCode, address, peers: [...peers] })),
})

/** What a ticket's `contents` must be: sha256 of the JSON of the contents without spaces. */
export const contentsHash = (contents: InvitationContents): Hash => sha256(utf8(JSON.stringify(contentsJson(contents))))

/** The one text of an invitation. */
export const formatInvitation = ({ ticket, signature, contents }: Invitation): string =>
  jsonText({ format: INVITATION_FORMAT, version: INVITATION_VERSION, ticket: ticketJson(ticket), signature: signatureJson(signature), ...contentsJson(contents) })

/** Puts an invitation together: `sign` gets the ticket with the hash of these contents. */
export function issueInvitation(plan: Omit<InvitationTicket, 'contents'>, contents: InvitationContents, sign: (ticket: InvitationTicket) => Uint8Array): Invitation {
  const ticket = { ...plan, contents: contentsHash(contents) }
  return { ticket, signature: sign(ticket), contents }
}

/** Reads the file; nothing in it is verified yet but that contents and ticket belong together. INVITATION_UNREADABLE, INVITATION_TAMPERED. */
export function parseInvitation(source: Uint8Array | string): Result<Invitation> {
  const parsed = openJsonFile(source, MAX_INVITATION_TEXT, { read, write: formatInvitation }, { unreadable: 'INVITATION_UNREADABLE', respelt: 'INVITATION_TAMPERED' })
  if (!parsed.ok) return parsed
  return equalBytes(contentsHash(parsed.value.contents), parsed.value.ticket.contents) ? parsed : refuse('INVITATION_TAMPERED')
}

function read(json: unknown): Invitation {
  const { ticket, signature, genesis, epochs, checkpoint, device, members } = fileShape(json, '')
  const header = base64Text(1, MAX_HEADER)
  const certificate = base64Text(1, MAX_CERT)
  return {
    ticket: readTicket(ticket),
    signature: readSignature(signature),
    contents: {
      genesis: base64Text(1, MAX_GENESIS)(genesis, '/genesis'),
      epochs: epochs.map((hop) => ({
        header: header(hop.header, '/epochs'),
        certificate: certificate(hop.certificate, '/epochs'),
        members: hop.members.map(({ id, voteKey }) => ({ id, voteKey: hexText(PUBLIC_KEY_BYTES)(voteKey, '/epochs') })),
      })),
      checkpoint: checkpoint && { header: header(checkpoint.header, '/checkpoint'), certificate: certificate(checkpoint.certificate, '/checkpoint') },
      device: device && {
        value: base64Text(1, MAX_STATE_VALUE)(device.value, '/device'),
        proof: {
          entries: device.bucket.map((entry) => ({ key: base64Text(1, MAX_STATE_KEY)(entry.key, '/device'), hash: base64Text(HASH_BYTES)(entry.hash, '/device') })),
          path: device.path.map((item) => base64Text(HASH_BYTES)(item, '/device')),
        },
      },
      members,
    },
  }
}

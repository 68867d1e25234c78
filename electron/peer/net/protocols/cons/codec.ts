import { unwrap } from '../../../../../shared/kit/result.ts'
import { decodeStrict, encodeStrict } from '../../../../../shared/ledger/codec/gate.ts'
import { bytes, fields, int, list, literal, nullable, type Check } from '../../../../../shared/ledger/codec/schema.ts'
import { MAX_CERT, MAX_JUSTIFY, MAX_MEMBERS, MAX_PROPOSAL, MAX_VIEW, VOTE_BYTES } from '../../../../../shared/ledger/limits.ts'
import type { SlotStatus, ViewSummary } from '../../../../../shared/ledger/consensus/types.ts'
import { MAX_CONS_MESSAGE } from './protocol.ts'

/** Views one status may describe: a slot that takes more is summarised by its newest ones. */
export const MAX_STATUS_VIEWS = 64
const MAX_VOTES = 1_024

/** One consensus message on the wire: encoded parts of the ledger's own types, and a status. */
export interface ConsMessage {
  readonly certs: readonly Uint8Array[]
  readonly proposals: readonly Uint8Array[]
  readonly votes: readonly Uint8Array[]
  readonly status: SlotStatus | null
}

const bool: Check<boolean> = (value, path) => value === true || literal(false)(value, path)
const signers = list(int(0, MAX_MEMBERS - 1), 0, MAX_MEMBERS)
const view = fields<ViewSummary>({
  view: int(0, MAX_VIEW),
  notarized: bool,
  nullified: bool,
  proposal: bool,
  notarize: signers,
  nullify: signers,
  finalize: signers,
})
const status = fields<SlotStatus>({
  epoch: int(0, Number.MAX_SAFE_INTEGER),
  height: int(1, Number.MAX_SAFE_INTEGER),
  view: int(0, MAX_VIEW),
  ask: bool,
  views: list(view, 0, MAX_STATUS_VIEWS),
})
const shape = fields<ConsMessage>({
  certs: list(bytes(1, MAX_CERT), 0, MAX_JUSTIFY),
  proposals: list(bytes(1, MAX_PROPOSAL), 0, 4),
  votes: list(bytes(VOTE_BYTES), 0, MAX_VOTES),
  status: nullable(status),
})

const encode = (message: ConsMessage): Uint8Array => encodeStrict(message, MAX_CONS_MESSAGE, shape)

/** The message as frames that each fit: a proposal travels alone, certificates and votes in bounded groups. */
export function encodeMessages(message: ConsMessage): Uint8Array[] {
  const none: ConsMessage = { certs: [], proposals: [], votes: [], status: null }
  const { certs, proposals, votes, status: summary } = message
  if (certs.length <= 8 && votes.length <= MAX_VOTES && proposals.length === 0) return [encode(trimmed(message))]
  const frames: Uint8Array[] = []
  for (let i = 0; i < certs.length; i += MAX_JUSTIFY) frames.push(encode({ ...none, certs: certs.slice(i, i + MAX_JUSTIFY) }))
  for (const proposal of proposals) frames.push(encode({ ...none, proposals: [proposal] }))
  for (let i = 0; i < votes.length; i += MAX_VOTES) frames.push(encode({ ...none, votes: votes.slice(i, i + MAX_VOTES) }))
  if (summary) frames.push(encode(trimmed({ ...none, status: summary })))
  return frames
}

/** Throws CodedError CBOR_*. */
export const decodeMessage = (encoded: Uint8Array): ConsMessage => unwrap(decodeStrict(encoded, MAX_CONS_MESSAGE, shape))

function trimmed(message: ConsMessage): ConsMessage {
  if (!message.status || message.status.views.length <= MAX_STATUS_VIEWS) return message
  return { ...message, status: { ...message.status, views: message.status.views.slice(-MAX_STATUS_VIEWS) } }
}

import { unwrap } from '../../../shared/kit/result.ts'
import { decodeStrict, encodeStrict } from '../../../shared/ledger/codec/gate.ts'
import { bytes, list } from '../../../shared/ledger/codec/schema.ts'
import { MAX_ENVELOPE } from '../../../shared/ledger/limits.ts'
import { MAX_GOSSIP_BYTES, MAX_GOSSIP_RECORDS } from './limits.ts'

/**
 * A gossiped message is one envelope as it is, or a list (dag-cbor) of several that were signed in one burst. An envelope
 * is a map, so the first byte tells them apart.
 */
const shape = list(bytes(1, MAX_ENVELOPE), 2, MAX_GOSSIP_RECORDS)
const LIST = 4
/** Length prefixes of the list and of each envelope in it. */
const FRAMING = 5

export const isBatch = (message: Uint8Array): boolean => (message[0] ?? 0) >> 5 === LIST

/** The envelopes of a message, unopened. Throws CodedError CBOR_* for a list that is none. */
export const unpackRecords = (message: Uint8Array): readonly Uint8Array[] =>
  isBatch(message) ? unwrap(decodeStrict(message, MAX_GOSSIP_BYTES, shape)) : [message]

/** As few messages as the envelopes (1 or more, in order) fit into. */
export function packRecords(envelopes: readonly Uint8Array[]): Uint8Array[] {
  const messages: Uint8Array[] = []
  let batch: Uint8Array[] = []
  let size = FRAMING
  const close = (): void => {
    if (batch.length > 0) messages.push(batch.length === 1 ? batch[0]! : encodeStrict(batch, MAX_GOSSIP_BYTES, shape))
    batch = []
    size = FRAMING
  }
  for (const envelope of envelopes) {
    if (size + envelope.length + FRAMING > MAX_GOSSIP_BYTES || batch.length === MAX_GOSSIP_RECORDS) close()
    batch.push(envelope)
    size += envelope.length + FRAMING
  }
  close()
  return messages
}

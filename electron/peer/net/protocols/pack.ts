import { decodeStrict, encodeStrict } from '../../../../shared/ledger/codec/gate.ts'
import { bytes, list } from '../../../../shared/ledger/codec/schema.ts'
import { MAX_BLOCK_RECORDS, MAX_ENVELOPE } from '../../../../shared/ledger/limits.ts'
import { unwrap } from '../../../../shared/kit/result.ts'
import { MAX_FRAME_BYTES } from '../limits.ts'

/** Bytes of envelopes put into one frame: half a frame, so that framing never matters. */
const PACK_BYTES = MAX_FRAME_BYTES / 2

const envelopesShape = list(bytes(1, MAX_ENVELOPE), 0, MAX_BLOCK_RECORDS)

/** Envelopes in frames of at most half a MiB, in order; one empty frame for none. */
export function* packEnvelopes(envelopes: Iterable<Uint8Array>): Iterable<Uint8Array> {
  let batch: Uint8Array[] = []
  let size = 0
  let any = false
  for (const envelope of envelopes) {
    if (batch.length > 0 && (size + envelope.length > PACK_BYTES || batch.length === MAX_BLOCK_RECORDS)) {
      yield encodeStrict(batch, MAX_FRAME_BYTES, envelopesShape)
      batch = []
      size = 0
    }
    any = true
    batch.push(envelope)
    size += envelope.length
  }
  if (batch.length > 0 || !any) yield encodeStrict(batch, MAX_FRAME_BYTES, envelopesShape)
}

/** Envelopes of one frame. Throws CodedError CBOR_*. */
export const unpackEnvelopes = (frame: Uint8Array): readonly Uint8Array[] => unwrap(decodeStrict(frame, MAX_FRAME_BYTES, envelopesShape))

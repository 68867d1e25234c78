import { isDeepStrictEqual } from 'node:util'
import * as dagCbor from '@ipld/dag-cbor'
import { CborFault, decodeCbor, encodeCbor } from '../../../shared/ledger/codec/cbor.ts'
import { equalBytes, utf8 } from '../../../shared/kit/bytes.ts'
import { decodeBlock, decodeCert, decodeEnvelope, decodeGenesis, decodeHeader, decodePayload, decodeProposal, decodeStrict, decodeVote, anyMap, encodeBlock, encodeCanonical, encodeCert, encodeEnvelope, encodeGenesis, encodeHeader, encodePayload, encodeProposal, encodeVote, formatProofV1, openEnvelope, openGenesis, parseProofV1, verifyProofV1 } from '../../../shared/ledger/index.ts'
import { goldenBytes } from '../../vectors/golden.ts'
import { answers, refusal, thrown, type Target } from '../target.ts'

const seed = (name: string): Uint8Array => goldenBytes('ledger/formats', name)
const G = seed('genesisHash')
const envelope = seed('envelope')
const payload = (() => {
  const opened = decodeEnvelope(envelope)
  return opened.ok ? opened.value.p : envelope
})()
/** What passes for canonical here is the same value, and the same bytes, for the general library. */
function cbor(input: Uint8Array): string | null {
  let value: unknown
  try {
    const read = decodeCbor(input, 16)
    if (!read.isCanonical) return null
    value = read.value
    encodeCbor(value, 16)
  } catch (error) {
    // -2^53 is read, and no schema takes it.
    return error instanceof CborFault || (error instanceof TypeError && error.message === 'not an exact integer') ? null : thrown(error)
  }
  const again = dagCbor.decode<unknown>(input)
  if (!isDeepStrictEqual(again, value)) return 'another value than the general library reads'
  return equalBytes(encodeCbor(value, 16), input) && equalBytes(new Uint8Array(dagCbor.encode(again)), input) ? null : 'accepted, but encodes to other bytes'
}

/** A proof file is written with two spaces and a line end, and in no other way. */
const asProof = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

export const LEDGER: readonly Target[] = [
  { name: 'cbor', form: 'cbor', seeds: [payload, seed('genesis'), seed('header'), seed('block'), seed('proposal')], take: cbor },
  { name: 'gate', form: 'cbor', seeds: [payload, seed('genesis'), seed('header')], take: answers((input) => decodeStrict(input, 4096, anyMap), encodeCanonical) },
  { name: 'genesis', form: 'cbor', seeds: [seed('genesis')], take: answers(decodeGenesis, encodeGenesis) },
  { name: 'genesis.open', form: 'cbor', seeds: [seed('genesis')], share: 0.3, take: answers(openGenesis, ({ genesis }) => encodeGenesis(genesis)) },
  { name: 'payload', form: 'cbor', seeds: [payload], take: answers(decodePayload, encodePayload) },
  { name: 'envelope', form: 'cbor', seeds: [envelope], take: answers(decodeEnvelope, encodeEnvelope) },
  { name: 'envelope.open', form: 'cbor', seeds: [envelope], take: answers((input) => openEnvelope(G, input), (record) => record.bytes) },
  { name: 'header', form: 'cbor', seeds: [seed('header')], take: answers(decodeHeader, encodeHeader) },
  { name: 'block', form: 'cbor', seeds: [seed('block')], take: answers(decodeBlock, encodeBlock) },
  { name: 'certificate', form: 'cbor', seeds: [seed('certificate')], take: answers(decodeCert, encodeCert) },
  { name: 'vote', form: 'bytes', seeds: [seed('vote')], take: answers((input) => decodeVote(G, input), (vote) => encodeVote(G, vote)) },
  { name: 'proposal', form: 'cbor', seeds: [seed('proposal')], take: answers((input) => decodeProposal(G, input), (proposal) => encodeProposal(G, proposal)) },
  { name: 'proof', form: 'json', format: asProof, seeds: [seed('proofFile')], take: answers(parseProofV1, (proof) => utf8(formatProofV1(proof))) },
  {
    name: 'proof.verify',
    form: 'json',
    format: asProof,
    seeds: [seed('proofFile')],
    share: 0.3,
    take(input) {
      const verdict = verifyProofV1(input, G)
      if (verdict.ok && !equalBytes(input, seed('proofFile'))) return 'a changed proof is valid'
      return verdict.ok ? null : refusal(verdict.error)
    },
  },
]

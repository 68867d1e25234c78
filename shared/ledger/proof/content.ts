import { toHex } from '../../kit/bytes.ts'
import type { Result } from '../../kit/result.ts'
import { int, SchemaError, type Check } from '../codec/schema.ts'
import { MAX_ENVELOPE, MAX_PROOF_RECORDS } from '../limits.ts'
import { SUBJECT } from '../state/subjects.ts'
import type { Hash } from '../types.ts'
import { b64, base64, exactly, hash64, hexHash, items, object, readCanonical, toText } from './json.ts'
import { readStates, writeStates, type StatesContent } from './states.ts'
import { readCheckpoint, readHops, readNetwork, writeCheckpoint, writeHops, writeNetwork, type TrustContent } from './trust.ts'

/** Ending of a proof file's name. */
export const PROOF_SUFFIX = '.zxlproof.json'
export const PROOF_FORMAT = 'zhengxinlian/proof'
export const PROOF_VERSION = 2

/**
 * What a file proves, as of its checkpoint. `record`: this record is final. `completeness`: the records enclosed are all
 * records in force about the subject. `report`: records and state entries about a subject; the verdict says whether they are all.
 */
export type Statement =
  | { readonly type: 'record'; readonly record: Hash }
  | { readonly type: 'completeness' | 'report'; readonly subject: string }

/** A proof file of version 2 (keys in this order). One text for one content: see json.ts. */
export interface ProofContent extends TrustContent {
  readonly statement: Statement
  /** Ascending by place in the log. */
  readonly records: readonly {
    readonly recordId: Hash
    readonly envelope: Uint8Array
    /** Place in the log of all records, from 0. */
    readonly index: number
    /** RFC 9162 audit path to the header's logRoot. */
    readonly path: readonly Hash[]
  }[]
  readonly state: StatesContent
}

const subject: Check<string> = (value, path) => {
  if (typeof value !== 'string' || !SUBJECT.test(value)) throw new SchemaError('CBOR_SCHEMA', path)
  return value
}
const ofRecord = object<Extract<Statement, { type: 'record' }>>({ type: exactly('record'), record: hexHash })
const statement: Check<Statement> = (value, path) => {
  const type = (value as { readonly type?: unknown } | null)?.type
  if (type === 'completeness' || type === 'report') return object<Extract<Statement, { subject: string }>>({ type: exactly(type), subject })(value, path)
  return ofRecord(value, path)
}

const file = object<ProofContent & { format: string; version: number }>({
  format: exactly(PROOF_FORMAT),
  version: exactly(PROOF_VERSION),
  statement,
  network: readNetwork,
  epochs: readHops,
  checkpoint: readCheckpoint,
  records: items(
    object({ recordId: hexHash, envelope: base64(1, MAX_ENVELOPE), index: int(0, Number.MAX_SAFE_INTEGER), path: items(hash64, 0, 64) }),
    0,
    MAX_PROOF_RECORDS
  ),
  state: readStates
})

/** The one text of a proof. */
export const formatProof = ({ statement: said, network, epochs, checkpoint, records, state }: ProofContent): string =>
  toText({
    format: PROOF_FORMAT,
    version: PROOF_VERSION,
    statement: said.type === 'record' ? { type: said.type, record: toHex(said.record) } : { type: said.type, subject: said.subject },
    network: writeNetwork(network),
    epochs: writeHops(epochs),
    checkpoint: writeCheckpoint(checkpoint),
    records: records.map(({ recordId, envelope, index, path }) => ({ recordId: toHex(recordId), envelope: b64(envelope), index, path: path.map(b64) })),
    state: writeStates(state)
  })

/** Reads a proof file of version 2; nothing in it is verified yet. PROOF_UNREADABLE, PROOF_NOT_CANONICAL. */
export const parseProof = (source: Uint8Array | string): Result<ProofContent> => readCanonical<ProofContent>(source, (json) => file(json, ''), formatProof)

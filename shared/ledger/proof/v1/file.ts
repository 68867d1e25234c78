import { toBase64 } from '../../../kit/base64.ts'
import { toHex } from '../../../kit/bytes.ts'
import type { Result } from '../../../kit/result.ts'
import { MAX_BUCKET_KEYS, MAX_CERT, MAX_ENVELOPE, MAX_GENESIS, MAX_HEADER, MAX_STATE_KEY, MAX_STATE_VALUE, STATE_DEPTH } from '../../limits.ts'
import { fields, int, list, type Check } from '../../codec/schema.ts'
import type { StateProof } from '../../state/proof.ts'
import type { Hash } from '../../types.ts'
import { base64, exactly, hash64, hexHash, readCanonical } from '../json.ts'

export const PROOF_V1_FORMAT = 'zhengxinlian/record-proof'

/**
 * What a proof file of version 1 holds: one record, certified by the voters of the genesis. New files are of version 2; old ones
 * verify for ever. The rules of the text are those of ../json.ts.
 */
export interface ProofV1Content {
  /** sha256("zxl1/genesis\0" ‖ genesis): compare it with the network you mean. */
  readonly genesisHash: Hash
  readonly recordId: Hash
  /** Id of the certified block, which may be later than the record's own. */
  readonly blockId: Hash
  /** Canonical genesis: the members and their keys. */
  readonly genesis: Uint8Array
  readonly envelope: Uint8Array
  /** Position in the log of all records, from 0. */
  readonly index: number
  /** RFC 9162 audit path to the header's logRoot. */
  readonly logPath: readonly Hash[]
  readonly header: Uint8Array
  /** The finalize certificate of the header. */
  readonly certificate: Uint8Array
  /** Value of the record's void mark in the state of the certified block, or null where there is none. */
  readonly voidMark: Uint8Array | null
  /** State proof of that mark or of its absence. */
  readonly state: StateProof
}

const anything: Check<unknown> = (value) => value
const outer = fields({
  format: exactly(PROOF_V1_FORMAT),
  version: exactly(1),
  genesisHash: hexHash,
  recordId: hexHash,
  blockId: hexHash,
  genesis: anything,
  envelope: anything,
  index: int(0, Number.MAX_SAFE_INTEGER),
  logPath: list(anything, 0, 64),
  header: anything,
  certificate: anything,
  voidMark: anything,
  state: fields({ bucket: list(fields({ key: anything, hash: anything }), 0, MAX_BUCKET_KEYS), path: list(anything, STATE_DEPTH, STATE_DEPTH) })
})

/** The one text of a proof. */
export function formatProofV1(proof: ProofV1Content): string {
  const file = {
    format: PROOF_V1_FORMAT,
    version: 1,
    genesisHash: toHex(proof.genesisHash),
    recordId: toHex(proof.recordId),
    blockId: toHex(proof.blockId),
    genesis: toBase64(proof.genesis),
    envelope: toBase64(proof.envelope),
    index: proof.index,
    logPath: proof.logPath.map(toBase64),
    header: toBase64(proof.header),
    certificate: toBase64(proof.certificate),
    voidMark: proof.voidMark && toBase64(proof.voidMark),
    state: {
      bucket: proof.state.entries.map((entry) => ({ key: toBase64(entry.key), hash: toBase64(entry.hash) })),
      path: proof.state.path.map(toBase64)
    }
  }
  return `${JSON.stringify(file, null, 2)}\n`
}

/** Reads a proof file of version 1; nothing in it is verified yet. PROOF_UNREADABLE, PROOF_NOT_CANONICAL. */
export const parseProofV1 = (source: Uint8Array | string): Result<ProofV1Content> => readCanonical(source, content, formatProofV1)

function content(json: unknown): ProofV1Content {
  const file = outer(json, '')
  return {
    genesisHash: hexHash(file.genesisHash, '/genesisHash'),
    recordId: hexHash(file.recordId, '/recordId'),
    blockId: hexHash(file.blockId, '/blockId'),
    genesis: base64(1, MAX_GENESIS)(file.genesis, '/genesis'),
    envelope: base64(1, MAX_ENVELOPE)(file.envelope, '/envelope'),
    index: file.index,
    logPath: file.logPath.map((item) => hash64(item, '/logPath')),
    header: base64(1, MAX_HEADER)(file.header, '/header'),
    certificate: base64(1, MAX_CERT)(file.certificate, '/certificate'),
    voidMark: file.voidMark === null ? null : base64(1, MAX_STATE_VALUE)(file.voidMark, '/voidMark'),
    state: {
      entries: file.state.bucket.map((entry) => ({ key: base64(1, MAX_STATE_KEY)(entry.key, '/state/bucket'), hash: hash64(entry.hash, '/state/bucket') })),
      path: file.state.path.map((item) => hash64(item, '/state/path'))
    }
  }
}

import { fromBase64, toBase64 } from '../../kit/base64.ts'
import { equalBytes, fromUtf8, toHex, utf8 } from '../../kit/bytes.ts'
import { ok, type Result } from '../../kit/result.ts'
import { refuse } from '../errors.ts'
import { HASH_BYTES, MAX_BUCKET_KEYS, MAX_CERT, MAX_ENVELOPE, MAX_GENESIS, MAX_HEADER, MAX_PROOF_TEXT, MAX_STATE_KEY, MAX_STATE_VALUE, STATE_DEPTH } from '../limits.ts'
import { fields, int, list, SchemaError, type Check } from '../codec/schema.ts'
import type { StateProof } from '../state/proof.ts'
import type { Hash } from '../types.ts'

/** Ending of a proof file's name. */
export const PROOF_SUFFIX = '.zxlproof.json'
export const PROOF_FORMAT = 'zhengxinlian/record-proof'
export const PROOF_VERSION = 1

/**
 * What a proof file holds. The file is UTF-8 JSON with exactly the keys below in this order, two spaces of indentation and a
 * final newline; byte strings are padded base64, ids are lower-case hex. Any other spelling of the same content is refused,
 * so that no byte of a proof can be changed unnoticed.
 */
export interface ProofContent {
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

const hexHash: Check<Hash> = (value, path) => {
  if (typeof value !== 'string' || !/^[0-9a-f]{64}$/.test(value)) throw new SchemaError('CBOR_SCHEMA', path)
  return Uint8Array.from({ length: HASH_BYTES }, (_, i) => Number.parseInt(value.slice(2 * i, 2 * i + 2), 16))
}

const base64 =
  (min: number, max: number): Check<Uint8Array> =>
  (value, path) => {
    if (typeof value !== 'string' || value.length > 2 * max + 4) throw new SchemaError('CBOR_SCHEMA', path)
    const decoded = fromBase64(value)
    if (decoded.length < min || decoded.length > max) throw new SchemaError('CBOR_SCHEMA', path)
    return decoded
  }

const exactly =
  <T extends string | number>(expected: T): Check<T> =>
  (value, path) => {
    if (value !== expected) throw new SchemaError('CBOR_SCHEMA', path)
    return expected
  }

const hash = base64(HASH_BYTES, HASH_BYTES)
const anything: Check<unknown> = (value) => value
const outer = fields({
  format: exactly(PROOF_FORMAT),
  version: exactly(PROOF_VERSION),
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
export function formatProof(proof: ProofContent): string {
  const file = {
    format: PROOF_FORMAT,
    version: PROOF_VERSION,
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

/** Reads a proof file; nothing in it is verified yet. PROOF_UNREADABLE, PROOF_NOT_CANONICAL. */
export function parseProof(source: Uint8Array | string): Result<ProofContent> {
  if (source.length > MAX_PROOF_TEXT) return refuse('PROOF_UNREADABLE')
  let proof: ProofContent
  let text: string
  try {
    text = typeof source === 'string' ? source : fromUtf8(source)
    proof = content(JSON.parse(text))
  } catch {
    return refuse('PROOF_UNREADABLE')
  }
  const canonical = formatProof(proof)
  const same = typeof source === 'string' ? source === canonical : equalBytes(source, utf8(canonical))
  return same ? ok(proof) : refuse('PROOF_NOT_CANONICAL')
}

function content(json: unknown): ProofContent {
  const file = outer(json, '')
  return {
    genesisHash: hexHash(file.genesisHash, '/genesisHash'),
    recordId: hexHash(file.recordId, '/recordId'),
    blockId: hexHash(file.blockId, '/blockId'),
    genesis: base64(1, MAX_GENESIS)(file.genesis, '/genesis'),
    envelope: base64(1, MAX_ENVELOPE)(file.envelope, '/envelope'),
    index: file.index,
    logPath: file.logPath.map((item) => hash(item, '/logPath')),
    header: base64(1, MAX_HEADER)(file.header, '/header'),
    certificate: base64(1, MAX_CERT)(file.certificate, '/certificate'),
    voidMark: file.voidMark === null ? null : base64(1, MAX_STATE_VALUE)(file.voidMark, '/voidMark'),
    state: {
      entries: file.state.bucket.map((entry) => ({ key: base64(1, MAX_STATE_KEY)(entry.key, '/state/bucket'), hash: hash(entry.hash, '/state/bucket') })),
      path: file.state.path.map((item) => hash(item, '/state/path'))
    }
  }
}

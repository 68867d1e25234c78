import { compareText, toHex } from '../../kit/bytes.ts'
import type { Result } from '../../kit/result.ts'
import { MAX_GENESIS, MAX_MEMBER_ID, MAX_MEMBERS, MAX_NET_NAME, MAX_PEER_ID, MAX_PEERS_PER_MEMBER, MIN_MEMBERS, PUBLIC_KEY_BYTES, SUITE_ED25519 } from '../limits.ts'
import type { Genesis, GenesisMember, Params } from '../types.ts'
import { decodeStrict, encodeStrict } from './gate.ts'
import { anyMap, bytes, fields, int, list, literal, SchemaError, text, type Check } from './schema.ts'

/** A member's code: capital letters and digits. */
export const memberId: Check<string> = text(MAX_MEMBER_ID, /^[A-Z][A-Z0-9]*$/)

const member = fields<GenesisMember>({
  id: memberId,
  voteKey: bytes(PUBLIC_KEY_BYTES),
  idKey: bytes(PUBLIC_KEY_BYTES),
  peers: list(text(MAX_PEER_ID, /^[A-Za-z0-9_-]+$/), 1, MAX_PEERS_PER_MEMBER)
})

const version: Check<Genesis['v']> = (value, path) => (value === 2 ? 2 : literal(1)(value, path))

const shape = fields<Genesis>({
  v: version,
  net: text(MAX_NET_NAME),
  time: int(1, Number.MAX_SAFE_INTEGER),
  suite: literal(SUITE_ED25519),
  members: list(member, MIN_MEMBERS, MAX_MEMBERS),
  params: (value, path) => withoutBytes(anyMap(value, path), path) as Params
})

/** Shape, and members sorted by id with nothing shared: no id, key or peer id twice. */
const genesis: Check<Genesis> = (value, path) => {
  const checked = shape(value, path)
  const seen = new Set<string>()
  checked.members.forEach((entry, i) => {
    const previous = checked.members[i - 1]
    if (previous && compareText(previous.id, entry.id) >= 0) throw new SchemaError('GENESIS_INVALID', `/members/${i}/id`)
    for (const name of [toHex(entry.voteKey), toHex(entry.idKey), ...entry.peers]) {
      if (seen.has(name)) throw new SchemaError('GENESIS_INVALID', `/members/${i}`)
      seen.add(name)
    }
  })
  return checked
}

/** Canonical bytes of a genesis. Throws CodedError where it breaks the schema. */
export const encodeGenesis = (value: Genesis): Uint8Array => encodeStrict(value, MAX_GENESIS, genesis)

/** Shape and order only; `openGenesis` also checks the keys. */
export const decodeGenesis = (encoded: Uint8Array): Result<Genesis> => decodeStrict(encoded, MAX_GENESIS, genesis)

/** Parameters stay expressible as JSON: people read and compare them. */
function withoutBytes(value: unknown, path: string): unknown {
  if (value instanceof Uint8Array) throw new SchemaError('CBOR_SCHEMA', path)
  if (typeof value === 'object' && value !== null) for (const [key, inner] of Object.entries(value)) withoutBytes(inner, `${path}/${key}`)
  return value
}

import { ok, type Result } from '../kit/result.ts'
import { decodeGenesis, encodeGenesis } from './codec/genesis.ts'
import { hashOf } from './crypto/hash.ts'
import { checkPublicKey } from './crypto/keys.ts'
import { TAG } from './crypto/tags.ts'
import { refuse } from './errors.ts'
import type { Genesis, Hash, VoterSet } from './types.ts'
import { votersOf } from './voters.ts'

/** Genesis hash G: sha256("zxl1/genesis\0" ‖ canonical bytes). It enters every signature of the network. */
export const genesisHashOfBytes = (encoded: Uint8Array): Hash => hashOf(TAG.genesis, encoded)

export interface OpenGenesis {
  readonly genesis: Genesis
  /** Canonical bytes: what is stored and handed on. */
  readonly bytes: Uint8Array
  readonly hash: Hash
  /** Voters of epoch 0. */
  readonly voters: VoterSet
}

/** A genesis from untrusted bytes: shape, order, distinctness and every key. About 2 ms a member. */
export function openGenesis(bytes: Uint8Array): Result<OpenGenesis> {
  const decoded = decodeGenesis(bytes)
  if (!decoded.ok) return decoded
  const genesis = decoded.value
  for (const { id, voteKey, idKey } of genesis.members) {
    if (!checkPublicKey(voteKey).ok || !checkPublicKey(idKey).ok) return refuse('KEY_INVALID', { member: id })
  }
  return ok({ genesis, bytes, hash: genesisHashOfBytes(bytes), voters: votersOf(genesis) })
}

/** The same for a genesis just put together; members are sorted here. GENESIS_INVALID, KEY_INVALID or thrown CBOR_SCHEMA. */
export const makeGenesis = (genesis: Genesis): Result<OpenGenesis> =>
  openGenesis(encodeGenesis({ ...genesis, members: genesis.members.toSorted((a, b) => (a.id < b.id ? -1 : 1)) }))

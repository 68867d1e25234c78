import { equalBytes, toHex } from '../../kit/bytes.ts'
import { ok, type Result } from '../../kit/result.ts'
import { decodeCert } from '../codec/cert.ts'
import { memberId } from '../codec/genesis.ts'
import { blockIdOfBytes, decodeHeader } from '../codec/header.ts'
import { fault, refuse } from '../errors.ts'
import { genesisHashOfBytes, openGenesis, type OpenGenesis } from '../genesis.ts'
import { MAX_CERT, MAX_GENESIS, MAX_HEADER, MAX_MEMBERS, MAX_PROOF_HOPS, MAX_PROOF_SIGNATURES, MIN_MEMBERS, PUBLIC_KEY_BYTES } from '../limits.ts'
import { followEpochs, openCheckpoint, type Checkpoint, type EpochHop } from '../membership/epochs.ts'
import type { Hash, Header, VoterSet } from '../types.ts'
import { b64, base64, hash64, hexHash, items, object } from './json.ts'

/** The way of trust of a file: from the genesis over the closing block of each epoch to one certified block. */
export interface TrustContent {
  /** sha256("zxl1/genesis\0" ‖ genesis): compare it with the network you mean. */
  readonly network: { readonly genesisHash: Hash; readonly genesis: Uint8Array }
  readonly epochs: readonly EpochHop[]
  readonly checkpoint: CheckpointContent
}
export interface CheckpointContent {
  readonly blockId: Hash
  readonly header: Uint8Array
  /** Its finalize certificate. */
  readonly certificate: Uint8Array
}

const header = base64(1, MAX_HEADER)
const certificate = base64(1, MAX_CERT)
const voter = object<VoterSet['members'][number]>({ id: memberId, voteKey: base64(PUBLIC_KEY_BYTES, PUBLIC_KEY_BYTES) })

export const readNetwork = object<TrustContent['network']>({ genesisHash: hexHash, genesis: base64(1, MAX_GENESIS) })
export const readHops = items(object<EpochHop>({ header, certificate, members: items(voter, MIN_MEMBERS, MAX_MEMBERS) }), 0, MAX_PROOF_HOPS)
export const readCheckpoint = object<CheckpointContent>({ blockId: hexHash, header, certificate })
export const readHash = hash64

export const writeNetwork = ({ genesisHash, genesis }: TrustContent['network']) => ({ genesisHash: toHex(genesisHash), genesis: b64(genesis) })
export const writeHops = (hops: readonly EpochHop[]) =>
  hops.map((hop) => ({ header: b64(hop.header), certificate: b64(hop.certificate), members: hop.members.map(({ id, voteKey }) => ({ id, voteKey: b64(voteKey) })) }))
export const writeCheckpoint = (point: CheckpointContent) => ({ blockId: toHex(point.blockId), header: b64(point.header), certificate: b64(point.certificate) })

/**
 * The cheap half: network and block have the ids they are said to have. Everything below the header's roots can be judged with
 * it before a single signature is. PROOF_OTHER_GENESIS, PROOF_CERTIFICATE, PROOF_LIMITS.
 *
 * @param expected the genesis hash of the network the reader means, or null.
 */
export function readHeader({ network, epochs, checkpoint }: TrustContent, expected: Hash | null): Result<{ readonly G: Hash; readonly header: Header }> {
  const G = network.genesisHash
  if (expected && !equalBytes(expected, G)) return refuse('PROOF_OTHER_GENESIS', { network: toHex(G) })
  if (!equalBytes(genesisHashOfBytes(network.genesis), G)) return refuse('PROOF_OTHER_GENESIS', { network: toHex(genesisHashOfBytes(network.genesis)) })
  if (!equalBytes(blockIdOfBytes(checkpoint.header), checkpoint.blockId)) return refuse('PROOF_CERTIFICATE')
  const opened = decodeHeader(checkpoint.header)
  if (!opened.ok || !equalBytes(opened.value.G, G) || opened.value.epoch !== epochs.length) return refuse('PROOF_CERTIFICATE')
  const signatures = [...epochs, checkpoint].reduce((sum, part) => sum + signatureCount(part.certificate), 0)
  if (signatures > MAX_PROOF_SIGNATURES) return refuse('PROOF_LIMITS', { part: 'signatures', count: signatures, limit: MAX_PROOF_SIGNATURES })
  return ok({ G, header: opened.value })
}

function signatureCount(bytes: Uint8Array): number {
  const cert = decodeCert(bytes)
  return cert.ok ? cert.value.sigs.length : 0
}

/** The dear half: every epoch handed over to the next, and the last one certified the block. GENESIS_INVALID, KEY_INVALID, EPOCH_CHAIN, PROOF_CERTIFICATE. */
export function verifyTrust({ network, epochs, checkpoint }: TrustContent): Result<{ readonly genesis: OpenGenesis; readonly checkpoint: Checkpoint }> {
  const genesis = openGenesis(network.genesis)
  if (!genesis.ok) return genesis
  const chain = followEpochs(genesis.value.hash, genesis.value.voters, epochs)
  if (!chain.ok) return chain
  const point = openCheckpoint(genesis.value.hash, chain.value.voters, checkpoint.header, checkpoint.certificate)
  if (!point.ok) return { ok: false, error: fault('PROOF_CERTIFICATE') }
  // A genesis of version 1 fixes its voters, and nothing lies before the block that opened the epoch.
  const sound = point.value.header.height > chain.value.height && (genesis.value.genesis.v === 2 || epochs.length === 0)
  return sound ? ok({ genesis: genesis.value, checkpoint: point.value }) : refuse('PROOF_CERTIFICATE')
}

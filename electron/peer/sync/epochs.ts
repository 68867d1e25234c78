import { equalBytes } from '../../../shared/kit/bytes.ts'
import { CodedError, unwrap } from '../../../shared/kit/result.ts'
import { decodeCert } from '../../../shared/ledger/codec/cert.ts'
import { blockIdOfBytes, decodeHeader } from '../../../shared/ledger/codec/header.ts'
import { followEpochs, openCheckpoint, type Checkpoint } from '../../../shared/ledger/membership/epochs.ts'
import type { Hash, VoterSet } from '../../../shared/ledger/types.ts'
import type { PeerRef } from '../net/directory.ts'
import type { Network } from '../net/network.ts'
import { fetchEpochs } from '../net/protocols/epochs/client.ts'
import type { Closing } from '../store/chain/certs.ts'

/** The chain of epochs as one peer told it, verified from the voters we know: who votes now, and the peer's newest final block. */
export interface FollowedChain {
  readonly peer: PeerRef
  readonly closings: readonly Closing[]
  readonly voters: VoterSet
  /** Null where the peer has no block. */
  readonly head: (Checkpoint & { readonly bytes: Uint8Array; readonly certificate: Uint8Array }) | null
}

/** Answers of one chain: 100 of them hold 12 800 epochs. */
const MAX_ANSWERS = 100

/**
 * Follows a peer's closing blocks from `from` (the voters of our next block) to its newest block.
 * Throws CodedError: EPOCH_CHAIN, CERT_*, BLOCK_EPOCH ... where what it says does not verify, and those of `Network.ask`.
 */
export async function followPeer(network: Network, peer: PeerRef, genesisHash: Hash, from: VoterSet, stop: AbortSignal): Promise<FollowedChain> {
  const closings: Closing[] = []
  let voters = from
  for (let answer = 0; answer < MAX_ANSWERS; answer++) {
    const { hops, header, certificate, more } = await fetchEpochs(network, peer, voters.epoch, stop)
    const { voters: next } = unwrap(followEpochs(genesisHash, voters, hops))
    for (const hop of hops) closings.push({ height: unwrap(decodeHeader(hop.header)).height, header: hop.header, cert: hop.certificate })
    voters = next
    if (more && hops.length > 0) continue
    if (!header || !certificate) return { peer, closings, voters, head: null }
    return { peer, closings, voters, head: { ...openHead(genesisHash, closings, voters, header, certificate), bytes: header } }
  }
  throw new CodedError('EPOCH_CHAIN', { epoch: voters.epoch })
}

/**
 * The newest block may itself be the closing block of the last epoch: then the voters before have certified it. The certificate
 * in the answer is one that has been verified, which then is the one of the epoch chain.
 */
export function openHead(genesisHash: Hash, closings: readonly Closing[], voters: VoterSet, header: Uint8Array, certificate: Uint8Array): Checkpoint & { readonly certificate: Uint8Array } {
  const last = closings.at(-1)
  if (last && equalBytes(last.header, header)) {
    const { signers } = unwrap(decodeCert(last.cert))
    return { header: unwrap(decodeHeader(header)), blockId: blockIdOfBytes(header), voters, signers, certificate: last.cert }
  }
  return { ...unwrap(openCheckpoint(genesisHash, voters, header, certificate)), certificate }
}

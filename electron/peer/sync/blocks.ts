import { equalBytes, toHex } from '../../../shared/kit/bytes.ts'
import type { Log } from '../../../shared/kit/env.ts'
import { CodedError, unwrap } from '../../../shared/kit/result.ts'
import { decodeCert } from '../../../shared/ledger/codec/cert.ts'
import { blockIdOfBytes, decodeHeader } from '../../../shared/ledger/codec/header.ts'
import { verifyCert } from '../../../shared/ledger/crypto/votes.ts'
import { leafHash } from '../../../shared/ledger/log/tree.ts'
import { FINALIZE, type Cert, type Hash, type Header, type VoterSet } from '../../../shared/ledger/types.ts'
import type { BlockEngine } from '../consensus/engine.ts'
import type { Driver } from '../consensus/driver.ts'
import { toSlotCert } from '../consensus/values.ts'
import type { PeerRef } from '../net/directory.ts'
import type { Network } from '../net/network.ts'
import { fetchBlocks, type FetchedBlocks } from '../net/protocols/blocks/client.ts'
import type { ChainStore, Head } from '../store/chain/types.ts'
import type { Meter } from './progress.ts'

export interface BlockRunOptions {
  readonly genesisHash: Hash
  /** Voters of the next block. */
  readonly voters: () => VoterSet
  readonly chain: ChainStore
  readonly engine: BlockEngine
  readonly driver: () => Driver
  readonly network: Network
  readonly meter: Meter
  readonly log: Log
  readonly stopped: () => boolean
}

interface Linked {
  readonly header: Header
  readonly bytes: Uint8Array
  readonly blockId: Hash
  readonly certBytes: Uint8Array
  readonly body: readonly Uint8Array[]
}

/** Fetches, verifies and commits the next blocks, one answer of one peer at a time. */
export class BlockRun {
  readonly #options: BlockRunOptions

  constructor(options: BlockRunOptions) {
    this.#options = options
  }

  /**
   * One answer of one peer; true where it brought the chain on (or others did meanwhile). Throws CodedError where the peer
   * gave nothing usable, and for faults of our own disk (STORE_*, DISK_FULL, CONSENSUS_INVALID_FINAL).
   */
  async from(source: PeerRef): Promise<boolean> {
    const { chain, network, stopped } = this.#options
    // Judged from where it was asked for: meanwhile our own voting may have made the first of these blocks final here.
    const base = chain.head()
    const linked = link(base, await fetchBlocks(network, source, base.height + 1))
    let last: Cert | null = null
    // Each stretch ends with a certificate and has voters that are known by then: a closing block names the next ones.
    for (const stretch of stretches(linked)) {
      const voters = this.#options.voters()
      if (stretch[0]!.header.epoch < voters.epoch) continue
      const certs = stretch.map((block) => (block.certBytes.length === 0 ? null : this.#cert(block, voters)))
      for (const [i, block] of stretch.entries()) {
        if (stopped() || block.body.length === 0) return this.#told(last)
        if (block.header.height <= chain.head().height) continue
        this.#commit(block)
        last = certs[i] ?? last
        // Other work (votes, screens) goes on between two blocks.
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    return this.#told(last)
  }

  #told(last: Cert | null): true {
    if (last) this.#options.driver().caughtUp(toSlotCert(last))
    return true
  }

  /** The certificate of a block, by the voters of its epoch. Throws where it does not vouch for it. */
  #cert({ header, blockId, certBytes }: Linked, voters: VoterSet): Cert {
    const cert = unwrap(decodeCert(certBytes))
    unwrap(verifyCert(this.#options.genesisHash, voters, cert))
    if (cert.kind !== FINALIZE || cert.height !== header.height || !equalBytes(cert.blockId, blockId)) throw new CodedError('CERT_SIGNATURE')
    return cert
  }

  /** Throws BLOCK_LEAVES where the content is not that of the certified header: the peer's fault; CONSENSUS_INVALID_FINAL where the block itself is bad. */
  #commit({ header, bytes, certBytes, body }: Linked): void {
    const { engine, driver, log, meter } = this.#options
    if (!engine.leavesFit(header, body.map(leafHash))) throw new CodedError('BLOCK_LEAVES', { height: header.height })
    const checked = engine.check(header, bytes, body)
    if (!checked.ok) throw new CodedError('CONSENSUS_INVALID_FINAL', { height: header.height, reason: checked.error.code })
    log('debug', 'sync.block', { height: header.height, block: toHex(checked.value.blockId) })
    driver().applyFinal(checked.value, certBytes)
    meter.add(body.length, body.reduce((sum, { length }) => sum + length, 0))
  }
}

/** Headers chained to `base`, each with what came of its content (empty: it did not fit into the answer). */
function link(base: Head, { headers, finals, bodies }: FetchedBlocks): readonly Linked[] {
  let { height, blockId } = base
  return headers.map((bytes, i) => {
    const header = unwrap(decodeHeader(bytes))
    if (header.height !== height + 1 || !equalBytes(header.parent, blockId)) throw new CodedError('BLOCK_PARENT')
    height = header.height
    blockId = blockIdOfBytes(bytes)
    return { header, bytes, blockId, certBytes: finals[i]!, body: bodies[i] ?? [] }
  })
}

/** Cut after each closing block and at the end; a closing block without its certificate, or an uncertified end, is no answer. */
function stretches(linked: readonly Linked[]): Linked[][] {
  const found: Linked[][] = []
  let open: Linked[] = []
  for (const block of linked) {
    open.push(block)
    if (block.header.nextMembers === null) continue
    found.push(open)
    open = []
  }
  if (open.length > 0) found.push(open)
  if (found.some((stretch) => stretch.at(-1)!.certBytes.length === 0)) throw new CodedError('NET_BAD_ANSWER')
  return found
}

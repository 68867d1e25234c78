import { equalBytes, toHex } from '../../../shared/kit/bytes.ts'
import type { Log } from '../../../shared/kit/env.ts'
import { CodedError, problem, unwrap } from '../../../shared/kit/result.ts'
import { decodeCert } from '../../../shared/ledger/codec/cert.ts'
import { blockIdOfBytes, decodeHeader } from '../../../shared/ledger/codec/header.ts'
import { verifyCert } from '../../../shared/ledger/crypto/votes.ts'
import { leafHash } from '../../../shared/ledger/log/tree.ts'
import type { SlotCert } from '../../../shared/ledger/consensus/types.ts'
import { FINALIZE, type Cert, type Hash, type Header, type VoterSet } from '../../../shared/ledger/types.ts'
import type { BlockEngine } from '../consensus/engine.ts'
import type { Driver } from '../consensus/driver.ts'
import { toSlotCert } from '../consensus/values.ts'
import type { PeerRef } from '../net/directory.ts'
import { POINTS_FORGED } from '../net/limits.ts'
import type { Network } from '../net/network.ts'
import { fetchBlocks, type FetchedBlocks } from '../net/protocols/blocks/client.ts'
import type { ChainStore, Head } from '../store/chain/types.ts'

export interface CatchUpOptions {
  readonly genesisHash: Hash
  /** Voters of an epoch; null where it isn't known yet. */
  readonly votersOf: (epoch: number) => VoterSet | null
  readonly chain: ChainStore
  readonly engine: BlockEngine
  readonly driver: () => Driver
  readonly network: Network
  /** Connected peers that have proven a height above ours, best first. */
  readonly sources: () => readonly PeerRef[]
  readonly log: Log
  readonly changed: () => void
}

/** Progress as it is shown: `height` of `target`. */
export interface SyncProgress {
  readonly running: boolean
  readonly height: number
  readonly target: number
}

const RETRY_MS = 1_000

interface Verified {
  readonly header: Header
  readonly bytes: Uint8Array
  readonly cert: Cert | null
  readonly certBytes: Uint8Array
}

/** Fetches, verifies and commits missing blocks by range until the height proven by others is reached. */
export class CatchUp {
  readonly #options: CatchUpOptions
  #target = 0
  #running = false
  #stopped = false

  constructor(options: CatchUpOptions) {
    this.#options = options
  }

  get progress(): SyncProgress {
    const { height } = this.#options.chain.head()
    return { running: this.#running, height, target: Math.max(height, this.#target) }
  }

  /** Somebody proved this height. Starts to catch up unless that runs already. */
  request(height: number, first: PeerRef | null): void {
    if (height > this.#target) this.#target = height
    if (this.#running || this.#stopped || height <= this.#options.chain.head().height) return
    this.#running = true
    void this.#run(first)
  }

  /** Somebody speaks of a later epoch, whose certificates nothing here can judge: its blocks from ours on will show. */
  hint(peer: PeerRef): void {
    if (this.#running || this.#stopped) return
    this.#running = true
    void this.#follow(peer)
  }

  stop(): void {
    this.#stopped = true
  }

  async #follow(peer: PeerRef): Promise<void> {
    try {
      for (let before = -1; !this.#stopped && this.#options.chain.head().height > before && this.#options.network.isConnected(peer.id); ) {
        before = this.#options.chain.head().height
        if (!(await this.#from(peer))) break
      }
    } catch (cause) {
      this.#options.driver().fail(cause)
    } finally {
      this.#running = false
      this.#options.changed()
    }
  }

  async #run(first: PeerRef | null): Promise<void> {
    const { chain, log, changed } = this.#options
    const from = chain.head().height
    let preferred = first
    try {
      while (!this.#stopped && chain.head().height < this.#target) {
        const source = preferred ?? this.#options.sources()[0] ?? null
        preferred = null
        const progressed = source !== null && (await this.#from(source))
        if (!progressed && chain.head().height < this.#target) {
          if (this.#options.sources().length === 0) break
          await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
        }
      }
      log('info', 'sync.done', { from, to: chain.head().height })
    } catch (cause) {
      this.#options.driver().fail(cause)
    } finally {
      this.#running = false
      changed()
    }
  }

  /** One answer of one peer; false where it gave nothing usable. Rejects only for faults of our own disk. */
  async #from(source: PeerRef): Promise<boolean> {
    const { chain, driver, log, network, changed } = this.#options
    let blocks: FetchedBlocks
    let chained: readonly Verified[]
    try {
      // Judged from where it was asked for: meanwhile our own voting may have made the first of these blocks final here.
      const base = chain.head()
      blocks = await fetchBlocks(network, source, base.height + 1)
      chained = this.#verify(base, blocks)
    } catch (cause) {
      if (!(cause instanceof CodedError)) throw cause
      log('debug', 'sync.failed', { member: source.member, code: cause.code })
      if (!cause.code.startsWith('NET_')) network.refuse(source, problem(cause.code, cause.params), POINTS_FORGED)
      return false
    }
    let last: SlotCert | null = null
    for (const [i, body] of blocks.bodies.entries()) {
      const next = chained[i]
      if (this.#stopped || !next) break
      if (next.header.height <= chain.head().height) continue
      if (!this.#commit(source, next, body)) return false
      last = next.cert ? toSlotCert(next.cert) : last
      changed()
      // Other work (votes, screens) goes on between two blocks.
      await new Promise((resolve) => setImmediate(resolve))
    }
    if (last) driver().caughtUp(last)
    return true
  }

  /**
   * Headers chained to `base`, and certified at the end, at most to the end of the epoch: who may certify what comes after
   * that is known when its last block is executed. Throws CodedError where they are not.
   */
  #verify(base: Head, { headers, finals }: FetchedBlocks): readonly Verified[] {
    const { genesisHash, votersOf } = this.#options
    let { height, blockId } = base
    const closing = headers.findIndex((bytes) => unwrap(decodeHeader(bytes)).nextMembers !== null)
    return headers.slice(0, closing < 0 ? headers.length : closing + 1).map((bytes, i, chained) => {
      const header = unwrap(decodeHeader(bytes))
      if (header.height !== height + 1 || !equalBytes(header.parent, blockId)) throw new CodedError('BLOCK_PARENT')
      height = header.height
      blockId = blockIdOfBytes(bytes)
      const certBytes = finals[i]!
      if (certBytes.length === 0) {
        if (i === chained.length - 1) throw new CodedError('STATUS_UNPROVEN', { height })
        return { header, bytes, cert: null, certBytes }
      }
      const cert = unwrap(decodeCert(certBytes))
      const voters = votersOf(cert.epoch)
      if (!voters) throw new CodedError('VOTE_EPOCH', { epoch: cert.epoch, expected: header.epoch })
      unwrap(verifyCert(genesisHash, voters, cert))
      if (cert.kind !== FINALIZE || cert.height !== height || !equalBytes(cert.blockId, blockId)) throw new CodedError('CERT_SIGNATURE')
      return { header, bytes, cert, certBytes }
    })
  }

  /** False where the content is not that of the certified header: the peer's fault. Throws where the block itself is bad. */
  #commit(source: PeerRef, { header, bytes, certBytes }: Verified, body: readonly Uint8Array[]): boolean {
    const { engine, network, driver } = this.#options
    if (!engine.leavesFit(header, body.map(leafHash))) {
      network.refuse(source, problem('BLOCK_LEAVES', { height: header.height }), POINTS_FORGED)
      return false
    }
    const checked = engine.check(header, bytes, body)
    if (!checked.ok) throw new CodedError('CONSENSUS_INVALID_FINAL', { height: header.height, reason: checked.error.code })
    this.#options.log('debug', 'sync.block', { height: header.height, block: toHex(checked.value.blockId) })
    driver().applyFinal(checked.value, certBytes)
    return true
  }
}

import { equalBytes, toHex } from '../../../shared/kit/bytes.ts'
import { blockIdOfBytes, decodeHeader, encodeHeader } from '../../../shared/ledger/codec/header.ts'
import { decodeBlock, encodeBlock } from '../../../shared/ledger/codec/block.ts'
import { leafHash } from '../../../shared/ledger/log/tree.ts'
import type { BlockFacts, BlockId, SlotCert } from '../../../shared/ledger/consensus/types.ts'
import type { Hash, Header, VoterSet } from '../../../shared/ledger/types.ts'
import { voterIndex } from '../../../shared/ledger/voters.ts'
import type { Problem, Result } from '../../../shared/kit/result.ts'
import type { ForkSide } from '../store/evidence/fork.ts'
import type { BlockEngine, ExecutedBlock } from './engine.ts'
import type { ShownBlock } from './messages.ts'
import { fromSlotCert } from './values.ts'

interface Held {
  readonly id: BlockId
  readonly header: Header
  readonly headerBytes: Uint8Array
  /** Proven to be the block's own by the header's log root; null while unknown. */
  leaves: readonly Hash[] | null
  /** They were found to be, on the log as it is. */
  areFit: boolean
  body: readonly Uint8Array[] | null
  outcome: Result<ExecutedBlock, Problem> | null
}

/** Blocks held at once: more than the views a slot sees before peers treat it as a hint, times the twins of a cheating leader. */
const MAX_HELD = 64

/** Blocks of the open slot as far as they are known: header, leaves, content, and what executing them gave. */
export class SlotBlocks {
  readonly #engine: BlockEngine
  readonly #voters: (epoch: number) => VoterSet | null
  readonly #held = new Map<BlockId, Held>()

  constructor(engine: BlockEngine, voters: (epoch: number) => VoterSet | null) {
    this.#engine = engine
    this.#voters = voters
  }

  /** Takes what a proposal showed. Leaves and bodies that do not belong to the header are worth nothing and are left out. */
  show({ header, headerBytes, leaves, bodies }: ShownBlock, open: number): void {
    if (header.height < open || header.height > open + 1) return
    const held = this.#take(header, headerBytes)
    if (held.body || header.height !== open) {
      // The log root of a later height can't be judged yet: keep the claim, judge it when the slot opens.
      if (!held.body && held.leaves === null) held.leaves = leaves
      return
    }
    if (!this.#engine.leavesFit(header, leaves)) return
    held.leaves = leaves
    held.areFit = true
    held.body = bodies
  }

  /** Header of a block from a peer's answer; false where it isn't the block's. */
  learnHeader(id: BlockId, headerBytes: Uint8Array, open: number): boolean {
    if (toHex(blockIdOfBytes(headerBytes)) !== id) return false
    const header = decodeHeader(headerBytes)
    if (!header.ok || header.value.height !== open) return false
    this.#take(header.value, headerBytes)
    return true
  }

  /** A stored block (after a restart); null where the bytes are damaged. */
  restore(bytes: Uint8Array): BlockFacts | null {
    const block = decodeBlock(bytes)
    if (!block.ok) return null
    const { header, body } = block.value
    const held = this.#take(header, encodeHeader(header))
    held.body = body
    held.leaves = body.map(leafHash)
    return this.facts(held.id)
  }

  /** An own, freshly built block. */
  own(block: ExecutedBlock): BlockFacts {
    const held = this.#take(block.header, block.headerBytes)
    held.body = block.body
    held.leaves = block.body.map(leafHash)
    held.outcome = { ok: true, value: block }
    return this.facts(held.id)!
  }

  /** True where the header is known; `wanting` are the positions of envelopes that are not here, null = all, unknown how many. */
  wanting(id: BlockId, find: (leaf: Hash) => Uint8Array | null): readonly number[] | null {
    const held = this.#held.get(id)
    if (!held) return null
    if (held.body) return []
    if (held.leaves && !held.areFit && !this.#engine.leavesFit(held.header, held.leaves)) held.leaves = null
    if (!held.leaves) return null
    held.areFit = true
    const found = held.leaves.map(find)
    if (found.every((envelope) => envelope !== null)) {
      held.body = found
      return []
    }
    return found.flatMap((envelope, i) => (envelope ? [] : [i]))
  }

  /** Takes fetched envelopes for the positions asked for (null: the whole body). False where they are not the block's. */
  fill(id: BlockId, at: readonly number[] | null, envelopes: readonly Uint8Array[], find: (leaf: Hash) => Uint8Array | null): boolean {
    const held = this.#held.get(id)
    if (!held) return false
    if (held.body) return true
    if (at === null) {
      const leaves = envelopes.map(leafHash)
      if (envelopes.length === 0 || !this.#engine.leavesFit(held.header, leaves)) return false
      held.leaves = leaves
      held.body = envelopes
      return true
    }
    const { leaves } = held
    if (!leaves || envelopes.length !== at.length) return false
    const fetched = new Map(at.map((position, i) => [position, envelopes[i]!]))
    for (const [position, envelope] of fetched) if (!equalBytes(leafHash(envelope), leaves[position]!)) return false
    const body = leaves.map((leaf, i) => fetched.get(i) ?? find(leaf))
    if (body.some((envelope) => envelope === null)) return false
    held.body = body as readonly Uint8Array[]
    return true
  }

  /** Executes the block once its content is here; null before that. */
  execute(id: BlockId): Result<ExecutedBlock, Problem> | null {
    const held = this.#held.get(id)
    if (!held?.body) return null
    held.outcome ??= this.#engine.check(held.header, held.headerBytes, held.body)
    return held.outcome
  }

  header(id: BlockId): Header | null {
    return this.#held.get(id)?.header ?? null
  }

  /** A certified block of the open slot, with its header where that was shown. */
  side(final: SlotCert): ForkSide {
    return { cert: fromSlotCert(final), header: this.#held.get(final.block)?.headerBytes ?? null }
  }

  facts(id: BlockId): BlockFacts | null {
    const held = this.#held.get(id)
    if (!held) return null
    const { epoch, view, proposer } = held.header
    const voters = this.#voters(epoch)
    return { block: id, bornView: view, proposer: voters ? voterIndex(voters, proposer) : -1 }
  }

  /** Encoded block as safety.db keeps it; null while its content is not here. */
  encoded(id: BlockId): Uint8Array | null {
    const held = this.#held.get(id)
    return held?.body ? encodeBlock({ header: held.header, body: held.body }) : null
  }

  /** Header bytes and body for a peer that asks. */
  content(id: Hash): { header: Uint8Array; body: readonly Uint8Array[] } | null {
    const held = this.#held.get(toHex(id))
    return held?.body ? { header: held.headerBytes, body: held.body } : null
  }

  shown(id: BlockId): ShownBlock | null {
    const held = this.#held.get(id)
    if (!held?.leaves) return null
    return { header: held.header, headerBytes: held.headerBytes, leaves: held.leaves, bodies: held.body }
  }

  /** The slot of `height` is final: its blocks are history. What was executed on an older head must be executed anew. */
  dropUpTo(height: number): void {
    for (const [id, held] of this.#held) {
      if (held.header.height <= height) this.#held.delete(id)
      else {
        held.outcome = null
        held.areFit = false
      }
    }
  }

  #take(header: Header, headerBytes: Uint8Array): Held {
    const id = toHex(blockIdOfBytes(headerBytes))
    const known = this.#held.get(id)
    if (known) return known
    if (this.#held.size >= MAX_HELD) this.#evict()
    const held: Held = { id, header, headerBytes, leaves: null, areFit: false, body: null, outcome: null }
    this.#held.set(id, held)
    return held
  }

  #evict(): void {
    for (const [id, held] of this.#held) {
      if (held.outcome?.ok) continue
      this.#held.delete(id)
      return
    }
  }
}

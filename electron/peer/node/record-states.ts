import { toHex } from '../../../shared/kit/bytes.ts'
import type { RecordState } from '../../../shared/contract/base.ts'
import { decodeCert } from '../../../shared/ledger/codec/cert.ts'
import { openEnvelope } from '../../../shared/ledger/record/record.ts'
import type { Hash } from '../../../shared/ledger/types.ts'
import type { Driver } from '../consensus/driver.ts'
import type { ChainStore } from '../store/chain/types.ts'

/** Tells which of the four words is true of a record. */
export class RecordStates {
  readonly #chain: ChainStore
  readonly #driver: () => Driver
  readonly #quorum: () => number
  /** Ids of the records of the open block, opened once. */
  #open: { readonly block: string; readonly ids: ReadonlySet<string> } | null = null

  constructor(chain: ChainStore, driver: () => Driver, quorum: () => number) {
    this.#chain = chain
    this.#driver = driver
    this.#quorum = quorum
  }

  /** Null where this peer does not know the record. */
  of(recordId: Hash): RecordState | null {
    const final = this.#chain.record(recordId)
    const q = this.#quorum()
    if (final) {
      const reason = final.void
      return { word: 'final', k: this.#signers(final.height), q, height: final.height, void: reason ? { code: reason.code, ...(reason.params ? { params: { ...reason.params } } : {}) } : null }
    }
    if (!this.#chain.pending.has(recordId)) return null
    const k = this.#witnesses(recordId)
    if (k > 0) return { word: 'witnessed', k, q, height: null, void: null }
    const holders = this.#chain.pending.holders(recordId).length
    return { word: holders > 0 ? 'sent' : 'saved', k: holders, q, height: null, void: null }
  }

  #signers(height: number): number {
    const bytes = this.#chain.cert(height)
    const cert = bytes && bytes.length > 0 ? decodeCert(bytes) : null
    // An older certificate is no longer kept: a later one, of a quorum too, vouches for the block.
    return cert?.ok ? cert.value.signers.length : this.#quorum()
  }

  #witnesses(recordId: Hash): number {
    const driver = this.#driver()
    const witnessed = driver.witnessed()
    if (!witnessed) return 0
    if (this.#open?.block !== witnessed.block) this.#open = { block: witnessed.block, ids: this.#idsOf(witnessed.block) }
    return this.#open.ids.has(toHex(recordId)) ? witnessed.k : 0
  }

  #idsOf(block: string): ReadonlySet<string> {
    const body = this.#driver().blocks.shown(block)?.bodies ?? []
    return new Set(body.flatMap((envelope) => {
      const record = openEnvelope(this.#chain.genesisHash, envelope)
      return record.ok ? [toHex(record.value.id)] : []
    }))
  }
}

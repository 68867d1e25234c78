import { ok, type Result } from '../../../shared/kit/result.ts'
import { openEnvelope, type OpenRecord } from '../../../shared/ledger/record/record.ts'
import type { Hash } from '../../../shared/ledger/types.ts'

/** Bytes of envelopes whose content is remembered, in each of two generations: a full block and as much again. */
const REMEMBERED_BYTES = 2 * 1024 * 1024

/**
 * Opens envelopes, each once: a record is needed when it arrives, when a block of it is built or checked, and when it is
 * committed. Known by the very array, so whoever hands in another copy only pays for opening it again.
 */
export class OpenedRecords {
  readonly #genesisHash: Hash
  #young = new Map<Uint8Array, OpenRecord>()
  #old = new Map<Uint8Array, OpenRecord>()
  #bytes = 0

  constructor(genesisHash: Hash) {
    this.#genesisHash = genesisHash
  }

  /** As `openEnvelope`. The array must not be changed afterwards. */
  open(envelope: Uint8Array): Result<OpenRecord> {
    const known = this.#young.get(envelope) ?? this.#old.get(envelope)
    if (known) return ok(known)
    const opened = openEnvelope(this.#genesisHash, envelope)
    if (opened.ok) this.#remember(envelope, opened.value)
    return opened
  }

  /** The same for a list; the first flaw refuses all of it, with the position as `record`. */
  openBody(body: readonly Uint8Array[]): Result<readonly OpenRecord[]> {
    const records: OpenRecord[] = []
    for (const [record, envelope] of body.entries()) {
      const opened = this.open(envelope)
      if (!opened.ok) return { ok: false, error: { ...opened.error, params: { ...opened.error.params, record } } }
      records.push(opened.value)
    }
    return ok(records)
  }

  #remember(envelope: Uint8Array, record: OpenRecord): void {
    if (this.#bytes > REMEMBERED_BYTES) {
      this.#old = this.#young
      this.#young = new Map()
      this.#bytes = 0
    }
    this.#young.set(envelope, record)
    this.#bytes += envelope.length
  }
}

import { toHex } from '../../../shared/kit/bytes.ts'
import type { Clock, Log } from '../../../shared/kit/env.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import { decodeCert, encodeCert } from '../../../shared/ledger/codec/cert.ts'
import { encodeVote } from '../../../shared/ledger/codec/vote.ts'
import { contradictions, votesOf } from '../../../shared/ledger/consensus/evidence.ts'
import type { Evidence, SlotCert } from '../../../shared/ledger/consensus/types.ts'
import { breachName } from '../../../shared/ledger/evidence/check.ts'
import { formatEvidence } from '../../../shared/ledger/evidence/file.ts'
import { trustOf } from '../../../shared/ledger/proof/make.ts'
import { proveStates } from '../../../shared/ledger/proof/states.ts'
import type { OpenRecord } from '../../../shared/ledger/record/record.ts'
import { openEnvelope } from '../../../shared/ledger/record/record.ts'
import { deviceKey } from '../../../shared/ledger/state/system.ts'
import type { Cert } from '../../../shared/ledger/types.ts'
import { epochHops, newestBlock } from '../api/proof-parts.ts'
import { fromSlotVote, toSlotCert } from '../consensus/values.ts'
import type { ChainStore } from '../store/chain/types.ts'
import type { EvidenceStore, StoredEvidence } from '../store/evidence/open.ts'
import type { Membership } from './membership.ts'

export interface EvidenceDeskOptions {
  readonly chain: ChainStore
  readonly store: EvidenceStore
  readonly membership: () => Membership
  readonly clock: Clock
  readonly log: Log
  readonly changed: () => void
}

/** Keeps what members did against the rules, tells it, and makes files of it that anybody can verify. */
export class EvidenceDesk {
  readonly #options: EvidenceDeskOptions

  constructor(options: EvidenceDeskOptions) {
    this.#options = options
  }

  /** Newest first. */
  list(): readonly StoredEvidence[] {
    return this.#options.store.list()
  }

  /** A fork that was found in this process or before. Voting stays off until people have agreed what to do. */
  fork(): StoredEvidence | null {
    return this.list().find(({ code }) => code === 'FORK') ?? null
  }

  /** Two contradicting votes of one signer, both verified. */
  votes({ code, first, second }: Evidence): void {
    const { chain, membership } = this.#options
    const { epoch, height, view, signer } = first
    const member = membership().votersOf(epoch)?.members[signer]?.id
    if (member === undefined) return
    const [a, b] = [first, second].map((vote) => encodeVote(chain.genesisHash, fromSlotVote(vote)))
    this.#keep({ name: breachName({ code, epoch, height, view, member }), code, member, epoch, height, view, first: a!, second: b! })
  }

  /** Two records of one device with one sequence number. */
  records(first: OpenRecord, second: OpenRecord): void {
    const { a, d, n } = first.payload
    this.#keep({ name: `A1/${toHex(d)}/${n}`, code: 'A1', member: a, epoch: null, height: null, view: null, first: first.bytes, second: second.bytes })
  }

  /** Two final blocks of one height, and every double vote that their certificates and the archived ones show. */
  forked(ours: Cert | null, theirs: Cert): void {
    const { chain } = this.#options
    const { epoch, height, view } = theirs
    this.#keep({ name: `FORK/${height}`, code: 'FORK', member: null, epoch, height, view, first: ours ? encodeCert(ours) : new Uint8Array(0), second: encodeCert(theirs) })
    const archived = chain.archive(height).flatMap((bytes): SlotCert[] => {
      const cert = decodeCert(bytes)
      return cert.ok ? [toSlotCert(cert.value)] : []
    })
    const certs = [...(ours ? [toSlotCert(ours)] : []), toSlotCert(theirs), ...archived]
    for (const found of contradictions(certs.flatMap(votesOf))) this.votes(found)
  }

  /**
   * A file about double votes (E1 to E3) or double records (A1). Throws CodedError EVIDENCE_NONE where no such piece is kept, or
   * it is a fork (whose double votes are pieces of their own), and those of newestBlock.
   */
  file(name: string): string {
    const { chain, store } = this.#options
    const kept = store.get(name)
    if (!kept || kept.code === 'FORK') throw new CodedError('EVIDENCE_NONE')
    const { code, first, second } = kept
    const { network, epochs, checkpoint } = trustOf(newestBlock(chain))
    if (code !== 'A1') return formatEvidence({ code, network, epochs: epochHops(chain, kept.epoch ?? 0), votes: [first, second] })
    const opened = openEnvelope(chain.genesisHash, first)
    if (!opened.ok) throw new CodedError('EVIDENCE_NONE')
    const state = proveStates(chain.state, chain.state.tree, [deviceKey(opened.value.payload.d)])
    return formatEvidence({ code, network, epochs, checkpoint, state, envelopes: [first, second] })
  }

  #keep(found: Omit<StoredEvidence, 'foundAt'>): void {
    const { store, clock, log, changed } = this.#options
    const { name, code, member } = found
    const result = store.add({ ...found, foundAt: clock.now() })
    if (result === 'known') return
    if (result === 'full') log('error', 'evidence.not-kept', { name, code, member: member ?? '' })
    else log('warn', 'evidence.kept', { name, code, member: member ?? '' })
    changed()
  }
}

import { listDoubleVotes } from '../../../shared/credit/state/read.ts'
import { toHex } from '../../../shared/kit/bytes.ts'
import type { Clock, Log } from '../../../shared/kit/env.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import { decodeCert, encodeCert } from '../../../shared/ledger/codec/cert.ts'
import { blockIdOfBytes } from '../../../shared/ledger/codec/header.ts'
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
import type { MemberId } from '../../../shared/ledger/types.ts'
import { epochHops, newestBlock } from '../api/proof-parts.ts'
import { fromSlotVote, toSlotCert } from '../consensus/values.ts'
import type { ChainStore } from '../store/chain/types.ts'
import { encodeForkSide, forkSides, type ForkSide } from '../store/evidence/fork.ts'
import { KEPT_MS, type EvidenceStore, type StoredEvidence } from '../store/evidence/open.ts'
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
  #list: readonly StoredEvidence[] | null = null

  constructor(options: EvidenceDeskOptions) {
    this.#options = options
  }

  /** Newest first. */
  list(): readonly StoredEvidence[] {
    return (this.#list ??= this.#options.store.list())
  }

  /** A fork of the voters of this epoch, found in this process or before. Voting stays off until people have agreed what to do. */
  fork(epoch: number): StoredEvidence | null {
    return this.list().find((piece) => piece.code === 'FORK' && piece.epoch === epoch) ?? null
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

  /**
   * Two final blocks of one height, and every double vote that their certificates and the archived ones show. `ours` is null
   * where that certificate is no longer kept.
   */
  forked(ours: ForkSide | null, theirs: ForkSide): void {
    const { chain } = this.#options
    const { epoch, height, view } = theirs.cert
    this.#keep({ name: `FORK/${height}`, code: 'FORK', member: null, epoch, height, view, first: encodeForkSide(ours), second: encodeForkSide(theirs) })
    const archived = chain.archive(height).flatMap((bytes): SlotCert[] => {
      const cert = decodeCert(bytes)
      return cert.ok ? [toSlotCert(cert.value)] : []
    })
    const certs = [...(ours ? [toSlotCert(ours.cert)] : []), toSlotCert(theirs.cert), ...archived]
    for (const found of contradictions(certs.flatMap(votesOf))) this.votes(found)
  }

  /**
   * A file about double votes (E1 to E3), double records (A1) or two final blocks. Throws CodedError EVIDENCE_NONE where no such
   * piece is kept, EVIDENCE_FORK_FILE where a header of a fork is not held (its double votes are pieces of their own), and
   * those of newestBlock.
   */
  file(name: string): string {
    const { chain, store } = this.#options
    const kept = store.get(name)
    if (!kept) throw new CodedError('EVIDENCE_NONE')
    const { code, first, second } = kept
    const { network, epochs, checkpoint } = trustOf(newestBlock(chain))
    if (code === 'FORK') {
      const sides = forkSides(kept)
      if (!sides) throw new CodedError('EVIDENCE_FORK_FILE')
      const [one, other] = sides.map(({ cert, header }) => ({
        epochs: epochHops(chain, cert.epoch), checkpoint: { blockId: blockIdOfBytes(header), header, certificate: encodeCert(cert) },
      }))
      return formatEvidence({ code, network, sides: [one!, other!] })
    }
    if (code !== 'A1') return formatEvidence({ code, network, epochs: epochHops(chain, kept.epoch ?? 0), votes: [first, second] })
    const opened = openEnvelope(chain.genesisHash, first)
    if (!opened.ok) throw new CodedError('EVIDENCE_NONE')
    const state = proveStates(chain.state, chain.state.tree, [deviceKey(opened.value.payload.d)])
    return formatEvidence({ code, network, epochs, checkpoint, state, envelopes: [first, second] })
  }

  /** Pieces younger than 90 days about double votes and double records that the ledger has not recorded, and whose they are. */
  unrecorded(): { readonly count: number; readonly members: readonly MemberId[] } {
    const { chain, clock } = this.#options
    const now = clock.now()
    const recent = this.list().filter(({ code, foundAt }) => code !== 'FORK' && now - foundAt < KEPT_MS)
    if (recent.length === 0) return { count: 0, members: [] }
    const recorded = new Set(listDoubleVotes(chain.state).map((view) => breachName(view)))
    const open = recent.filter(({ name }) => !recorded.has(name))
    return { count: open.length, members: [...new Set(open.flatMap(({ member }) => member ?? []))].sort() }
  }

  #keep(found: Omit<StoredEvidence, 'foundAt'>): void {
    const { store, clock, log, changed } = this.#options
    const { name, code, member } = found
    const result = store.add({ ...found, foundAt: clock.now() })
    if (result === 'known') return
    this.#list = null
    if (result === 'full') log('error', 'evidence.not-kept', { name, code, member: member ?? '' })
    else log('warn', 'evidence.kept', { name, code, member: member ?? '' })
    changed()
  }
}

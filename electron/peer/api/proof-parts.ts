import { equalBytes } from '../../../shared/kit/bytes.ts'
import { CodedError, unwrap } from '../../../shared/kit/result.ts'
import { decodeCert } from '../../../shared/ledger/codec/cert.ts'
import { decodeHeader } from '../../../shared/ledger/codec/header.ts'
import { openGenesis } from '../../../shared/ledger/genesis.ts'
import { MAX_PROOF_RECORDS } from '../../../shared/ledger/limits.ts'
import type { EpochHop } from '../../../shared/ledger/membership/epochs.ts'
import type { ProofParts, TrustParts } from '../../../shared/ledger/proof/make.ts'
import { openEnvelope } from '../../../shared/ledger/record/record.ts'
import { epochStart, readVoters } from '../../../shared/ledger/state/membership.ts'
import { extendSubject, NO_RECORDS, readSubject } from '../../../shared/ledger/state/subjects.ts'
import type { ChainStore, StoredRecord } from '../store/chain/types.ts'

/** Records looked at at once. */
const PAGE = 1_024

/** The closing block of every epoch since the genesis. Throws CodedError PROOF_NO_CERTIFICATE {height}. */
export function epochHops(chain: ChainStore, until: number): readonly EpochHop[] {
  const closings = until === 0 ? [] : chain.closings(0, until)
  return Array.from({ length: until }, (_, epoch): EpochHop => {
    const closing = closings[epoch]
    const voters = readVoters(chain.state, epoch + 1)
    if (!closing || closing.cert.length === 0 || !voters) throw new CodedError('PROOF_NO_CERTIFICATE', { height: (epochStart(chain.state, epoch + 1) ?? 1) - 1 })
    return { header: closing.header, certificate: closing.cert, members: voters.members }
  })
}

/** The newest final block and the way to it. Throws CodedError PROOF_NO_CERTIFICATE. */
export function newestBlock(chain: ChainStore): TrustParts {
  const head = chain.head()
  const certificate = chain.cert(head.height)
  if (!head.header || !certificate) throw new CodedError('PROOF_NO_CERTIFICATE', { height: head.height })
  const header = unwrap(decodeHeader(head.header))
  return { genesis: unwrap(openGenesis(chain.genesis)), epochs: epochHops(chain, header.epoch), header, certificate: unwrap(decodeCert(certificate)) }
}

/** A stored record with its way into the log of the newest block. */
export const provenRecord = (chain: ChainStore, stored: StoredRecord): ProofParts['records'][number] => ({
  record: unwrap(openEnvelope(chain.genesisHash, stored.envelope)),
  index: stored.index,
  path: chain.log.inclusion(stored.index, chain.head().logSize),
})

/**
 * All records in force about an agency, in the order of the ledger. Throws CodedError PROOF_HISTORY where this computer does
 * not hold all of them yet (the state is there before the history), PROOF_LIMITS.
 */
export function recordsAbout(chain: ChainStore, uscc: string): readonly StoredRecord[] {
  const { count, head } = readSubject(chain.state, uscc)
  if (count > MAX_PROOF_RECORDS) throw new CodedError('PROOF_LIMITS', { part: 'records', count, limit: MAX_PROOF_RECORDS })
  const records: StoredRecord[] = []
  // Void records are listed too, and anybody who may write can make any number of them.
  for (let offset = 0, found = PAGE; found === PAGE && records.length <= count; offset += PAGE) {
    const page = chain.records({ subject: uscc, ascending: true, limit: PAGE, offset })
    records.push(...page.filter((record) => record.void === null))
    found = page.length
  }
  const link = records.reduce((chained, { recordId, index }) => extendSubject(chained, recordId, index), NO_RECORDS)
  if (link.count !== count || !equalBytes(link.head, head)) throw new CodedError('PROOF_HISTORY', { records: records.length, count })
  return records
}

import { expect, it } from 'vitest'
import { recordsAbout } from '../../../electron/peer/api/proof-parts.ts'
import type { ChainStore, RecordQuery } from '../../../electron/peer/store/chain/types.ts'
import { MemoryState } from '../../../shared/ledger/state/memory.ts'
import { encodeSubject, extendSubject, NO_RECORDS, subjectKey } from '../../../shared/ledger/state/subjects.ts'

const SUBJECT = '91110000100000001X'
const idOf = (index: number): Uint8Array => new Uint8Array(32).map((_, i) => (index >> (8 * (i % 4))) & 255)

it('finds all records in force about an agency, however many void ones stand between them', () => {
  const inForce = [0, 2_900, 5_999]
  const head = inForce.reduce((link, index) => extendSubject(link, idOf(index), index), NO_RECORDS)
  const all = Array.from({ length: 6_000 }, (_, index) => ({ recordId: idOf(index), index, void: inForce.includes(index) ? null : { code: 'STEP_MISSING' } }))
  const chain = {
    state: new MemoryState([[subjectKey(SUBJECT), encodeSubject(head)]]),
    records: ({ limit, offset = 0 }: RecordQuery) => all.slice(offset, offset + limit),
  } as unknown as ChainStore
  expect(recordsAbout(chain, SUBJECT).map(({ index }) => index)).toEqual(inForce)
  all.splice(2_900, 1)
  expect(() => recordsAbout(chain, SUBJECT)).toThrow(expect.objectContaining({ code: 'PROOF_HISTORY' }))
})

import { expect, it } from 'vitest'
import { bucketHash, entryOf } from '../../../shared/ledger/index.ts'
import { utf8 } from '../../../shared/kit/bytes.ts'
import { golden, hexOf } from '../../vectors/golden.ts'
import { stateFormats } from '../../vectors/state.ts'

it('entries of the ledger in the state are what they always were', () => {
  expect(hexOf(stateFormats())).toEqual(golden('ledger/state'))
})

it('the hash of a bucket does not depend on the order in which its entries came', () => {
  const entries = ['b', 'a', 'aa', 'c'].map((key) => entryOf(key, utf8(`value of ${key}`)))
  expect(bucketHash(entries.toReversed())).toEqual(bucketHash(entries))
})

import { expect, it } from 'vitest'
import { golden, hexOf } from '../../vectors/golden.ts'
import { stateFormats } from '../../vectors/state.ts'

it('entries of the ledger in the state are what they always were', () => {
  expect(hexOf(stateFormats())).toEqual(golden('ledger/state'))
})

import { describe, expect, it } from 'vitest'
import { BlockPace } from '../../../electron/peer/consensus/pace.ts'
import { MAX_BLOCK_RECORDS } from '../../../shared/ledger/limits.ts'

describe('the size of a block', () => {
  it('follows what building took, within its bounds', () => {
    const pace = new BlockPace()
    const first = pace.records
    expect(first).toBeLessThan(MAX_BLOCK_RECORDS)
    for (let i = 0; i < 20; i++) pace.built(400, 0.1)
    expect(pace.records).toBe(MAX_BLOCK_RECORDS)
    for (let i = 0; i < 40; i++) pace.built(400, 100)
    expect(pace.records).toBe(320)
    for (let i = 0; i < 40; i++) pace.built(400, 10_000)
    expect(pace.records).toBe(128)
  })

  it('is not judged by blocks of a few records', () => {
    const pace = new BlockPace()
    const before = pace.records
    pace.built(1, 50)
    expect(pace.records).toBe(before)
  })
})

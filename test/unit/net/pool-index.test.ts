import { describe, expect, it } from 'vitest'
import { PoolIndex, type PoolEntry } from '../../../electron/peer/consensus/pool-index.ts'

let order = 0
const entry = (device: string, seq: number, prev: string | null, id = `${device}${seq}`): PoolEntry => {
  order += 1
  return { recordId: new Uint8Array(32), device, seq, prev, id, leaf: `leaf-${id}`, at: 0, size: 10, order }
}

describe('the index of the pending pool', () => {
  it('offers what follows a device’s last final record without a gap', () => {
    const index = new PoolIndex((device) => (device === 'x' ? null : { n: 0, prev: null }))
    index.add(entry('a', 1, null))
    index.add(entry('a', 3, 'a2'))
    index.add(entry('x', 1, null))
    expect(index.includable).toBe(1)
    index.add(entry('a', 2, 'a1'))
    expect(index.includable).toBe(3)
    expect(index.candidates().map(({ id }) => id)).toEqual(['a1', 'a2', 'a3'])
  })

  it('follows the one of two rival records that continues the chain', () => {
    const index = new PoolIndex(() => ({ n: 1, prev: 'final' }))
    index.add(entry('a', 2, 'other', 'stray'))
    index.add(entry('a', 2, 'final', 'next'))
    expect(index.candidates().map(({ id }) => id)).toEqual(['next'])
  })

  it('keeps the order of arrival across devices', () => {
    const index = new PoolIndex(() => ({ n: 0, prev: null }))
    for (const [device, seq, prev] of [['a', 1, null], ['b', 1, null], ['a', 2, 'a1'], ['c', 2, 'c1'], ['b', 2, 'b1'], ['c', 1, null]] as const) index.add(entry(device, seq, prev))
    expect(index.candidates().map(({ id }) => id)).toEqual(['a1', 'b1', 'a2', 'b2', 'c1', 'c2'])
  })

  it('has no work in a record dated too far ahead, nor in those behind it, until its time comes', () => {
    let latest = 1_000
    const index = new PoolIndex(() => ({ n: 0, prev: null }), () => latest)
    index.add(entry('a', 1, null))
    index.add({ ...entry('a', 2, 'a1'), at: 5_000 })
    index.add(entry('a', 3, 'a2'))
    expect(index.includable).toBe(1)
    expect(index.ripen()).toBe(false)
    latest = 5_000
    expect(index.ripen()).toBe(true)
    expect(index.candidates().map(({ id }) => id)).toEqual(['a1', 'a2', 'a3'])
    expect(index.ripen()).toBe(false)
  })

  it('moves on when a block is final', () => {
    const tips = new Map([['a', { n: 0, prev: null as string | null }]])
    const index = new PoolIndex((device) => tips.get(device) ?? null)
    for (const [seq, prev] of [[1, null], [2, 'a1'], [3, 'a2']] as const) index.add(entry('a', seq, prev))
    tips.set('a', { n: 2, prev: 'a2' })
    index.settle(({ seq }) => seq <= 2)
    expect(index.candidates().map(({ id }) => id)).toEqual(['a3'])
    expect(index.includable).toBe(1)
  })

  it('takes a record once, also where its storing was undone and done again', () => {
    const index = new PoolIndex(() => ({ n: 0, prev: null }))
    for (const _ of [1, 2]) index.add(entry('a', 1, null))
    index.add(entry('a', 2, 'a1'))
    expect(index.includable).toBe(2)
    index.settle(() => true)
    expect(index.includable).toBe(0)
  })

  it('grows a chain by one record as if it were made anew', () => {
    const orders = [[1, 2, 3, 4], [1, 3, 2, 4], [2, 1, 4, 3], [4, 3, 2, 1], [1, 2, 4, 3]]
    for (const seqs of orders) {
      const index = new PoolIndex(() => ({ n: 0, prev: null }))
      for (const seq of seqs) index.add(entry('a', seq, seq === 1 ? null : `a${seq - 1}`))
      expect(index.candidates().map(({ id }) => id)).toEqual(['a1', 'a2', 'a3', 'a4'])
      expect(index.includable).toBe(4)
    }
  })
})

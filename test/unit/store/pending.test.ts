import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openChain, openChainReadOnly } from '../../../electron/peer/store/chain/open.ts'
import type { ChainStore, PendingRecord } from '../../../electron/peer/store/chain/types.ts'
import { concat } from '../../../shared/kit/bytes.ts'
import { sha256 } from '../../../shared/ledger/index.ts'
import { nextBlock, options, record } from '../../fixtures/store/blocks.ts'
import { bytes32, refusal, temporary } from './support.ts'

const open = (folder = temporary()): ChainStore => openChain(join(folder, 'chain.db'), options).store
const waiting = (seq: number, more: Partial<PendingRecord> = {}): PendingRecord => ({ ...record(seq), receivedAt: 1000 + seq, ...more })

describe('pending records', () => {
  it('survive a restart, in order of arrival, and are known only once', () => {
    const folder = temporary()
    const chain = open(folder)
    for (const seq of [3, 1, 2]) expect(chain.pending.add(waiting(seq))).toBe('added')
    expect(chain.pending.add(waiting(1))).toBe('known')
    chain.close()
    const again = open(folder)
    expect(again.pending.list({ limit: 10 }).map(({ seq }) => seq)).toEqual([3, 1, 2])
    const [first] = again.pending.list({ limit: 1 })
    expect(again.pending.list({ after: first!.cursor, limit: 10 }).map(({ seq }) => seq)).toEqual([1, 2])
    expect(again.pending.ofDevice(record(1).device).map(({ seq }) => seq)).toEqual([1, 2, 3])
    expect(again.pending.size).toBe(3)
    again.close()
  })

  it('have a digest that depends on what is there, not on the order', () => {
    const [a, b] = [open(), open()]
    expect(a.pending.digest()).toEqual(new Uint8Array(32))
    for (const seq of [1, 2, 3]) a.pending.add(waiting(seq))
    for (const seq of [2, 3, 1]) b.pending.add(waiting(seq))
    expect(a.pending.digest()).toEqual(b.pending.digest())
    expect(a.pending.digest()).toEqual(sha256(concat(...a.pending.ids())))
    a.close()
    b.close()
  })

  it('leave the pool when final, together with what lost its place in the sequence', () => {
    const chain = open()
    const rival = waiting(1, { recordId: bytes32(4) })
    for (const one of [waiting(1), rival, waiting(2)]) chain.pending.add(one)
    chain.pending.markHeld(rival.recordId, 'SH')
    chain.commitBlock(nextBlock(chain, [record(1)]))
    expect(chain.pending.list({ limit: 9 }).map(({ seq }) => seq)).toEqual([2])
    expect(chain.pending.holders(rival.recordId)).toEqual([])
    expect(chain.pending.add(waiting(1))).toBe('known')
    expect(chain.pending.bytes).toBe(record(2).envelope.length)
    chain.close()
  })

  it('remember which members hold them', () => {
    const chain = open()
    chain.pending.add(waiting(1))
    expect(chain.pending.markHeld(record(1).recordId, 'SH')).toBe(true)
    expect(chain.pending.markHeld(record(1).recordId, 'SH')).toBe(false)
    chain.pending.markHeld(record(1).recordId, 'BJ')
    expect(chain.pending.holders(record(1).recordId)).toEqual(['BJ', 'SH'])
    expect(chain.pending.markHeld(record(2).recordId, 'SH')).toBe(false)
    chain.close()
  })

  it('are told to others only once they are in the file, and outlive a cut then', () => {
    const folder = temporary()
    const chain = open(folder)
    chain.pending.add(waiting(1))
    expect(chain.pending.ids()).toHaveLength(1)
    // A second opening sees what is in the file: the first one still runs, as one that was cut off would have.
    const other = openChainReadOnly(join(folder, 'chain.db'), options)
    expect(other.pending.has(record(1).recordId)).toBe(true)
    expect(other.pending.get(record(1).recordId)?.envelope).toEqual(record(1).envelope)
    other.close()
    chain.pending.addMany(Array.from({ length: 300 }, (_, i) => waiting(i + 2)))
    // A flood is written down later, and not told of before.
    expect(chain.pending.ids()).toHaveLength(1)
    expect(chain.pending.size).toBe(301)
    chain.close()
  })

  it('leave nothing behind in the file when they were written down and became final', () => {
    const folder = temporary()
    const chain = open(folder)
    for (const seq of [1, 2]) chain.pending.add(waiting(seq))
    chain.pending.markHeld(record(1).recordId, 'SH')
    chain.pending.ids()
    chain.commitBlock(nextBlock(chain, [record(1)]))
    chain.close()
    const again = open(folder)
    expect(again.pending.list({ limit: 9 }).map(({ seq }) => seq)).toEqual([2])
    expect(again.pending.holders(record(1).recordId)).toEqual([])
    again.close()
  })

  it('are all taken back where what was done together throws', () => {
    const chain = open()
    chain.pending.add(waiting(1))
    const failing = (): void =>
      chain.pending.together(() => {
        chain.pending.add(waiting(2))
        chain.pending.markHeld(record(1).recordId, 'SH')
        throw new Error('no')
      })
    expect(failing).toThrow('no')
    expect(chain.pending.size).toBe(1)
    expect(chain.pending.holders(record(1).recordId)).toEqual([])
    expect(chain.pending.add(waiting(2))).toBe('added')
    chain.close()
  })

  it('are refused above 1 000 a device, without harm to other devices', () => {
    const chain = open()
    chain.pending.addMany(Array.from({ length: 1000 }, (_, i) => waiting(i + 1)))
    expect(refusal(() => chain.pending.add(waiting(1001)))).toEqual({ code: 'PENDING_DEVICE_FULL', params: { limit: 1000 } })
    expect(chain.pending.add(waiting(1001, { device: bytes32(2) }))).toBe('added')
    chain.pending.drop([record(1).recordId])
    expect(chain.pending.add(waiting(1002))).toBe('added')
    chain.close()
  })

  it('answer one by one when many come at once', () => {
    const chain = open()
    const many = Array.from({ length: 1001 }, (_, i) => waiting(i + 1))
    const answers = chain.pending.addMany([waiting(1), ...many])
    expect(answers[0]).toBe('added')
    expect(answers[1]).toBe('known')
    expect(answers.at(-1)).toEqual({ code: 'PENDING_DEVICE_FULL', params: { limit: 1000 } })
    expect(chain.pending.size).toBe(1000)
    chain.close()
  })

  it('are refused above 10 000 a member and 64 MiB in all', () => {
    const chain = open()
    chain.pending.addMany(Array.from({ length: 10_000 }, (_, i) => waiting(1, { recordId: bytes32(i), device: bytes32(i % 50) })))
    expect(refusal(() => chain.pending.add(waiting(1, { recordId: bytes32(10_000), device: bytes32(60) })))).toEqual({
      code: 'PENDING_MEMBER_FULL',
      params: { limit: 10_000, member: 'BJ' },
    })
    expect(chain.pending.add(waiting(1, { recordId: bytes32(10_000), author: 'SH' }))).toBe('added')
    const big = new Uint8Array(63 * 1024 * 1024)
    chain.pending.add(waiting(1, { recordId: bytes32(20_000), author: 'JS', envelope: big, device: bytes32(70) }))
    const more = waiting(2, { recordId: bytes32(20_001), author: 'JS', envelope: new Uint8Array(2 * 1024 * 1024), device: bytes32(70) })
    expect(refusal(() => chain.pending.add(more)).code).toBe('PENDING_POOL_FULL')
    chain.close()
  })
})

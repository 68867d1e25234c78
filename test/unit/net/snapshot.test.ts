import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { encodeBucketPart } from '../../../electron/peer/net/protocols/state/codec.ts'
import { openChain } from '../../../electron/peer/store/chain/open.ts'
import { Loader } from '../../../electron/peer/workers/desk.ts'
import { concat, utf8 } from '../../../shared/kit/bytes.ts'
import { bucketHash, entryOf, STATE_BUCKETS } from '../../../shared/ledger/index.ts'
import { options } from '../../fixtures/store/blocks.ts'
import { refusal, temporary } from '../store/support.ts'

type Entries = readonly (readonly [string, Uint8Array])[]
/** The state that was certified: three buckets, of two entries at most. */
const STATE: ReadonlyMap<number, Entries> = new Map([
  [5, [['a', utf8('1')], ['b', utf8('2')]]],
  [6, [['c', utf8('3')]]],
  [9, [['d', utf8('4')]]],
])
const hashes = (() => {
  const all = new Uint8Array(STATE_BUCKETS * 32)
  for (const [bucket, entries] of STATE) all.set(bucketHash(entries.map(([key, value]) => entryOf(key, value))), bucket * 32)
  return all
})()
const part = (bucket: number, entries: Entries = STATE.get(bucket)!, last = true): Uint8Array => encodeBucketPart({ bucket, last, entries })
const honest = [concat(part(5), part(6), part(9))]

function loader(): Loader {
  const chainPath = join(temporary(), 'chain.db')
  openChain(chainPath, options).store.close()
  const desk = new Loader({ chainPath, genesisHash: options.genesisHash, now: options.now, worker: null }, () => ({}) as never)
  expect(desk.beginState(hashes)).toEqual([])
  return desk
}
const here = (desk: Loader): readonly number[] => {
  desk.endState(false)
  const kept = desk.beginState(hashes)
  desk.endState(false)
  return kept.toSorted((a, b) => a - b)
}

describe('buckets of a snapshot', () => {
  it('are taken where they have the certified hashes, in one answer or several', () => {
    const whole = loader()
    expect(whole.takeBuckets(0, 16, honest)).toMatchObject({ next: null, entries: 4 })
    expect(here(whole)).toEqual([5, 6, 9])
    const parts = loader()
    expect(parts.takeBuckets(0, 16, [part(5, STATE.get(5)!.slice(0, 1), false), part(5, STATE.get(5)!.slice(1))])).toMatchObject({ next: 6 })
    expect(parts.takeBuckets(6, 16, [concat(part(6), part(9))])).toMatchObject({ next: null })
    expect(here(parts)).toEqual([5, 6, 9])
  })

  it.each<[string, readonly Uint8Array[], string]>([
    ['a changed value', [concat(part(5), part(6, [['c', utf8('x')]]), part(9))], 'SYNC_BUCKET'],
    ['a bucket of another height', [part(5, [['a', utf8('0')], ['b', utf8('2')]])], 'SYNC_BUCKET'],
    ['an entry kept back', [part(5, STATE.get(5)!.slice(1))], 'SYNC_BUCKET'],
    ['a bucket left out', [concat(part(5), part(9))], 'SYNC_BUCKET'],
    ['a bucket that is empty in the state', [concat(part(5), part(7, [['z', utf8('9')]]))], 'SYNC_BUCKET'],
    ['a bucket twice', [concat(part(5), part(5))], 'SYNC_BUCKET'],
    ['buckets out of order', [concat(part(6), part(5))], 'SYNC_BUCKET'],
    ['a bucket that was not asked for', [concat(part(5), part(6), part(9), part(20, [['z', utf8('9')]]))], 'SYNC_BUCKET'],
    ['an end in the middle of a bucket', [part(5, STATE.get(5)!.slice(0, 1), false)], 'NET_STREAM_SHORT'],
    ['nothing', [], 'SYNC_BUCKET'],
    ['bytes that are no buckets', [utf8('no buckets')], 'NET_BAD_ANSWER'],
  ])('of a lying peer are refused: %s; an honest one completes the state afterwards', (_, frames, code) => {
    const desk = loader()
    expect(refusal(() => desk.takeBuckets(0, 16, frames)).code).toBe(code)
    // The whole range is asked of another peer: what was sound may be here already.
    expect(desk.takeBuckets(0, 16, honest).next).toBe(null)
    expect(here(desk)).toEqual([5, 6, 9])
  })
})

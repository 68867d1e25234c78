import { writeFileSync, readdirSync, rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LiveSafety } from '../../../electron/peer/store/safety/live.ts'
import { openSafety } from '../../../electron/peer/store/safety/open.ts'
import type { MyVote, SafetyStore } from '../../../electron/peer/store/safety/types.ts'
import { FINALIZE, NOTARIZE, NULLIFY, type VoteKind } from '../../../shared/ledger/types.ts'
import { bytes32, NOW, refusal, temporary } from './support.ts'

const G = bytes32(1)
const KEY = bytes32(2)
const ZERO = new Uint8Array(32)
let drawn = 0
const open = (folder: string, firstTime = true): ReturnType<typeof openSafety> =>
  openSafety(join(folder, 'safety.db'), { genesisHash: G, voteKeyId: KEY, firstTime, random: () => bytes32(++drawn), now: NOW })
const vote = (height: number, view: number, kind: VoteKind, block = bytes32(9)): MyVote => ({
  epoch: 0,
  height,
  view,
  kind,
  blockId: kind === NULLIFY ? ZERO : block,
  sig: new Uint8Array(64).fill(height),
})
function started(folder = temporary()): { store: SafetyStore; folder: string } {
  return { store: open(folder).store, folder }
}

describe('safety.db', () => {
  it('gives back after a restart what was persisted', () => {
    const { store, folder } = started()
    const certs = [{ height: 5, view: 0, kind: NOTARIZE, blockId: bytes32(9), bytes: bytes32(7) }]
    const blocks = [{ height: 5, blockId: bytes32(9), bytes: new Uint8Array([1, 2, 3]) }]
    const heard = [{ height: 5, view: 0, kind: NOTARIZE, signer: 3, blockId: bytes32(9), bytes: bytes32(8) }]
    store.persist({ votes: [vote(5, 0, NOTARIZE), vote(5, 0, FINALIZE)], certs, blocks, heard })
    const instance = store.meta().instanceId
    store.close()
    const again = open(folder, false).store
    expect(again.load()).toEqual({
      meta: {
        genesisHash: G,
        voteKeyId: KEY,
        instanceId: instance,
        bootCounter: 2,
        highWater: { epoch: 0, height: 5, view: 0 },
        finalized: 0,
        quarantined: false,
        voteFrom: 0,
      },
      votes: [vote(5, 0, NOTARIZE), vote(5, 0, FINALIZE)],
      certs,
      blocks,
      heard,
    })
    again.close()
  })

  it('refuses a second, different vote and stops; the same vote again is no error', () => {
    const { store } = started()
    store.persist({ votes: [vote(1, 0, NOTARIZE)] })
    store.persist({ votes: [vote(1, 0, NOTARIZE)] })
    expect(refusal(() => store.persist({ votes: [vote(1, 0, NOTARIZE, bytes32(10))] })).code).toBe('VOTE_CONFLICT')
    expect(refusal(() => store.persist({ votes: [vote(1, 1, NOTARIZE)] }))).toEqual({ code: 'SAFETY_STOPPED', params: { code: 'VOTE_CONFLICT' } })
    expect(store.stopped()).toEqual({ code: 'VOTE_CONFLICT' })
    expect(store.load().votes).toEqual([vote(1, 0, NOTARIZE)])
    store.close()
  })

  it.each([
    ['finalize after nullify', NULLIFY, FINALIZE],
    ['nullify after finalize', FINALIZE, NULLIFY],
    ['notarize after nullify', NULLIFY, NOTARIZE],
  ] as const)('refuses %s in one view', (_, first, second) => {
    const { store } = started()
    store.persist({ votes: [vote(1, 0, first)] })
    store.persist({ votes: [vote(1, 1, second)] })
    expect(refusal(() => store.persist({ votes: [vote(1, 0, second)] })).code).toBe('VOTE_RULE')
    store.close()
  })

  it('persists a batch as a whole or not at all', () => {
    const { store } = started()
    store.persist({ votes: [vote(3, 0, NULLIFY)] })
    expect(refusal(() => store.persist({ votes: [vote(3, 1, NOTARIZE), vote(3, 0, FINALIZE)] })).code).toBe('VOTE_RULE')
    expect(store.load().votes).toEqual([vote(3, 0, NULLIFY)])
    store.close()
  })

  it('takes no vote at or below the final height, and keeps two slots as evidence', () => {
    const { store } = started()
    for (const height of [1, 2, 3, 4, 5]) store.persist({ votes: [vote(height, 0, NOTARIZE)], blocks: [{ height, blockId: bytes32(height), bytes: ZERO }] })
    store.finalized(5)
    expect(store.load().votes.map(({ height }) => height)).toEqual([3, 4, 5])
    expect(store.load().blocks.map(({ height }) => height)).toEqual([3, 4, 5])
    expect(refusal(() => store.persist({ votes: [vote(5, 7, NOTARIZE)] })).code).toBe('VOTE_BELOW_FINAL')
    store.persist({ votes: [vote(6, 0, NOTARIZE)] })
    expect(store.meta().highWater).toEqual({ epoch: 0, height: 6, view: 0 })
    store.close()
  })

  it('never lowers its floor: what was final stays below it', () => {
    const { store, folder } = started()
    store.finalized(5)
    store.finalized(3)
    store.close()
    const again = open(folder, false).store
    expect(refusal(() => again.persist({ votes: [vote(5, 0, NOTARIZE)] })).code).toBe('VOTE_BELOW_FINAL')
    again.close()
  })

  it('is quarantined where the file is lost, emptied or damaged, and votes again only above the height it is told', () => {
    for (const harm of ['lost', 'emptied', 'damaged'] as const) {
      const { store, folder } = started()
      store.persist({ votes: [vote(8, 0, NOTARIZE)] })
      store.close()
      const path = join(folder, 'safety.db')
      if (harm === 'lost') rmSync(path)
      if (harm === 'emptied') truncateSync(path, 0)
      if (harm === 'damaged') writeFileSync(path, Buffer.alloc(8192, 0x5a))
      const reopened = open(folder, false)
      expect(reopened.store.stopped()).toEqual({ code: 'VOTE_QUARANTINED' })
      expect(refusal(() => reopened.store.persist({ votes: [vote(8, 0, NOTARIZE, bytes32(77))] })).code).toBe('VOTE_QUARANTINED')
      reopened.store.leaveQuarantine(11)
      expect(refusal(() => reopened.store.persist({ votes: [vote(10, 0, NOTARIZE)] })).code).toBe('VOTE_QUARANTINED')
      reopened.store.persist({ votes: [vote(11, 0, NOTARIZE)] })
      expect(reopened.store.stopped()).toBeNull()
      reopened.store.close()
      expect(reopened.setAside !== null).toBe(harm === 'damaged')
      expect(readdirSync(folder).some((name) => name.includes('damaged-'))).toBe(harm === 'damaged')
    }
  })

  it('refuses the file of another network or another key', () => {
    const { store, folder } = started()
    store.close()
    const other = { genesisHash: bytes32(99), voteKeyId: KEY, firstTime: false, random: bytes32, now: NOW }
    expect(refusal(() => openSafety(join(folder, 'safety.db'), other)).code).toBe('SAFETY_FOREIGN')
    expect(refusal(() => openSafety(join(folder, 'safety.db'), { ...other, genesisHash: G, voteKeyId: bytes32(98) })).code).toBe('SAFETY_FOREIGN')
  })

  it('a change of keys begins with a clean file, but keys put back from before the change stay in quarantine', () => {
    const { store, folder } = started()
    store.close()
    const next = bytes32(3)
    const live = (voteKeyId: Uint8Array): LiveSafety => new LiveSafety(join(folder, 'safety.db'), { genesisHash: G, voteKeyId, random: () => bytes32(++drawn), now: NOW })
    const seat = live(KEY)
    seat.rotate(next)
    expect(seat.stopped()).toBeNull()
    seat.persist({ votes: [vote(8, 0, NOTARIZE)] })
    seat.close()
    // The folder of keys is an older copy: it holds the old key, and the new one as one that waits.
    const restored = live(KEY)
    expect(restored.stopped()).toEqual({ code: 'VOTE_QUARANTINED' })
    restored.rotate(next)
    expect(refusal(() => restored.persist({ votes: [vote(8, 0, NOTARIZE, bytes32(77))] })).code).toBe('VOTE_QUARANTINED')
    restored.close()
  })
})

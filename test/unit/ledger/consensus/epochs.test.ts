import { describe, expect, test } from 'vitest'
import { FINALIZE, NOTARIZE, NULLIFY } from '../../../../shared/ledger/types.ts'
import { contradictions, votesOf } from '../../../../shared/ledger/consensus/evidence.ts'
import type { SlotCert, SlotVote, Voters } from '../../../../shared/ledger/consensus/types.ts'
import { isFuture } from '../../../../shared/ledger/consensus/timing.ts'
import { cert, durable, proposal, Table, vote } from './table.ts'

const facts = { block: 'aa', bornView: 0, proposer: 1 }
/** Epoch 1: one voter fewer, other indices. */
const NEXT: Voters = { epoch: 1, size: 5, order: [0, 1, 2, 3, 4], me: 0 }
const closing = cert([1, 2, 3, 4], FINALIZE, 0)
const inEpoch = <T extends SlotVote | SlotCert>(epoch: number, each: T): T => ({ ...each, epoch })
const status = (epoch: number, height: number, ask = true) => ({ epoch, height, view: 0, ask, views: [] })

/** Member 0 of six, at the first slot of epoch 1. */
function crossed(): Table {
  const table = new Table(durable({ n: 6, pending: 1 }))
  table.online(0, 1, 2, 3, 4, 5)
  table.hear(1, { proposals: [proposal(1, 0, facts)] })
  table.step({ t: 'prepared', height: 1, facts, verdict: 'valid' })
  table.hear(3, { certs: [closing] })
  table.step({ t: 'committed', height: 1, final: closing, voters: NEXT, pending: 0 })
  return table
}

describe('across the end of an epoch', () => {
  test('the F that ended it goes to everybody once; who is online has to be said anew', () => {
    const table = crossed()
    expect(table.sent()).toMatchObject([{ certs: [closing], votes: [] }])
    expect(table.state.online).toEqual([])
    expect(table.state.slot).toMatchObject({ height: 2, view: 0 })
    expect(table.state.quorum).toBe(4)
  })

  test('votes, certificates and proposals of the old epoch count nowhere in the new one', () => {
    const table = crossed()
    for (const signer of [1, 2, 3, 4]) table.hear(signer, { votes: [vote(signer, NULLIFY, 0, '', 2)] })
    table.hear(1, { certs: [cert([1, 2, 3, 4], NULLIFY, 0, '', 2)], proposals: [proposal(2, 0, facts, [], 2)] })
    expect(table.state.slot).toMatchObject({ view: 0, views: [] })
    for (const signer of [1, 2, 3, 4]) table.hear(signer, { votes: [inEpoch(1, vote(signer, NULLIFY, 0, '', 2))] })
    expect(table.state.slot.view).toBe(1)
  })

  test('a late double vote of the old epoch is evidence, judged by the voters of its slot', () => {
    const table = crossed()
    table.hear(3, { votes: [vote(2, NULLIFY, 0)] })
    expect(table.effects).toMatchObject([{ t: 'evidence', evidence: { code: 'E3', first: { signer: 2 }, second: { signer: 2 } } }])
    // Index 5 was a voter then; the same vote under the new epoch is nothing.
    table.hear(3, { votes: [vote(5, NULLIFY, 0), inEpoch(1, vote(5, FINALIZE, 0))] })
    expect(table.has('evidence')).toBe(false)
    table.hear(3, { votes: [vote(5, FINALIZE, 0)] })
    expect(table.has('evidence')).toBe(true)
  })

  test('a member left behind is answered with the F that ended its epoch, a member further behind with a bare status', () => {
    const table = crossed()
    table.hear(2, { status: status(0, 1) })
    expect(table.sent()).toMatchObject([{ certs: [closing], status: null }])
    table.hear(2, { status: status(0, 1, false) })
    expect(table.sent()).toMatchObject([{ certs: [closing] }])
    const later = new Table(durable({ n: 6, height: 9, voters: { ...NEXT, epoch: 4 } }))
    later.hear(2, { status: status(1, 3) })
    expect(later.sent()).toMatchObject([{ certs: [], status: { epoch: 4, height: 10, views: [], ask: false } }])
    later.hear(2, { status: status(1, 3, false) })
    expect(later.sent()).toEqual([])
  })

  test('after a restart or a catch-up the driver hands that F in', () => {
    const started = new Table(durable({ n: 6, height: 3, voters: NEXT, final: inEpoch(1, cert([1, 2, 3, 4], FINALIZE, 0, 'cc', 3)), closing }))
    started.hear(2, { status: status(0, 1) })
    expect(started.sent()).toMatchObject([{ certs: [closing] }])
    const jumped = new Table(durable({ n: 6 }))
    jumped.step({ t: 'committed', height: 3, final: inEpoch(1, cert([1, 2, 3, 4], FINALIZE, 0, 'cc', 3)), voters: NEXT, pending: 0, closing })
    expect(jumped.sent()).toEqual([])
    jumped.hear(2, { status: status(0, 1) })
    expect(jumped.sent()).toMatchObject([{ certs: [closing] }])
  })

  test('a claim of a later epoch is a hint to the driver, once a member, and proves nothing', () => {
    const table = new Table(durable({ n: 6 }))
    table.hear(2, { status: status(3, 40) })
    expect(table.effects).toMatchObject([{ t: 'behind', from: 2, epoch: 3, height: 40 }, { t: 'send', to: 2, message: { status: { epoch: 0, height: 1, ask: true } } }])
    table.hear(2, { status: status(3, 41, false) })
    expect(table.effects).toEqual([])
    expect(table.state.slot).toMatchObject({ height: 1, view: 0, views: [] })
  })

  test('senders and neighbours that are no voters of this epoch are ignored', () => {
    const table = new Table(durable({ n: 4, pending: 1 }))
    for (const from of [-1, 4, 1.5, Number.NaN]) {
      table.hear(from, { votes: [vote(1, NULLIFY, 0)], status: status(0, 1) })
      expect(table.sent()).toEqual([])
      table.step({ t: 'connected', peer: from })
      table.step({ t: 'heartbeat', peer: from, height: 9 })
      expect(table.sent()).toEqual([])
    }
    expect(table.state.slot.views).toEqual([])
  })

  test('a peer without a vote repeats no question', () => {
    const table = new Table(durable({ n: 4, me: null }))
    table.hear(1, { votes: [vote(1, NULLIFY, 0), vote(2, NULLIFY, 0)] })
    expect(table.state.timers.retry).toBeUndefined()
    table.hear(1, { certs: [cert([1, 2, 3], FINALIZE, 0)] })
    expect(table.state.timers.retry).toBeDefined()
    table.fire('retry')
    expect([table.has('prepare'), table.sent()]).toEqual([true, []])
  })
})

describe('two final blocks of one height', () => {
  const other = cert([1, 2, 3, 5], FINALIZE, 2, 'bb')

  test('of the last slots: noticed by the core', () => {
    const table = crossed()
    table.hear(3, { certs: [other] })
    expect(table.effects).toMatchObject([{ t: 'halt', code: 'CONSENSUS_FORK', height: 1 }])
    expect(table.state.muted).toBe(true)
  })

  test('of any height and epoch: told by the driver', () => {
    const table = new Table(durable({ n: 4, height: 50, voters: { ...NEXT, epoch: 7 } }))
    table.step({ t: 'fork', first: closing, second: closing })
    table.step({ t: 'fork', first: closing, second: { ...other, height: 2 } })
    table.step({ t: 'fork', first: closing, second: { ...other, kind: NOTARIZE } })
    expect(table.state.muted).toBe(false)
    table.step({ t: 'fork', first: closing, second: inEpoch(3, other) })
    expect(table.effects).toMatchObject([{ t: 'halt', code: 'CONSENSUS_FORK', height: 1, view: 2 }])
  })

  test('their certificates, with the X between, name at least f + 1 signers', () => {
    // n = 4, f = 1, and two members lie: F of aa in view 0, X of view 0, then bb in view 1.
    const votes = [cert([0, 1, 2], NOTARIZE, 0), cert([0, 1, 2], FINALIZE, 0), cert([1, 2, 3], NULLIFY, 0, ''), cert([1, 2, 3], NOTARIZE, 1, 'bb'), cert([1, 2, 3], FINALIZE, 1, 'bb')].flatMap(votesOf)
    const found = contradictions(votes)
    expect(found.map(({ code, first }) => [code, first.signer])).toEqual([['E3', 1], ['E3', 2]])
    expect(contradictions([vote(1, NOTARIZE, 0), vote(1, FINALIZE, 0, 'bb'), vote(1, NOTARIZE, 0), vote(2, NOTARIZE, 1), vote(2, NULLIFY, 1)])).toEqual([])
    const twice = contradictions([vote(1, NOTARIZE, 0), vote(1, NOTARIZE, 0, 'bb'), vote(1, NOTARIZE, 0, 'cc'), vote(1, FINALIZE, 2), vote(1, FINALIZE, 2, 'bb')])
    expect(twice.map(({ code }) => code)).toEqual(['E1', 'E2'])
  })
})

test('a block of the future is more than 90 s ahead of the clock, and more than 1 ms after its parent', () => {
  const now = 1_000_000
  expect([now, now + 90_000, now + 90_001].map((time) => isFuture(time, 0, now))).toEqual([false, false, true])
  const late = now + 600_000
  expect([late + 1, late + 2].map((time) => isFuture(time, late, now))).toEqual([false, true])
})

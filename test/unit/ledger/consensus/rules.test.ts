import { describe, expect, test } from 'vitest'
import { FINALIZE, NOTARIZE, NULLIFY } from '../../../../shared/ledger/types.ts'
import { cert, durable, proposal, Table, vote } from './table.ts'

const facts = { block: 'aa', bornView: 0, proposer: 1 }
const prepared = (table: Table, of = facts, verdict: 'valid' | 'future' | 'invalid' = 'valid') =>
  table.step({ t: 'prepared', height: 1, facts: of, verdict })
/** Slot 1, view 0, leader is member 1; all four online. */
const ready = (): Table => {
  const table = new Table()
  table.online(0, 1, 2, 3)
  return table
}

describe('voting', () => {
  test('R2, R3, R5: notarize, finalize, commit, next slot', () => {
    const table = ready()
    table.hear(1, { proposals: [proposal(1, 0, facts)] })
    expect(table.has('prepare')).toBe(true)
    prepared(table)
    expect(table.cast()).toMatchObject([{ kind: NOTARIZE, view: 0, block: 'aa' }])
    table.hear(2, { votes: [vote(2, NOTARIZE, 0)] })
    expect(table.cast()).toMatchObject([{ kind: FINALIZE, view: 0, block: 'aa' }])
    table.hear(1, { votes: [vote(1, FINALIZE, 0)] })
    table.hear(2, { votes: [vote(2, FINALIZE, 0)] })
    expect(table.effects.find((effect) => effect.t === 'commit')).toMatchObject({ height: 1, block: 'aa', final: { signers: [0, 1, 2] } })
    const final = cert([0, 1, 2], FINALIZE, 0)
    table.step({ t: 'committed', height: 1, final, voters: table.state.voters, pending: 0 })
    expect(table.state.slot).toMatchObject({ height: 2, view: 0 })
    expect(table.state.timers.retry).toBeUndefined()
  })

  test('own votes are durable, with the body of their block, before anything is sent', () => {
    const table = ready()
    table.hear(1, { proposals: [proposal(1, 0, facts)] })
    prepared(table)
    const [first] = table.effects
    expect(first).toMatchObject({ t: 'persist', sync: true, blocks: [facts] })
    expect(table.effects.findIndex((effect) => effect.t === 'send')).toBeGreaterThan(0)
  })

  test('a fresh block needs X of every view before, a repeated one its N and X between', () => {
    const fresh = { block: 'bb', bornView: 1, proposer: 2 }
    const table = ready()
    table.hear(1, { certs: [cert([1, 2, 3], NOTARIZE, 0)] })
    expect(table.state.slot.view).toBe(1)
    table.hear(2, { proposals: [proposal(2, 1, fresh)] })
    expect(table.cast()).toEqual([])
    table.hear(2, { certs: [cert([1, 2, 3], NULLIFY, 0)] })
    expect(table.effects).toContainEqual({ t: 'prepare', height: 1, block: 'bb', holders: [2] })
    prepared(table, fresh)
    expect(table.cast()).toMatchObject([{ kind: NOTARIZE, view: 1, block: 'bb' }])
  })

  test('a block is not repeated across a view that has neither its N nor X', () => {
    const table = ready()
    table.hear(1, { certs: [cert([1, 2, 3], NOTARIZE, 0), cert([1, 2, 3], NOTARIZE, 1, 'bb')] })
    expect(table.state.slot.view).toBe(2)
    table.hear(3, { proposals: [proposal(3, 2, facts)] })
    prepared(table)
    expect(table.cast().filter((each) => each.view === 2)).toEqual([])
  })

  test('a repeated block is notarized although its time is ahead, a fresh one is not', () => {
    const late = ready()
    late.hear(1, { proposals: [proposal(1, 0, facts)] })
    prepared(late, facts, 'future')
    expect(late.cast()).toMatchObject([{ kind: NULLIFY }])
    const again = ready()
    again.hear(2, { proposals: [proposal(2, 1, facts, [cert([1, 2, 3], NOTARIZE, 0)])] })
    prepared(again, facts, 'future')
    expect(again.cast().map(({ kind, view }) => [kind, view])).toEqual([[FINALIZE, 0], [NOTARIZE, 1]])
  })

  test('an invalid proposal is nullified at once; so is one that names a foreign proposer', () => {
    const table = ready()
    table.hear(1, { proposals: [proposal(1, 0, facts)] })
    prepared(table, facts, 'invalid')
    expect(table.cast()).toMatchObject([{ kind: NULLIFY, view: 0 }])
    const foreign = ready()
    foreign.hear(1, { proposals: [proposal(1, 0, { ...facts, proposer: 3 })] })
    expect(foreign.cast()).toMatchObject([{ kind: NULLIFY, view: 0 }])
  })

  test('after nullify: no notarize and no finalize in that view', () => {
    const table = ready()
    table.step({ t: 'pending', count: 1 })
    table.fire('leader')
    expect(table.cast()).toMatchObject([{ kind: NULLIFY, view: 0 }])
    table.hear(1, { proposals: [proposal(1, 0, facts)] })
    prepared(table)
    table.hear(2, { certs: [cert([1, 2, 3], NOTARIZE, 0)] })
    prepared(table)
    const kinds = table.all.flatMap((effect) => (effect.t === 'persist' ? effect.votes : [])).filter((each) => each.signer === 0 && each.view === 0)
    expect(kinds.map((each) => each.kind)).toEqual([NULLIFY])
  })

  test('R4: f+1 nullify votes are joined once and never answered again', () => {
    const table = ready()
    table.hear(2, { votes: [vote(2, NULLIFY, 0)] })
    expect(table.cast()).toEqual([])
    table.hear(3, { votes: [vote(3, NULLIFY, 0)] })
    expect(table.cast()).toMatchObject([{ kind: NULLIFY, view: 0 }])
    for (let i = 0; i < 5; i++) {
      table.hear(3, { votes: [vote(3, NULLIFY, 0), vote(2, NULLIFY, 0)] })
      expect(table.sent()).toEqual([])
    }
  })
})

describe('leading', () => {
  const leader = (pending = 1): Table => {
    const table = new Table(durable({ me: 1, pending }))
    table.online(0, 1, 2, 3)
    return table
  }

  test('R1: waits for a batch, builds, proposes; a full batch does not wait', () => {
    const table = leader()
    expect(table.all.some((effect) => effect.t === 'build')).toBe(false)
    table.fire('batch')
    expect(table.effects).toContainEqual({ t: 'build', height: 1, view: 0 })
    table.step({ t: 'built', height: 1, view: 0, facts })
    expect(table.sent()).toMatchObject([{ proposals: [{ facts, justify: [] }], votes: [] }])
    expect(leader(256).all).toContainEqual({ t: 'build', height: 1, view: 0 })
  })

  test('R1: one block is asked for in a view, however many records come meanwhile; where there was none, again with more', () => {
    const table = leader(256)
    const builds = (): number => table.all.filter((effect) => effect.t === 'build').length
    for (const count of [257, 300, 400]) table.step({ t: 'pending', count })
    expect(builds()).toBe(1)
    table.step({ t: 'built', height: 1, view: 0, facts: null })
    // More than when it was asked for had come by then.
    expect(builds()).toBe(2)
    table.step({ t: 'built', height: 1, view: 0, facts: null })
    table.step({ t: 'pending', count: 400 })
    expect(builds()).toBe(2)
    table.step({ t: 'pending', count: 401 })
    expect(builds()).toBe(3)
    table.step({ t: 'built', height: 1, view: 0, facts })
    expect(table.sent()).toMatchObject([{ proposals: [{ facts, justify: [] }] }])
  })

  test('R1: a stuck block is proposed again with its N', () => {
    const table = new Table(durable({ me: 2 }))
    table.online(0, 1, 2, 3)
    table.hear(1, { proposals: [proposal(1, 0, facts)] })
    prepared(table)
    table.hear(0, { certs: [cert([0, 1, 3], NOTARIZE, 0)] })
    table.fire('batch')
    expect(table.sent()[0]!.proposals).toMatchObject([{ vote: { view: 1, block: 'aa' }, facts, justify: [{ kind: NOTARIZE, view: 0 }] }])
  })

  test('a block built for a view that is over, or for a foreign height, is not proposed', () => {
    const table = leader()
    table.fire('batch')
    table.step({ t: 'built', height: 2, view: 0, facts })
    expect(table.sent()).toEqual([])
    table.hear(0, { certs: [cert([0, 2, 3], NULLIFY, 0)] })
    table.step({ t: 'built', height: 1, view: 0, facts })
    expect(table.sent().flatMap((message) => message.proposals)).toEqual([])
  })
})

describe('work, gate, skip', () => {
  test('R7: without work nothing is set and nothing is said', () => {
    const table = ready()
    table.hear(2, { votes: [vote(2, NULLIFY, 0)] })
    expect(table.all).toEqual([])
  })

  test('R8: below a quorum online the view timers wait for the gate', () => {
    const table = new Table()
    table.online(0, 2)
    table.step({ t: 'pending', count: 1 })
    expect(Object.keys(table.state.timers).sort()).toEqual(['gate', 'retry'])
    table.fire('gate')
    expect(Object.keys(table.state.timers).sort()).toEqual(['leader', 'retry', 'view'])
  })

  test('R6: a sleeping leader is skipped after asking f+1 others, not before', () => {
    const table = new Table()
    table.online(0, 2, 3)
    table.step({ t: 'pending', count: 1 })
    expect(table.sent()).toMatchObject([{ status: { ask: true } }])
    expect(table.cast()).toEqual([])
    const status = { epoch: 0, height: 1, view: 0, ask: false, views: [] }
    table.hear(2, { status })
    expect(table.cast()).toEqual([])
    table.hear(3, { status })
    expect(table.cast()).toMatchObject([{ kind: NULLIFY, view: 0 }])
  })

  test('a stale timer is ignored', () => {
    const table = ready()
    table.step({ t: 'pending', count: 1 })
    const { id } = table.state.timers.leader!
    table.hear(1, { proposals: [proposal(1, 0, facts)] })
    table.step({ t: 'timer', timer: 'leader', id })
    expect(table.cast()).toEqual([])
  })
})

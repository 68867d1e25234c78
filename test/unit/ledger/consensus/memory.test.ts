import { describe, expect, test } from 'vitest'
import type { Effect, Event } from '../../../../shared/ledger/consensus/types.ts'
import { RULES } from '../../../../shared/ledger/consensus/rules.ts'
import { TIMING, leaderDelay, retryDelay, viewDelay } from '../../../../shared/ledger/consensus/timing.ts'
import { FINALIZE, NOTARIZE, NULLIFY } from '../../../../shared/ledger/types.ts'
import { cert, durable, proposal, Table, vote } from './table.ts'

const facts = { block: 'aa', bornView: 0, proposer: 1 }
const status = { epoch: 0, height: 1, view: 0, ask: true, views: [] }

describe('restart', () => {
  const votes = [vote(0, NOTARIZE, 0), vote(1, NOTARIZE, 0), vote(0, FINALIZE, 0)]

  test('own votes that still count go out again, with a question; none is cast twice', () => {
    const table = new Table(durable({ votes, certs: [cert([0, 1, 2], NOTARIZE, 0)], blocks: [facts] }))
    expect(table.state.slot.view).toBe(1)
    expect(table.sent()).toMatchObject([{ votes: [{ kind: FINALIZE, view: 0, signer: 0 }], status: { ask: true } }])
    table.step({ t: 'prepared', height: 1, facts, verdict: 'valid' })
    table.hear(2, { proposals: [proposal(1, 0, facts)], votes: [vote(2, NOTARIZE, 0)] })
    expect(table.all.filter((effect) => effect.t === 'persist').flatMap((effect) => effect.votes)).toEqual([])
  })

  test('without certificates the view is older, and own votes alone forbid a contrary one', () => {
    const table = new Table(durable({ votes, blocks: [facts], pending: 1 }))
    table.online(0, 1, 2, 3)
    expect(table.state.slot.view).toBe(0)
    expect(table.state.timers.view).toBeUndefined()
    table.hear(2, { votes: [vote(2, NULLIFY, 0), vote(3, NULLIFY, 0)] })
    expect(table.cast()).toEqual([])
  })

  test('a leader proposes its block again, not another one', () => {
    const table = new Table(durable({ me: 1, votes: [vote(1, NOTARIZE, 0)], blocks: [facts], pending: 3 }))
    expect(table.sent()[0]).toMatchObject({ proposals: [{ facts, vote: { signer: 1, view: 0 } }], votes: [] })
    table.online(0, 1, 2, 3)
    expect(table.all.some((effect) => effect.t === 'build')).toBe(false)
  })

  test('votes of others seen before still count, without their voters (R9)', () => {
    const table = new Table(durable({ votes: [...votes, vote(1, FINALIZE, 0)], certs: [cert([0, 1, 2], NOTARIZE, 0)], blocks: [facts] }))
    table.step({ t: 'prepared', height: 1, facts, verdict: 'valid' })
    table.hear(2, { votes: [vote(2, FINALIZE, 0)] })
    expect(table.has('commit')).toBe(true)
    const answer = new Table(durable({ votes, blocks: [facts] }))
    answer.hear(3, { status })
    expect(answer.sent()[0]!.votes.map(({ signer, kind }) => [signer, kind])).toEqual([[0, FINALIZE], [0, NOTARIZE], [1, NOTARIZE]])
    expect(answer.sent()[0]!.proposals).toHaveLength(1)
  })
})

describe('evidence', () => {
  const of = (effects: readonly Effect[]): string[] => effects.flatMap((effect) => (effect.t === 'evidence' ? [effect.evidence.code] : []))

  test('E1, E2, E3, each once, from votes and from certificates', () => {
    const table = new Table()
    table.hear(2, { votes: [vote(2, NOTARIZE, 0), vote(2, NOTARIZE, 0, 'bb'), vote(2, NOTARIZE, 0, 'cc')] })
    table.hear(2, { votes: [vote(2, FINALIZE, 1), vote(2, FINALIZE, 1, 'bb'), vote(2, NULLIFY, 1)] })
    table.hear(3, { votes: [vote(3, NULLIFY, 2)], certs: [] })
    table.hear(1, { certs: [cert([1, 2, 3], FINALIZE, 2)] })
    expect(of(table.all)).toEqual(['E1', 'E2', 'E3', 'E3'])
  })

  test('finalize after notarizing a twin is legal', () => {
    const table = new Table()
    table.hear(2, { votes: [vote(2, NOTARIZE, 0), vote(2, FINALIZE, 0, 'bb')] })
    expect(of(table.all)).toEqual([])
  })

  test('votes of a past slot are still compared', () => {
    const table = new Table()
    table.hear(2, { votes: [vote(2, NOTARIZE, 0)] })
    table.step({ t: 'committed', height: 1, final: cert([1, 2, 3], FINALIZE, 0), voters: table.state.voters, pending: 0 })
    table.hear(3, { votes: [vote(2, NOTARIZE, 0, 'bb')] })
    expect(of(table.effects)).toEqual(['E1'])
  })

  test('a vote of my own key that I never cast stops my voting', () => {
    const table = new Table()
    table.online(0, 1, 2, 3)
    table.hear(2, { votes: [vote(0, NOTARIZE, 0)] })
    expect(table.effects).toContainEqual({ t: 'halt', code: 'CONSENSUS_FOREIGN_OWN_VOTE', height: 1, view: 0 })
    table.hear(2, { votes: [vote(2, NULLIFY, 0), vote(3, NULLIFY, 0)] })
    expect(table.cast()).toEqual([])
  })

  test('two final blocks of one height are a fork; a final block found invalid stops', () => {
    const fork = new Table()
    fork.step({ t: 'committed', height: 1, final: cert([1, 2, 3], FINALIZE, 0), voters: fork.state.voters, pending: 0 })
    fork.hear(2, { certs: [cert([0, 1, 2], FINALIZE, 0, 'bb')] })
    expect(fork.effects).toContainEqual({ t: 'halt', code: 'CONSENSUS_FORK', height: 1, view: 0, finals: [cert([1, 2, 3], FINALIZE, 0), cert([0, 1, 2], FINALIZE, 0, 'bb')] })
    const invalid = new Table()
    invalid.hear(2, { certs: [cert([1, 2, 3], FINALIZE, 0)] })
    invalid.step({ t: 'prepared', height: 1, facts, verdict: 'invalid' })
    expect(invalid.effects).toContainEqual({ t: 'halt', code: 'CONSENSUS_INVALID_FINAL', height: 1, view: 0 })
  })
})

describe('what comes from outside', () => {
  test.each([
    ['foreign epoch', { votes: [{ ...vote(2, NOTARIZE, 0), epoch: 1 }] }],
    ['no such signer', { votes: [vote(4, NOTARIZE, 0), vote(-1, NOTARIZE, 0), vote(1.5, NOTARIZE, 0)] }],
    ['view beyond the window', { votes: [vote(2, NOTARIZE, 17)], certs: [cert([1, 2, 3], NULLIFY, 17)] }],
    ['nullify with a block', { votes: [{ ...vote(2, NULLIFY, 0), block: 'aa' }] }],
    ['notarize without one', { votes: [vote(2, NOTARIZE, 0, '')] }],
    ['too few signers', { certs: [cert([1, 2], NOTARIZE, 0)] }],
    ['repeated signers', { certs: [cert([1, 2, 2], NOTARIZE, 0)] }],
    ['unsorted signers', { certs: [cert([3, 2, 1], NOTARIZE, 0)] }],
    ['foreign signers', { certs: [cert([1, 2, 9], NOTARIZE, 0)] }],
    ['proposal of a member who does not lead', { proposals: [proposal(2, 0, facts)] }],
    ['proposal whose vote names another block', { proposals: [{ ...proposal(1, 0, facts), facts: { ...facts, block: 'bb' } }] }],
  ])('%s is not taken', (_, parts) => {
    const table = new Table()
    table.hear(2, parts)
    expect(table.state.slot.views.filter(Boolean)).toEqual([])
    expect(table.effects).toEqual([])
  })

  test('a later height is only a hint: asked once, after the jitter', () => {
    const table = new Table()
    table.hear(2, { votes: [vote(2, NOTARIZE, 0, 'aa', 9)] })
    table.fire('share')
    expect(table.sent()).toMatchObject([{ status: { ask: true } }])
    table.hear(2, { votes: [vote(2, NOTARIZE, 0, 'bb', 9)] })
    expect(table.effects).toEqual([])
  })

  test('F of a later height starts a catch-up; F of the slot before answers one who is behind', () => {
    const table = new Table()
    const final = cert([1, 2, 3], FINALIZE, 0, 'aa', 5)
    table.hear(2, { certs: [final] })
    expect(table.effects).toContainEqual({ t: 'sync', from: 2, final })
    table.step({ t: 'committed', height: 5, final, voters: table.state.voters, pending: 0 })
    table.hear(3, { status })
    expect(table.sent()).toMatchObject([{ certs: [final], status: { height: 6, ask: false } }])
  })

  test('what comes early for the next slot counts once it opens', () => {
    const table = new Table()
    table.hear(2, { proposals: [proposal(2, 0, { block: 'bb', bornView: 0, proposer: 2 }, [], 2)] })
    expect(table.has('prepare')).toBe(false)
    table.step({ t: 'committed', height: 1, final: cert([1, 2, 3], FINALIZE, 0), voters: table.state.voters, pending: 0 })
    expect(table.effects).toContainEqual({ t: 'prepare', height: 2, block: 'bb', holders: [2] })
  })

  test('an answer to an answer ends the exchange', () => {
    const table = new Table(durable({ votes: [vote(0, NULLIFY, 0)] }))
    table.hear(2, { status: { ...status, ask: false } })
    expect(table.sent()).toMatchObject([{ votes: [{ kind: NULLIFY }], status: null }])
    table.hear(2, { status: { ...status, ask: false, views: [{ view: 0, notarized: false, nullified: false, proposal: false, notarize: [], nullify: [0], finalize: [] }] } })
    expect(table.sent()).toEqual([])
  })
})

test('step is pure: a former state steps again to the same end', () => {
  const events: Event[] = [
    { t: 'start', durable: durable({ pending: 1 }) },
    { t: 'presence', online: [0, 1, 2, 3], rtt: 20 },
    { t: 'message', from: 1, message: { certs: [], proposals: [proposal(1, 0, facts)], votes: [], status } },
    { t: 'prepared', height: 1, facts, verdict: 'valid' },
    { t: 'message', from: 2, message: { certs: [cert([1, 2, 3], NULLIFY, 0)], proposals: [], votes: [vote(2, NOTARIZE, 0)], status } },
    { t: 'message', from: 3, message: { certs: [cert([1, 2, 3], FINALIZE, 0)], proposals: [], votes: [], status: null } },
    { t: 'committed', height: 1, final: cert([1, 2, 3], FINALIZE, 0), voters: durable().voters, pending: 0 },
    { t: 'message', from: 3, message: { certs: [], proposals: [], votes: [vote(2, NOTARIZE, 0, 'bb')], status: null } },
  ]
  const text = (value: unknown): string => JSON.stringify(value, (key, each: unknown) => (key === 'owner' ? undefined : each instanceof Map ? [...each] : each))
  const { core } = new Table()
  let state = core.initial
  for (const event of events) {
    const before = text(state)
    const first = core.step(state, event)
    const again = core.step(state, event)
    expect(text(again)).toBe(text(first))
    expect(text(state)).toBe(before)
    state = first.state
  }
})

test('quorums share f+1 voters at every size', () => {
  for (let n = 4; n <= 100; n++) {
    const [f, q] = [RULES.faultBound(n), RULES.quorum(n)]
    expect(2 * q - n).toBeGreaterThanOrEqual(f + 1)
    expect(q).toBeLessThanOrEqual(n - f)
  }
  expect([4, 5, 6, 7, 10, 13, 40, 100].map(RULES.quorum)).toEqual([3, 4, 4, 5, 7, 9, 27, 67])
})

test('timers: clamp, growth and cap', () => {
  expect(leaderDelay(TIMING, 0, 0)).toBe(600)
  expect(leaderDelay(TIMING, 200, 0)).toBe(800)
  expect(leaderDelay(TIMING, 5_000, 0)).toBe(3_000)
  expect([0, 1, 2, 50].map((view) => viewDelay(TIMING, 0, view))).toEqual([1_200, 1_800, 2_700, 15_000])
  expect(retryDelay(TIMING, 0, 0)).toBe(1_800)
})

/** Mistakes that other systems have made (each with its seeded twin in test/mutation). */
import { describe, expect, test } from 'vitest'
import { decodeGenesis, encodeGenesis } from '../../../../shared/ledger/index.ts'
import { encodeCanonical } from '../../../../shared/ledger/codec/canonical.ts'
import { FINALIZE, NOTARIZE, NULLIFY } from '../../../../shared/ledger/types.ts'
import { testVoters } from '../support.ts'
import { cert, durable, proposal, Table, vote } from './table.ts'

const facts = { block: 'aa', bornView: 0, proposer: 1 }
const twin = { block: 'bb', bornView: 0, proposer: 1 }
const ready = (): Table => {
  const table = new Table()
  table.online(0, 1, 2, 3)
  return table
}
const prepare = (table: Table, of: typeof facts): void => void table.step({ t: 'prepared', height: 1, facts: of, verdict: 'valid' })
const kinds = (table: Table): (readonly [number, string])[] => table.cast().map(({ kind, block }) => [kind, block] as const)

describe('the notarization is for the twin of the block held', () => {
  test('the twin’s content is fetched, and finalize goes to it alone', () => {
    const table = ready()
    table.hear(1, { proposals: [proposal(1, 0, facts)] })
    prepare(table, facts)
    table.hear(2, { certs: [cert([1, 2, 3], NOTARIZE, 0, 'bb')] })
    expect(kinds(table)).toEqual([])
    expect(table.effects).toContainEqual({ t: 'prepare', height: 1, block: 'bb', holders: [2, 3] })
    prepare(table, twin)
    expect(kinds(table)).toEqual([[FINALIZE, 'bb']])
  })

  test('the twin is what is committed', () => {
    const table = ready()
    table.hear(1, { proposals: [proposal(1, 0, facts)] })
    prepare(table, facts)
    table.hear(2, { certs: [cert([1, 2, 3], FINALIZE, 0, 'bb')] })
    expect(table.has('commit')).toBe(false)
    prepare(table, twin)
    expect(table.effects.find((effect) => effect.t === 'commit')).toMatchObject({ block: 'bb' })
  })
})

describe('the leader has made twins', () => {
  test('votes for twins do not add up, and none of them gets into the certificate of the other', () => {
    const table = new Table(durable({ n: 5, me: 4 }))
    table.hear(0, { votes: [vote(0, NOTARIZE, 0), vote(1, NOTARIZE, 0, 'bb'), vote(2, NOTARIZE, 0), vote(3, NOTARIZE, 0)] })
    expect(table.state.slot.views[0]!.notarization).toBe(null)
    const late = new Table(durable({ n: 7, me: 6 }))
    late.hear(0, { votes: [vote(5, NOTARIZE, 0, 'bb'), ...[0, 1, 2, 3, 4].map((signer) => vote(signer, NOTARIZE, 0))] })
    expect(late.state.slot.views[0]!.notarization?.signers).toEqual([0, 1, 2, 3, 4])
  })
})

describe('the content of a notarized block is withheld', () => {
  test('nobody finalizes, and nobody commits, what is not stored', () => {
    const table = ready()
    table.hear(2, { certs: [cert([1, 2, 3], NOTARIZE, 0)] })
    expect(kinds(table)).toEqual([])
    table.hear(2, { certs: [cert([1, 2, 3], FINALIZE, 0)] })
    expect(table.has('commit')).toBe(false)
    // It is asked for again until it comes.
    table.fire('retry')
    expect(table.effects).toContainEqual({ t: 'prepare', height: 1, block: 'aa', holders: [1, 2, 3] })
  })
})

describe('the last block of the day', () => {
  test('stays work without any record pending until it is final: its finalize votes are repeated', () => {
    const table = ready()
    table.hear(1, { proposals: [proposal(1, 0, facts)] })
    prepare(table, facts)
    table.hear(2, { votes: [vote(2, NOTARIZE, 0)] })
    expect(kinds(table)).toEqual([[FINALIZE, 'aa']])
    for (let i = 0; i < 3; i++) {
      table.fire('retry')
      expect(table.sent().some((message) => message.votes.some(({ kind, signer }) => kind === FINALIZE && signer === 0))).toBe(true)
    }
  })
})

describe('the floor', () => {
  test('of final slots never moves back: what is settled is not voted on again', () => {
    const table = ready()
    const { voters } = table.state
    for (const height of [1, 2]) table.step({ t: 'committed', height, final: cert([1, 2, 3], FINALIZE, 0, 'aa', height), voters, pending: 0 })
    table.step({ t: 'committed', height: 1, final: cert([1, 2, 3], FINALIZE, 0), voters, pending: 5 })
    expect(table.state.slot.height).toBe(3)
    table.hear(2, { votes: [vote(2, NULLIFY, 0), vote(3, NULLIFY, 0)] })
    expect(table.cast()).toEqual([])
  })

  test('of views does not move back either: a restart goes to the view its certificates lead to', () => {
    const table = new Table(durable({ certs: [cert([1, 2, 3], NULLIFY, 1), cert([1, 2, 3], NULLIFY, 0)] }))
    expect(table.state.slot.view).toBe(2)
  })
})

describe('a split in which each half holds another certificate of a view', () => {
  test('heals: who is asked gives the certificate that lets the other move, the N as well as the X', () => {
    const status = { epoch: 0, height: 1, view: 0, ask: true, views: [] }
    for (const held of [cert([1, 2, 3], NOTARIZE, 0), cert([1, 2, 3], NULLIFY, 0)]) {
      const table = ready()
      table.hear(2, { certs: [held] })
      table.hear(3, { status })
      expect(table.sent().flatMap((message) => message.certs)).toContainEqual(held)
    }
  })
})

describe('storms', () => {
  test('a message heard ten times is answered no more than once', () => {
    const table = ready()
    const message = { certs: [cert([1, 2, 3], NULLIFY, 0)], votes: [vote(2, NULLIFY, 1), vote(3, NULLIFY, 1)], proposals: [proposal(2, 1, { block: 'cc', bornView: 1, proposer: 2 })] }
    table.hear(2, message)
    for (let i = 0; i < 10; i++) {
      table.hear(3, message)
      expect(table.sent()).toEqual([])
    }
  })
})

describe('the voter list', () => {
  test('of a genesis that is not sorted is refused: nobody may have another order of leaders', () => {
    const { genesis } = testVoters(5)
    expect(decodeGenesis(encodeGenesis(genesis)).ok).toBe(true)
    const [first, second, ...rest] = genesis.members
    const unsorted = encodeCanonical({ ...genesis, members: [second, first, ...rest] })
    expect(decodeGenesis(unsorted)).toMatchObject({ ok: false, error: { code: 'GENESIS_INVALID' } })
  })
})

import { describe, expect, it } from 'vitest'
import { equalBytes, toHex, utf8 } from '../../../shared/kit/bytes.ts'
import {
  blockId,
  bucketOf,
  buildBlock,
  decodeBlock,
  encodeBlock,
  keyId,
  MAX_BLOCK_RECORDS,
  MAX_BUCKET_KEYS,
  publicKeyOf,
  readDevice,
  readVoid,
  rootAt,
  StateTree,
  validateBlock,
  type Header,
  type OpenRecord,
  type StateStore
} from '../../../shared/ledger/index.ts'
import { notes, staffSeed, TestChain } from './chain.ts'
import { hash, seed } from './support.ts'

const put = (chain: TestChain, k: string, v = 'x') => chain.record('note.put', { k, v })
const code = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? 'ok' : result.error!.code)

describe('a chain of blocks', () => {
  it('keeps state, tree and log in step with what the headers say', () => {
    const chain = new TestChain()
    const first = chain.commit([put(chain, 'a'), put(chain, 'b')])
    const second = chain.commit([put(chain, 'a', 'y'), chain.record('note.drop', { k: 'b' }), chain.record('note.drop', { k: 'zz' })])
    expect([first.header.height, second.header.height, second.header.logSize]).toEqual([1, 2, 5])
    expect(second.header.parent).toEqual(blockId(first.header))
    expect(StateTree.of(chain.state).root).toEqual(second.header.stateRoot)
    expect(rootAt(chain.tiles, 5)).toEqual(second.header.logRoot)
    expect(rootAt(chain.tiles, 2)).toEqual(first.header.logRoot)
    expect(chain.state.get('note/a')).toEqual(utf8('y'))
    expect(chain.state.get('note/b')).toBeNull()
  })

  it('is judged valid by every other member, from bytes alone', () => {
    const chain = new TestChain()
    const { block } = chain.build([put(chain, 'a'), put(chain, 'b')])
    const bytes = encodeBlock({ header: block!.header, body: block!.records.map((record) => record.bytes) })
    const back = decodeBlock(bytes)
    expect(back).toEqual({ ok: true, value: { header: block!.header, body: block!.records.map((record) => record.bytes) } })
    const verdict = validateBlock(chain.head, notes, block!.header, block!.records)
    expect(verdict).toEqual({ ok: true, value: block!.execution })
    expect(chain.tree.root).not.toEqual(block!.header.stateRoot)
  })
})

describe('void records', () => {
  it('are ordered, marked with their reason, and change nothing but their device', () => {
    const chain = new TestChain()
    const record = chain.record('note.drop', { k: 'none' })
    const { execution } = chain.commit([record])
    expect(execution.outcomes).toEqual([{ recordId: record.id, index: 0, void: { code: 'NO_SUCH_NOTE', params: { key: 'note/none' } } }])
    expect(readVoid(chain.state, record.id)).toEqual({ code: 'NO_SUCH_NOTE', params: { key: 'note/none' } })
    expect(readDevice(chain.state, record.payload.d)).toMatchObject({ n: 1, p: record.id, on: true })
    expect(execution.changes.map(([key]) => key.slice(0, 7))).toEqual(['sys/dev', 'sys/voi'])
  })

  it.each([
    ['bad.system', 'RECORD_STATE_KEY'],
    ['bad.many', 'RECORD_TOO_MANY_CHANGES'],
    ['bad.throws', 'EXECUTION_FAILED']
  ])('come of an application that breaks the limits: %s', (kind, expected) => {
    const chain = new TestChain()
    const record = chain.record(kind, {})
    const { execution } = chain.commit([record, put(chain, 'after')])
    expect(execution.outcomes.map((outcome) => outcome.void?.code ?? null)).toEqual([expected, null])
  })

  it('come of a full bucket, which an existing key may still change', () => {
    const chain = new TestChain()
    const full = bucketOf('note/new')
    const crowd = Array.from({ length: MAX_BUCKET_KEYS }, (_, i) => [`crowd/${i}`, utf8('x')] as const)
    const state: StateStore = { get: (key) => chain.state.get(key), list: (prefix) => chain.state.list(prefix), bucket: (index) => (index === full ? crowd : chain.state.bucket(index)) }
    const { block } = buildBlock({ ...chain.head, state }, notes, [put(chain, 'new'), put(chain, 'elsewhere')], 0, chain.head.time + 1)
    expect(block!.execution.outcomes.map((outcome) => outcome.void?.code ?? null)).toEqual(['STATE_BUCKET_FULL', null])
  })

  it('have a reason even where the application’s own cannot be written down', () => {
    const chain = new TestChain()
    const vague: typeof notes = { ...notes, apply: () => ({ void: { code: 'VAGUE', params: { of: undefined as never } } }) }
    const { block } = buildBlock(chain.head, vague, [put(chain, 'a')], 0, chain.head.time + 1)
    expect(block!.execution.outcomes[0]!.void).toEqual({ code: 'EXECUTION_FAILED', params: { kind: 'note.put' } })
  })
  it('do not come of a failing disk: that stops the machine', () => {
    const chain = new TestChain()
    const broken = { ...chain.head, state: Object.assign(Object.create(chain.state), { get: (key: string) => { if (key.startsWith('note/')) throw new Error('disk'); return chain.state.get(key) }, list: (p: string) => chain.state.list(p), bucket: (i: number) => chain.state.bucket(i) }) }
    const record = chain.record('note.drop', { k: 'a' })
    expect(() => buildBlock(broken, notes, [record], 0, chain.head.time + 1)).toThrow('disk')
    const forgiving: typeof notes = {
      ...notes,
      apply(payload, context, state) {
        try {
          return notes.apply(payload, context, state)
        } catch {
          return { void: { code: 'SWALLOWED' } }
        }
      },
    }
    expect(() => buildBlock(broken, forgiving, [record], 0, chain.head.time + 1)).toThrow('disk')
  })
})

describe('devices', () => {
  const staff = publicKeyOf(staffSeed)
  it('sign from the block after their grant on, and no more from the block after their revocation', () => {
    const chain = new TestChain()
    const grant = chain.record('staff.grant', { key: staff })
    const early = chain.record('note.put', { k: 's', v: '1' }, { seed: staffSeed })
    expect(chain.build([grant, early]).refused.map(({ problem }) => problem.code)).toEqual(['RECORD_UNKNOWN_DEVICE'])
    chain.commit([grant])
    chain.commit([early])
    chain.commit([chain.record('staff.revoke', { id: keyId(staff) }), chain.record('note.put', { k: 's', v: '2' }, { seed: staffSeed })])
    const late = chain.record('note.put', { k: 's', v: '3' }, { seed: staffSeed })
    expect(chain.build([late]).refused.map(({ problem }) => problem.code)).toEqual(['RECORD_DEVICE_REVOKED'])
    expect(readDevice(chain.state, keyId(staff))).toMatchObject({ on: false, n: 2 })
  })

  it('are granted once, with a sound key, and revoked only by their member', () => {
    const chain = new TestChain()
    const smallOrder = new Uint8Array(32).with(0, 1)
    chain.commit([chain.record('staff.grant', { key: staff })])
    const { execution } = chain.commit([
      chain.record('staff.grant', { key: staff }),
      chain.record('staff.grant', { key: smallOrder }),
      chain.record('staff.revoke', { id: keyId(staff) }, { seed: chain.members.idSeeds[1]!, author: 'GZ' }),
      chain.record('staff.revoke', { id: hash('nobody') })
    ])
    expect(execution.outcomes.map((outcome) => outcome.void?.code)).toEqual(['DEVICE_ALREADY_GRANTED', 'KEY_INVALID', 'DEVICE_NOT_GRANTED', 'DEVICE_NOT_GRANTED'])
  })

  it('cannot sign for another member', () => {
    const chain = new TestChain()
    const record = chain.record('note.put', { k: 'a', v: 'x' }, { author: 'SH' })
    expect(chain.build([record]).refused[0]!.problem.code).toBe('RECORD_FOREIGN_DEVICE')
  })
})

describe('building', () => {
  it('orders early records behind their predecessors and leaves out what is not admissible', () => {
    const chain = new TestChain()
    const [a, b, c] = [put(chain, 'a'), put(chain, 'b'), put(chain, 'c')] as const
    const gap = chain.record('note.put', { k: 'd', v: 'x' }, { head: { n: 9, prev: hash('unknown') } })
    const future = chain.record('note.put', { k: 'e', v: 'x' }, { seed: chain.members.idSeeds[1]!, author: 'GZ', at: chain.head.time + 1000 + 10 * 60_000 + 1 })
    const { block, refused } = chain.build([c, gap, b, a, future, a])
    expect(block!.records).toEqual([a, b, c])
    expect(refused.map(({ problem }) => problem.code).sort()).toEqual(['RECORD_DUPLICATE', 'RECORD_FROM_FUTURE', 'RECORD_SEQUENCE'])
    expect(code(validateBlock(chain.head, notes, block!.header, block!.records))).toBe('ok')
  })

  it('makes no empty block', () => {
    const chain = new TestChain()
    expect(chain.build([])).toEqual({ block: null, refused: [] })
  })

  it('goes on from the finalized time even where the clock is behind', () => {
    const chain = new TestChain()
    const { block } = chain.build([put(chain, 'a')], 0, 5)
    expect(block!.header.time).toBe(chain.head.time + 1)
  })
})

describe('an invalid block', () => {
  const chain = new TestChain()
  chain.commit([put(chain, 'zero')])
  const records = [put(chain, 'a'), put(chain, 'b')]
  const { header } = chain.build(records).block!
  const judge = (changes: Partial<Header>, body: readonly OpenRecord[] = records) => code(validateBlock(chain.head, notes, { ...header, ...changes }, body))

  it.each<[string, Partial<Header>]>([
    ['FOREIGN_NETWORK', { G: hash('other') }],
    ['BLOCK_HEIGHT', { height: 1 }],
    ['BLOCK_HEIGHT', { height: 3 }],
    ['BLOCK_EPOCH', { epoch: 1 }],
    ['BLOCK_EPOCH', { members: hash('other') }],
    ['BLOCK_PARENT', { parent: hash('other') }],
    ['BLOCK_PROPOSER', { view: 1 }],
    ['BLOCK_TIME', { time: chain.head.time }],
    ['BLOCK_NEXT_MEMBERS', { nextMembers: hash('next') }],
    ['BLOCK_LOG', { logSize: 4 }],
    ['BLOCK_LOG', { logRoot: hash('other') }],
    ['BLOCK_STATE', { stateRoot: hash('other') }]
  ])('is refused with %s', (expected, changes) => {
    expect(judge(changes)).toBe(expected)
  })

  it('is refused for its records', () => {
    const [a, b] = records as [OpenRecord, OpenRecord]
    expect(judge({}, [])).toBe('BLOCK_EMPTY')
    expect(judge({}, Array.from({ length: MAX_BLOCK_RECORDS + 1 }, () => a))).toBe('BLOCK_TOO_MANY_RECORDS')
    expect(judge({ logSize: 1 + 200 }, Array.from({ length: 200 }, () => ({ ...a, bytes: new Uint8Array(16_000) })))).toBe('BLOCK_TOO_LARGE')
    expect(judge({}, [b, a])).toBe('RECORD_SEQUENCE')
    expect(judge({}, [a, a])).toBe('RECORD_DUPLICATE')
    expect(judge({}, [a, { ...b, signature: a.signature }])).toBe('RECORD_SIGNATURE')
    expect(judge({ time: chain.head.time + 1 }, [chain.record('note.put', { k: 'q', v: 'q' }, { seed: chain.members.idSeeds[2]!, author: 'HE', at: chain.head.time + 600_002 }), a])).toBe('RECORD_FROM_FUTURE')
    const stranger = chain.record('note.put', { k: 'q', v: 'q' }, { seed: seed('stranger') })
    expect(judge({}, [stranger, a])).toBe('RECORD_UNKNOWN_DEVICE')
    expect(judge({})).toBe('ok')
  })

  it('cannot repeat a finalized record', () => {
    const old = chain.last!.block.records[0]!
    expect(chain.build([old]).refused[0]!.problem.code).toBe('RECORD_DUPLICATE')
  })

  it('cannot swap a predecessor: the device chain is by hash', () => {
    const fork = chain.record('note.put', { k: 'f', v: 'f' }, { head: { n: 2, prev: hash('another history') } })
    expect(chain.build([records[0]!, fork]).refused[0]!.problem.code).toBe('RECORD_SEQUENCE')
    expect(toHex(records[1]!.payload.prev!)).toBe(toHex(records[0]!.id))
    expect(equalBytes(records[1]!.payload.prev!, records[0]!.id)).toBe(true)
  })
})

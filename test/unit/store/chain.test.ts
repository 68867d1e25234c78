import { existsSync, readdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openChain, openChainReadOnly } from '../../../electron/peer/store/chain/open.ts'
import { after } from '../../../electron/peer/store/chain/prefix.ts'
import type { ChainStore } from '../../../electron/peer/store/chain/types.ts'
import { compareText, utf8 } from '../../../shared/kit/bytes.ts'
import { appendLeaves, EMPTY_LOG, logRoot, MemoryState, StateTree, verifyConsistency, verifyInclusion } from '../../../shared/ledger/index.ts'
import { Database } from '../../../electron/peer/store/sqlite/database.ts'
import { nextBlock, options, record } from '../../fixtures/store/blocks.ts'
import { bytes32, refusal, temporary } from './support.ts'

const open = (folder = temporary()): ChainStore => openChain(join(folder, 'chain.db'), options).store
/** Commits blocks of the given sizes; record sequences run on. */
function grow(chain: ChainStore, ...sizes: readonly number[]): void {
  for (const size of sizes) {
    const from = chain.head().logSize
    const records = Array.from({ length: size }, (_, i) => record(from + i + 1))
    expect(chain.commitBlock(nextBlock(chain, records, [[`last/${chain.head().height % 3}`, utf8(String(from))]]))).toBe('committed')
  }
}

describe('chain.db', () => {
  it('begins with the genesis and its state', () => {
    const folder = temporary()
    const chain = open(folder)
    expect(chain.head()).toMatchObject({ height: 0, blockId: options.genesisHash, header: null, time: options.genesisTime, logSize: 0 })
    expect(chain.state.get('net')).toEqual(utf8('founded'))
    expect(chain.state.root).toEqual(StateTree.of(new MemoryState(options.genesisState())).root)
    chain.close()
    const again = open(folder)
    expect(again.state.root).toEqual(StateTree.of(new MemoryState(options.genesisState())).root)
    again.close()
  })

  it('gives back after a restart everything a block held', () => {
    const folder = temporary()
    const chain = open(folder)
    const reason = { code: 'STEP_ROLE', params: { role: 'RV' } }
    const block = nextBlock(chain, [record(1, { subject: '91310000564759688N' }), record(2, { void: reason })], [['a/1', utf8('x')]])
    chain.commitBlock({ ...block, archive: [utf8('N'), utf8('X')] })
    grow(chain, 3)
    const facts = (from: ChainStore): unknown => [
      from.head(),
      from.header(1),
      from.headers({ limit: 10 }),
      from.body(1),
      from.record(record(2).recordId),
      from.recordAt(0),
      from.records({ subject: '91310000564759688N', limit: 5 }),
      from.cert(1),
      from.archive(1),
      from.state.root,
      from.log.root(),
      from.activity(30),
    ]
    const before = facts(chain)
    expect(chain.record(record(2).recordId)).toMatchObject({ index: 1, height: 1, void: reason })
    expect(chain.headerById(block.blockId)?.height).toBe(1)
    chain.close()
    const again = open(folder)
    expect(facts(again)).toEqual(before)
    again.close()
  })

  it('is idempotent by height and refuses gaps and forks', () => {
    const chain = open()
    const first = nextBlock(chain, [record(1)])
    expect(chain.commitBlock(first)).toBe('committed')
    expect(chain.commitBlock(first)).toBe('known')
    expect(refusal(() => chain.commitBlock({ ...first, blockId: bytes32(5) })).code).toBe('CHAIN_FORK')
    const second = nextBlock(chain, [record(2)])
    expect(refusal(() => chain.commitBlock({ ...second, height: 3 })).code).toBe('CHAIN_GAP')
    expect(refusal(() => chain.commitBlock({ ...second, parent: bytes32(6) })).code).toBe('CHAIN_GAP')
    expect(refusal(() => chain.commitBlock({ ...second, logSize: 3 })).code).toBe('CHAIN_GAP')
    expect(chain.head().height).toBe(1)
    chain.close()
  })

  it('stores nothing of a block whose roots would not come out', () => {
    const chain = open()
    grow(chain, 2)
    const before = [chain.head(), chain.state.root, chain.log.root(), chain.log.size]
    const good = nextBlock(chain, [record(3)], [['k', utf8('v')]])
    chain.pending.add({ ...record(3), receivedAt: 1 })
    expect(refusal(() => chain.commitBlock({ ...good, logRoot: bytes32(1) })).code).toBe('CHAIN_LOG_ROOT')
    expect(refusal(() => chain.commitBlock({ ...good, stateRoot: bytes32(1) })).code).toBe('CHAIN_STATE_ROOT')
    expect([chain.head(), chain.state.root, chain.log.root(), chain.log.size]).toEqual(before)
    expect(chain.state.get('k')).toBeNull()
    expect(chain.record(record(3).recordId)).toBeNull()
    expect(chain.pending.size).toBe(1)
    expect(chain.commitBlock(good)).toBe('committed')
    expect(chain.pending.size).toBe(0)
    chain.close()
  })

  it('proves inclusion and consistency over full and partial tiles', () => {
    const folder = temporary()
    const chain = open(folder)
    grow(chain, 1, 200, 55, 1, 300, 2)
    chain.close()
    const again = open(folder)
    const leaves = Array.from({ length: 559 }, (_, i) => record(i + 1).leaf)
    expect(again.log.root()).toEqual(logRoot(appendLeaves(EMPTY_LOG, leaves)))
    for (const [index, size] of [[0, 1], [0, 559], [255, 256], [256, 257], [511, 559], [558, 559], [100, 300]] as const) {
      expect(verifyInclusion(again.log.root(size), size, index, leaves[index]!, again.log.inclusion(index, size)).ok).toBe(true)
    }
    for (const [from, to] of [[1, 559], [256, 559], [257, 512], [558, 559]] as const) {
      expect(verifyConsistency(from, to, again.log.root(from), again.log.root(to), again.log.consistency(from, to)).ok).toBe(true)
    }
    expect(refusal(() => again.log.root(560)).code).toBe('LOG_INDEX')
    again.close()
  })

  it('has the state, order and root of a state in memory, whatever the changes', () => {
    const key = fc.constantFrom('a', 'a/', 'a/b', 'a/\u{10ffff}', 'a/\u{10ffff}x', 'a0', 'b/\ud7ff', 'b/\ue000', 'b/\u{1f600}', 'inst', '机构/甲', '机构/乙')
    const change = fc.tuple(key, fc.option(fc.uint8Array({ minLength: 1, maxLength: 4 }), { nil: null }))
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 8 }), { maxLength: 6 }), (blocks) => {
        const chain = open()
        const memory = new MemoryState(options.genesisState())
        let seq = 0
        for (const changes of blocks) {
          chain.commitBlock(nextBlock(chain, [record(++seq)], changes))
          memory.apply(changes)
          expect(chain.state.root).toEqual(StateTree.of(memory).root)
          for (const prefix of ['', 'a', 'a/', 'a/\u{10ffff}', 'b/\ud7ff', '机构/', 'zz']) expect([...chain.state.list(prefix)]).toEqual([...memory.list(prefix)])
        }
        chain.close()
      }),
      { numRuns: 25 },
    )
  })

  it('lists more than a page while the caller reads and lists on', () => {
    const chain = open()
    const keys = Array.from({ length: 600 }, (_, i) => `p/${String(i).padStart(4, '0')}`)
    chain.commitBlock(nextBlock(chain, [record(1)], keys.map((key) => [key, utf8(key)])))
    const seen: string[] = []
    for (const [key] of chain.state.list('p/')) {
      expect([...chain.state.list(key)]).toHaveLength(1)
      seen.push(key)
    }
    expect(seen).toEqual(keys)
    chain.close()
  })

  it('keeps certificates of the newest blocks, of every 256th and of closing ones', () => {
    const chain = open()
    for (let height = 1; height <= 1300; height++) chain.commitBlock({ ...nextBlock(chain, []), closing: height === 77 })
    const kept = (height: number): boolean => chain.cert(height) !== null
    expect([1, 76, 77, 78, 255, 256, 257, 1300].map(kept)).toEqual([false, false, true, false, false, true, true, true])
    chain.close()
  })

  it('counts per day of China Standard Time', () => {
    const chain = open()
    const at = (iso: string): number => Date.parse(iso)
    for (const time of [at('2026-11-22T15:59:59Z'), at('2026-11-22T16:00:00Z'), at('2026-11-23T03:00:00Z')]) {
      chain.commitBlock({ ...nextBlock(chain, [record(chain.head().logSize + 1)]), time })
    }
    expect(chain.activity(30)).toEqual([
      { date: '2026-11-22', records: 1 },
      { date: '2026-11-23', records: 2 },
    ])
    chain.close()
  })

  it('sets a damaged file aside and begins anew; what signed here is not in it alone', () => {
    const folder = temporary()
    grow2(folder)
    writeFileSync(join(folder, 'chain.db'), Buffer.alloc(16_384, 7))
    const { store, setAside } = openChain(join(folder, 'chain.db'), options)
    expect(store.head().height).toBe(0)
    expect(existsSync(setAside!)).toBe(true)
    store.close()
    truncateSync(join(folder, 'chain.db'), 20_480)
    const second = openChain(join(folder, 'chain.db'), options)
    expect(second.setAside).not.toBeNull()
    expect(readdirSync(folder).filter((name) => name.includes('damaged-') && !/-(wal|shm)$/.test(name))).toHaveLength(2)
    second.store.close()
  })

  it('recomputes bucket hashes that do not give the root, and sets the file aside where the state itself does not', () => {
    const folder = temporary()
    grow2(folder)
    const path = join(folder, 'chain.db')
    const harm = (sql: string): void => {
      const db = new Database(path, 'chain.db')
      db.exec(sql)
      db.close()
    }
    harm("UPDATE bucket SET hash = zeroblob(32)")
    const healed = openChain(path, options)
    expect([healed.setAside, healed.store.head().height]).toEqual([null, 2])
    healed.store.close()
    harm("UPDATE state SET value = x'00' WHERE key = 'net'")
    harm('DELETE FROM bucket')
    const begun = openChain(path, options)
    expect(begun.setAside).not.toBeNull()
    expect(begun.store.head().height).toBe(0)
    begun.store.close()
  })

  it('refuses the file of another network', () => {
    const folder = temporary()
    grow2(folder)
    expect(refusal(() => openChain(join(folder, 'chain.db'), { ...options, genesisHash: bytes32(3) })).code).toBe('CHAIN_FOREIGN')
  })

  it('can be read beside its owner, and not written', () => {
    const folder = temporary()
    const chain = open(folder)
    grow(chain, 2)
    const reader = openChainReadOnly(join(folder, 'chain.db'), options)
    expect(reader.head()).toEqual(chain.head())
    expect(refusal(() => reader.commitBlock(nextBlock(reader, [record(3)]))).code).toBe('STORE_UNWRITABLE')
    reader.close()
    chain.close()
  })

  function grow2(folder: string): void {
    const chain = open(folder)
    grow(chain, 2, 3)
    chain.close()
  }
})

describe('prefix bound', () => {
  it('is above every text with the prefix and not above others', () => {
    const text = fc.string({ unit: 'binary', maxLength: 4 })
    fc.assert(
      fc.property(text, text, (prefix, other) => {
        const end = after(prefix)
        const inRange = compareText(other, prefix) >= 0 && (end === null || compareText(other, end) < 0)
        expect(inRange).toBe(other.startsWith(prefix))
      }),
    )
  })
})

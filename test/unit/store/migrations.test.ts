import { copyFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openChain } from '../../../electron/peer/store/chain/open.ts'
import { openSafety } from '../../../electron/peer/store/safety/open.ts'
import { openWorkbench } from '../../../electron/peer/store/workbench/open.ts'
import { utf8 } from '../../../shared/kit/bytes.ts'
import { sha256 } from '../../../shared/ledger/index.ts'
import { institution, nextBlock, options, record } from '../../fixtures/store/blocks.ts'
import { NOW, temporary } from './support.ts'

const FIXTURES = join(import.meta.dirname, '../../fixtures/store')
/** A copy of a file that an earlier version of the program wrote. */
function old(name: string): { folder: string; path: string } {
  const folder = temporary()
  const path = join(folder, `${name}.db`)
  copyFileSync(join(FIXTURES, `${name}-v1.db`), path)
  return { folder, path }
}
const copies = (folder: string): string[] => readdirSync(folder).filter((file) => file.endsWith('.bak'))
const hash = (text: string): Uint8Array => sha256(utf8(text))

describe('files of version 1', () => {
  it('chain.db: every fact stays, the search is built from the state, the chain goes on', () => {
    const { folder, path } = old('chain')
    const { store: chain, setAside } = openChain(path, options)
    expect(setAside).toBeNull()
    expect(chain.head()).toMatchObject({ height: 2, logSize: 3 })
    expect(chain.record(record(2).recordId)).toMatchObject({ height: 1, void: { code: 'STEP_ROLE', params: { role: 'RV' } } })
    expect(chain.pending.holders(record(4).recordId)).toEqual(['SH'])
    expect(chain.views.search({ q: '甲乙', limit: 5 }).items.map(({ uscc }) => uscc)).toEqual(['91110000AAAAAAAA01'])
    expect(chain.views.counts().institutions).toBe(2)
    expect(chain.commitBlock(nextBlock(chain, [record(4)], [institution('91440300CCCCCCCC03', '深圳庚辛证券有限公司')]))).toBe('committed')
    chain.close()
    expect(copies(folder)).toHaveLength(1)
  })

  it('safety.db: votes and counters stay, and no copy is left that could be put back', () => {
    const { folder, path } = old('safety')
    const { store } = openSafety(path, { genesisHash: options.genesisHash, voteKeyId: hash('vote key'), firstTime: false, random: () => hash('other'), now: NOW })
    const image = store.load()
    expect(image.meta).toMatchObject({ instanceId: hash('instance'), bootCounter: 2, finalized: 2, quarantined: false, highWater: { epoch: 0, height: 3, view: 1 } })
    expect(image.votes).toHaveLength(1)
    expect([image.certs.length, image.blocks.length, image.heard]).toEqual([1, 1, []])
    store.persist({ heard: [{ height: 3, view: 1, kind: 1, signer: 2, blockId: hash('block'), bytes: utf8('vote') }] })
    store.close()
    expect(copies(folder)).toEqual([])
  })

  it('workbench.db: drafts, history, outbox and preferences stay', () => {
    const { folder, path } = old('workbench')
    const bench = openWorkbench(path, { genesisHash: options.genesisHash, memberId: 'BJ', backups: join(folder, 'backups'), now: NOW })
    expect(bench.drafts.get('draft-1')).toMatchObject({ rev: 1, state: 'draft', content: { nameZh: '北京甲乙律师事务所' }, fingerprint: null, problems: 2 })
    expect(bench.drafts.history('draft-1')).toEqual([{ at: options.now, staffId: 'BJ-CL-01', action: 'save', comment: '第一次' }])
    expect(bench.outbox.open()).toMatchObject([{ recordId: 'ab'.repeat(32), envelope: utf8('envelope'), seq: 1 }])
    expect(bench.preferences.get('language')).toBe('zh-CN')
    bench.close()
    expect(copies(folder)).toHaveLength(1)
  })
})

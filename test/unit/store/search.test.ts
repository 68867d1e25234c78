import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openChain } from '../../../electron/peer/store/chain/open.ts'
import type { ChainStore } from '../../../electron/peer/store/chain/types.ts'
import type { InstitutionSearch } from '../../../electron/peer/store/views/types.ts'
import { institution, nextBlock, options, projector, record } from '../../fixtures/store/blocks.ts'
import { refusal, temporary } from './support.ts'

const open = (folder = temporary(), more: Partial<typeof options> = {}): ChainStore => openChain(join(folder, 'chain.db'), { ...options, ...more }).store
const composite = (score: number | null, notation: string, grade: string) => ({ score, notation, class: grade, flags: [] })
/** Names are made up; codes only have the right shape. */
function sample(chain: ChainStore): void {
  chain.commitBlock(
    nextBlock(chain, [record(1)], [
      institution('91110000AAAAAAAA01', '北京甲乙律师事务所', { shortName: '甲乙律所', formerNames: ['丙丁律师行'], composite: composite(812, 'A', 'A'), engagements: 3 }),
      institution('91310000BBBBBBBB02', '上海戊己会计师事务所（特殊普通合伙）', { type: 'CPA', home: 'SH', composite: composite(640, 'CCC', 'C'), conductNegative: 2 }),
      institution('91440300CCCCCCCC03', '深圳庚辛ABC证券有限公司', { type: 'SECURITIES', home: 'SZX', nameEn: 'Gengxin ABC Securities', ratings: 1 }),
    ]),
  )
  chain.commitBlock(nextBlock(chain, [record(2)], [institution('91320000DDDDDDDD04', '江苏北方评估有限公司', { type: 'APPRAISAL', home: 'JS', composite: composite(null, 'NR', 'M') })]))
}
const found = (chain: ChainStore, query: Omit<InstitutionSearch, 'limit'>): string[] => chain.views.search({ limit: 50, ...query }).items.map(({ uscc }) => uscc.slice(-2))

describe('search over institutions', () => {
  it.each([
    ['北京', ['01']],
    ['北', ['04', '01']],
    ['事务所', ['02', '01']],
    ['京甲', ['01']],
    ['甲 乙律所', ['01']],
    ['丙丁', ['01']],
    ['有限公司', ['04', '03']],
    ['北京有限', []],
    ['特殊普通合伙', ['02']],
    ['ａｂｃ', ['03']],
    ['securities', ['03']],
    ['9131', ['02']],
    ['91440300cccc', ['03']],
    ['9132 0000 DDDD', ['04']],
    ['%', []],
    ['"', []],
    ['* OR 1', []],
    ['', ['04', '03', '02', '01']],
  ])('finds %j', (q, expected) => {
    const chain = open()
    sample(chain)
    expect(found(chain, { q })).toEqual(expected)
    expect(chain.views.search({ q, limit: 1 }).total).toBe(expected.length)
    chain.close()
  })

  it('filters, sorts and pages', () => {
    const chain = open()
    sample(chain)
    expect(found(chain, { type: 'CPA' })).toEqual(['02'])
    expect(found(chain, { home: 'BJ', class: 'A' })).toEqual(['01'])
    expect(found(chain, { bizStatus: 'REVOKED' })).toEqual([])
    expect(found(chain, { sort: 'score' })).toEqual(['01', '02', '03', '04'])
    expect(found(chain, { sort: 'score', descending: false })).toEqual(['02', '01', '04', '03'])
    expect(found(chain, { sort: 'name', descending: false })).toEqual(['02', '01', '04', '03'])
    expect(found(chain, { offset: 1 })).toEqual(['03', '02', '01'])
    expect(found(chain, { offset: 9 })).toEqual([])
    expect(found(chain, { q: '北', home: 'JS' })).toEqual(['04'])
    chain.close()
  })

  it('follows the state: changed names, removed institutions, counts and grades', () => {
    const chain = open()
    sample(chain)
    expect(chain.views.counts()).toEqual({ institutions: 4, engagements: 3, conduct: 2, ratings: 1 })
    expect(chain.views.gradeCounts()).toEqual([
      { grade: 'A', count: 1 },
      { grade: 'CCC', count: 1 },
      { grade: 'NR', count: 1 },
    ])
    chain.commitBlock(nextBlock(chain, [record(3)], [institution('91110000AAAAAAAA01', '北京新名律师事务所', { formerNames: ['北京甲乙律师事务所'] }), ['inst/91310000BBBBBBBB02', null]]))
    expect(found(chain, { q: '新名' })).toEqual(['01'])
    expect(found(chain, { q: '甲乙' })).toEqual(['01'])
    expect(found(chain, { q: '丙丁' })).toEqual([])
    expect(found(chain, { q: '戊己' })).toEqual([])
    expect(chain.views.get('91310000BBBBBBBB02')).toBeNull()
    expect(chain.views.get('91110000AAAAAAAA01')).toMatchObject({ height: 3, composite: null })
    expect(chain.views.named('北京 甲乙律师事务所').map(({ uscc }) => uscc.slice(-2))).toEqual(['01'])
    expect(chain.views.named('北京甲乙')).toEqual([])
    chain.close()
  })

  it('is undone with a block that is refused', () => {
    const chain = open()
    sample(chain)
    const block = nextBlock(chain, [record(3)], [institution('91330000EEEEEEEE05', '浙江壬癸律师事务所')])
    expect(refusal(() => chain.commitBlock({ ...block, stateRoot: new Uint8Array(32) })).code).toBe('CHAIN_STATE_ROOT')
    expect(found(chain, { q: '壬癸' })).toEqual([])
    chain.close()
  })

  it('is made anew in steps after the state was replaced, with blocks between them', () => {
    const chain = open()
    const codeOf = (i: number): string => `913300000000${String(i).padStart(6, '0')}`
    chain.commitBlock(nextBlock(chain, [record(1)], Array.from({ length: 120 }, (_, i) => institution(codeOf(i), `机构${i}`))))
    const steps = chain.views.renew()[Symbol.iterator]()
    expect(steps.next().done).toBe(false)
    chain.commitBlock(nextBlock(chain, [record(2)], [institution(codeOf(3), '更名之后'), institution(codeOf(500), '后来登记')]))
    while (!steps.next().done);
    expect(found(chain, { q: '更名之后' })).toEqual(['03'])
    const rows = chain.views.search({ limit: 200 })
    expect(rows.total).toBe(121)
    chain.views.rebuild()
    expect(chain.views.search({ limit: 200 })).toEqual(rows)
    chain.close()
  })

  it('is rebuilt from the state when the projector is of another version', () => {
    const folder = temporary()
    const chain = open(folder)
    sample(chain)
    const rows = chain.views.search({ limit: 9 })
    expect(chain.views.rebuild()).toBe(4)
    expect(chain.views.search({ limit: 9 })).toEqual(rows)
    expect(chain.views.rebuild(['91110000AAAAAAAA01'])).toBe(1)
    chain.close()
    const renamed = { ...projector, version: 2, institution: (...args: Parameters<typeof projector.institution>) => ({ ...projector.institution(...args)!, shortName: '新简称' }) }
    const again = open(folder, { projector: renamed })
    expect(again.views.search({ q: '新简称', limit: 9 }).total).toBe(4)
    again.close()
  })
})

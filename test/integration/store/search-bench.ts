/**
 * Times the search over institutions: `node test/integration/store/search-bench.ts [COUNT]` (100 000 unless told).
 * Names are put together from syllables; nothing in them is a real firm. Prints one JSON object, milliseconds.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openChain } from '../../../electron/peer/store/chain/open.ts'
import type { InstitutionSearch } from '../../../electron/peer/store/views/types.ts'
import { institution, nextBlock, options, record } from '../../fixtures/store/blocks.ts'

const COUNT = Number(process.argv[2] ?? 100_000)
const BLOCK = 1000
const PLACES = ['北京', '上海', '江苏', '浙江', '深圳', '广东', '四川', '湖北', '山东', '福建']
const SYLLABLES = Array.from('天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光')
const KINDS: readonly (readonly [string, string])[] = [
  ['律师事务所', 'LAW'],
  ['会计师事务所（特殊普通合伙）', 'CPA'],
  ['资产评估有限公司', 'APPRAISAL'],
  ['证券股份有限公司', 'SECURITIES'],
  ['投资咨询有限责任公司', 'FINADVISER'],
]
const GRADES = ['AAA', 'AA', 'A', 'BBB', 'BB', 'B'] as const

const folder = mkdtempSync(join(tmpdir(), 'zxl-bench-'))
const path = join(folder, 'chain.db')
try {
  const { store } = openChain(path, options)
  const begun = performance.now()
  for (let at = 0; at < COUNT; at += BLOCK) {
    const changes = Array.from({ length: Math.min(BLOCK, COUNT - at) }, (_, i) => {
      const n = at + i
      const [suffix, type] = KINDS[n % KINDS.length]!
      const syllable = (step: number): string => SYLLABLES[Math.floor(n / step) % SYLLABLES.length]!
      const stem = `${syllable(1)}${syllable(SYLLABLES.length)}${syllable(7)}`
      const score = n % 3 === 0 ? null : 500 + (n % 500)
      const composite = score === null ? null : { score, notation: GRADES[n % GRADES.length]!, class: 'ABCDM'[n % 5]!, flags: [] }
      return institution(`91${String(n).padStart(16, '0')}`, `${PLACES[n % PLACES.length]!}${stem}${suffix}`, { shortName: stem, type, home: `C${n % 6}`, composite })
    })
    store.commitBlock(nextBlock(store, [record(at / BLOCK + 1)], changes))
  }
  const loaded = performance.now() - begun

  const queries: Readonly<Record<string, InstitutionSearch>> = {
    all: { limit: 50 },
    'all by score': { limit: 50, sort: 'score' },
    'all by name, page 200': { limit: 50, sort: 'name', descending: false, offset: 10_000 },
    'two characters, rare': { q: '天地', limit: 50 },
    'two characters, a tenth': { q: '北京', limit: 50 },
    'one character': { q: '天', limit: 50 },
    'three characters': { q: '玄黄宇', limit: 50 },
    'in nearly all names': { q: '有限', limit: 50 },
    'long, in two fifths': { q: '有限责任公司', limit: 50 },
    'whole name': { q: '北京天天天律师事务所', limit: 50 },
    nothing: { q: '龘龘', limit: 50 },
    'code prefix': { q: '9100000000000', limit: 50 },
    'full code': { q: '910000000000012345', limit: 50 },
    'type and home': { type: 'LAW', home: 'C3', limit: 50 },
    'class, by score, with text': { q: '律师', class: 'A', sort: 'score', limit: 50 },
  }
  const took = Object.fromEntries(
    Object.entries(queries).map(([name, query]) => {
      const times = Array.from({ length: 20 }, () => {
        const start = performance.now()
        store.views.search(query)
        return performance.now() - start
      }).sort((a, b) => a - b)
      return [name, { p50: Number(times[10]!.toFixed(2)), max: Number(times[19]!.toFixed(2)), total: store.views.search(query).total }]
    }),
  )
  const start = performance.now()
  store.views.counts()
  store.views.gradeCounts()
  const counts = performance.now() - start
  store.close()
  const reopen = performance.now()
  openChain(path, options).store.close()
  const opened = performance.now() - reopen
  const round = (ms: number): number => Number(ms.toFixed(1))
  console.log(JSON.stringify({ institutions: COUNT, load: round(loaded), open: round(opened), counts: round(counts), fileMiB: round(statSync(path).size / 1_048_576), search: took }, null, 1))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

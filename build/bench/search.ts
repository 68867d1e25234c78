import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { utf8 } from '../../shared/kit/bytes.ts'
import { appendLeaves, leafHash, logRoot, MemoryState, sha256, StateTree, type StateChange } from '../../shared/ledger/index.ts'
import { bucketHash, bucketOf, entryOf } from '../../shared/ledger/state/bucket.ts'
import { openChain } from '../../electron/peer/store/chain/open.ts'
import type { ChainStore } from '../../electron/peer/store/chain/types.ts'
import type { InstitutionEntry, InstitutionSearch, ViewProjector } from '../../electron/peer/store/views/types.ts'
import { round, spread, timed } from './stats.ts'

const BLOCK = 1000
const TURNS = 50
const PLACES = ['北京', '上海', '江苏', '浙江', '深圳', '广东', '四川', '湖北', '山东', '福建']
const SYLLABLES = Array.from('天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光')
const KINDS = [
  ['律师事务所', 'LAW'],
  ['会计师事务所（特殊普通合伙）', 'CPA'],
  ['资产评估有限公司', 'APPRAISAL'],
  ['证券股份有限公司', 'SECURITIES'],
  ['投资咨询有限责任公司', 'FINADVISER'],
] as const
const GRADES = ['AAA', 'AA', 'A', 'BBB', 'BB', 'B'] as const

/** The store reads no envelope and no header: rows are JSON in the state, and any bytes serve for the rest. */
const projector: ViewProjector = {
  version: 1,
  *touched(changes) {
    for (const [key] of changes) yield key.slice(5)
  },
  institution(uscc, state) {
    const value = state.get(`inst/${uscc}`)
    return value ? (JSON.parse(new TextDecoder().decode(value)) as InstitutionEntry) : null
  },
  *all(state) {
    for (const [key] of state.list('inst/')) yield key.slice(5)
  },
}

/** Names are put together from syllables; nothing in them is a real firm. */
function entry(n: number): StateChange {
  const [suffix, type] = KINDS[n % KINDS.length]!
  const syllable = (step: number): string => SYLLABLES[Math.floor(n / step) % SYLLABLES.length]!
  const shortName = `${syllable(1)}${syllable(SYLLABLES.length)}${syllable(7)}`
  const score = n % 3 === 0 ? null : 500 + (n % 500)
  const row: InstitutionEntry = {
    uscc: `91${String(n).padStart(16, '0')}`,
    nameZh: `${PLACES[n % PLACES.length]!}${shortName}${suffix}`,
    nameEn: null, shortName, formerNames: [], type, home: `C${n % 6}`, regionCode: '110000', bizStatus: 'ACTIVE',
    composite: score === null ? null : { score, notation: GRADES[n % GRADES.length]!, class: 'ABCDM'[n % 5]!, flags: [] },
    engagements: 0, conductPositive: 0, conductNegative: 0, ratings: 0,
  }
  return [`inst/${row.uscc}`, utf8(JSON.stringify(row))]
}

function fill(store: ChainStore, count: number): void {
  const state = new MemoryState()
  const tree = new StateTree()
  for (let at = 0; at < count; at += BLOCK) {
    const changes = Array.from({ length: Math.min(BLOCK, count - at) }, (_, i) => entry(at + i))
    state.apply(changes)
    const touched = new Set(changes.map(([key]) => bucketOf(key)))
    tree.apply(new Map([...touched].map((index) => [index, bucketHash([...state.bucket(index)].map(([key, value]) => entryOf(key, value)))])))
    const head = store.head()
    const height = head.height + 1
    const envelope = utf8(`envelope ${height}`)
    const leaf = leafHash(envelope)
    const header = utf8(`header ${height}`)
    const record = { recordId: sha256(envelope), envelope, kind: 'bench', author: 'BJ', device: sha256(utf8('device')), seq: height, at: height, subject: null, title: '', void: null, leaf }
    store.commitBlock({
      height, blockId: sha256(header), header, time: head.time + 1, parent: head.blockId, logSize: head.logSize + 1,
      logRoot: logRoot(appendLeaves(store.log.frontier(), [leaf])), stateRoot: tree.root, closing: false, records: [record], changes, cert: header, finalizedAt: height,
    })
  }
}

const QUERIES: Readonly<Record<string, InstitutionSearch>> = {
  all: { limit: 50 },
  'all by score': { limit: 50, sort: 'score' },
  'all by name, page 200': { limit: 50, sort: 'name', descending: false, offset: 10_000 },
  'one character': { q: '天', limit: 50 },
  'two characters, rare': { q: '天地', limit: 50 },
  'two characters, a tenth': { q: '北京', limit: 50 },
  'three characters': { q: '玄黄宇', limit: 50 },
  'in nearly all names': { q: '有限', limit: 50 },
  'long, in a fifth': { q: '有限责任公司', limit: 50 },
  'whole name': { q: '北京天天天律师事务所', limit: 50 },
  nothing: { q: '龘龘', limit: 50 },
  'code prefix': { q: '9100000000000', limit: 50 },
  'full code': { q: '910000000000012345', limit: 50 },
  'type and home': { type: 'LAW', home: 'C3', limit: 50 },
  'class, by score, with text': { q: '律师', class: 'A', sort: 'score', limit: 50 },
}

/** Search over institutions in a real chain.db, several shapes of query. */
export async function search(options: { readonly count?: number }): Promise<object> {
  const { count = 100_000 } = options
  const folder = mkdtempSync(path.join(tmpdir(), 'zxl-bench-'))
  const file = path.join(folder, 'chain.db')
  const genesis = utf8('genesis of a benchmark')
  const chain = { genesis, genesisHash: sha256(genesis), genesisTime: 0, genesisState: () => [], projector, now: 0 }
  try {
    const { store } = openChain(file, chain)
    const [loaded = 0] = timed(1, () => fill(store, count))
    const queries = Object.fromEntries(
      Object.entries(QUERIES).map(([name, query]) => [name, { ...spread(timed(TURNS, () => store.views.search(query))), total: store.views.search(query).total }]),
    )
    const counts = spread(timed(TURNS, () => [store.views.counts(), store.views.gradeCounts()]))
    store.close()
    const [opened = 0] = timed(1, () => openChain(file, chain).store.close())
    const worst = Math.max(...Object.values(queries).map(({ p99 }) => p99))
    return { institutions: count, loadMs: round(loaded, 0), openMs: round(opened, 0), fileMiB: round(statSync(file).size / 1_048_576, 1), worstP99Ms: worst, goalMs: 50, countsMs: counts, queriesMs: queries }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

import type { Bind, Database, Statement } from '../sqlite/database.ts'
import { Where } from '../sqlite/where.ts'
import { gramQuery, normalName } from './grams.ts'
import { COLUMNS, toHit, type InstitutionRow } from './row.ts'
import type { InstitutionHit, InstitutionSearch } from './types.ts'

/**
 * Above this many candidates the index says too little ("有限公司" is in nearly every name): then the names are read
 * through, which at 100 000 rows costs less than looking up most of them one by one.
 */
const MANY = 4_000

const ORDERS = {
  recent: (direction: string) => `height ${direction}, uscc ${direction}`,
  name: (direction: string) => `name_zh ${direction}, uscc ${direction}`,
  // Those without a score come last whichever way it is sorted.
  score: (direction: string) => `score IS NULL, score ${direction}, uscc ${direction}`,
} as const

interface TextFilter {
  /** What is asked of names; null where nothing is. They are then joined. */
  readonly names: string | null
  /** The text is also the beginning of a code. */
  readonly code: boolean
  readonly bind: readonly Bind[]
  /** The text can't be in any name: nothing is found. */
  readonly none: boolean
}

/** The search over institutions. */
export class Search {
  private readonly db: Database
  private readonly candidates
  private readonly withCode
  private readonly statements = new Map<string, Statement<never>>()

  constructor(db: Database) {
    this.db = db
    this.candidates = db.prepare<{ rowid: number }>(`SELECT rowid FROM institution_text WHERE institution_text MATCH ? LIMIT ${MANY + 1}`)
    this.withCode = db.prepare('SELECT 1 FROM institution WHERE uscc >= ? AND uscc < ? LIMIT 1')
  }

  /** The index query for a normalised text. */
  match(needle: string): string {
    return gramQuery(needle)
  }

  run(query: InstitutionSearch): { total: number; items: InstitutionHit[] } {
    const text = this.textFilter(query.q ?? '')
    if (text.none) return { total: 0, items: [] }
    const filter = new Where()
    filter.equal('type', query.type || undefined)
    filter.equal('home', query.home || undefined)
    filter.equal('biz_status', query.bizStatus || undefined)
    filter.equal('class', query.class || undefined)
    const equals = filter.conditions
    const bind = [...text.bind, ...filter.bind]
    const total = this.prepared<{ n: number }>(`SELECT count(*) AS n FROM ${countSource(text, equals.length > 0)} ${clause(text, equals, 'uscc')}`).get(...bind)!.n
    const offset = query.offset ?? 0
    if (total <= offset) return { total, items: [] }
    const order = ORDERS[query.sort ?? 'recent'](query.descending === false ? 'ASC' : 'DESC')
    // The page is found in an index first; only its rows are read. Where much is found, the index of the order is walked
    // until the page is full (the unary plus keeps SQLite from collecting and sorting all that has the prefix instead).
    const source = text.names === null ? 'institution' : 'institution CROSS JOIN institution_names USING (rowid)'
    const where = clause(text, equals, total > MANY ? '+uscc' : 'uscc')
    const page = `SELECT institution.rowid FROM ${source} ${where} ORDER BY ${order} LIMIT ? OFFSET ?`
    const rows = this.prepared<InstitutionRow>(`SELECT ${COLUMNS} FROM institution WHERE rowid IN (${page}) ORDER BY ${order}`).all(...bind, query.limit, offset)
    return { total, items: rows.map(toHit) }
  }

  /** Text is the beginning of a code where there is such a code, and a part of a name in any case. */
  private textFilter(q: string): TextFilter {
    const needle = normalName(q)
    // Something may have been typed, but nothing in it that a name can hold.
    if (needle === '') return { names: null, code: false, bind: [], none: q.trim() !== '' }
    const bind: Bind[] = []
    const found = this.candidates.all(gramQuery(needle))
    let names: string | null = null
    if (found.length > MANY) {
      names = 'instr(haystack, ?) > 0'
      bind.push(needle)
    } else if (found.length > 0) {
      // Pairs only say that all of them occur somewhere: the text itself decides.
      names = '(institution_names.rowid IN (SELECT value FROM json_each(?)) AND instr(haystack, ?) > 0)'
      bind.push(JSON.stringify(found.map(({ rowid }) => rowid)), needle)
    }
    const start = needle.toUpperCase()
    const code = /^[0-9A-Z]{2,18}$/.test(start) && this.withCode.get(start, `${start}~`) !== undefined
    if (code) bind.push(start, `${start}~`)
    return { names, code, bind, none: names === null && !code }
  }

  private prepared<R>(sql: string): Statement<R> {
    let statement = this.statements.get(sql)
    if (!statement) this.statements.set(sql, (statement = this.db.prepare<never>(sql)))
    return statement as unknown as Statement<R>
  }
}

function clause({ names, code }: TextFilter, equals: readonly string[], column: string): string {
  const texts = [...(names === null ? [] : [names]), ...(code ? [`(${column} >= ? AND ${column} < ?)`] : [])]
  const all = [...(texts.length > 0 ? [`(${texts.join(' OR ')})`] : []), ...equals]
  return all.length > 0 ? `WHERE ${all.join(' AND ')}` : ''
}

/** The cheapest tables that answer a count: names alone, where nothing but a part of a name is asked for. */
function countSource({ names, code }: TextFilter, hasFilters: boolean): string {
  if (names === null) return 'institution'
  return hasFilters || code ? 'institution_names CROSS JOIN institution USING (rowid)' : 'institution_names'
}

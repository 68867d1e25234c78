import type { Bind, Database, Statement } from '../sqlite/database.ts'
import { gramQuery, normalName } from './grams.ts'
import { COLUMNS, toHit, type InstitutionRow } from './row.ts'
import type { InstitutionHit, InstitutionSearch } from './types.ts'

/**
 * Above this many candidates the index says too little ("有限公司" is in nearly every name): then the sorted table is read
 * through, which at 100 000 rows costs less than fetching most of them one by one.
 */
const MANY = 4_000

const ORDERS = {
  recent: (direction: string) => `height ${direction}, uscc ${direction}`,
  name: (direction: string) => `name_zh ${direction}, uscc ${direction}`,
  // Those without a score come last whichever way it is sorted.
  score: (direction: string) => `score IS NULL, score ${direction}, uscc ${direction}`,
} as const

/** The search over institutions. */
export class Search {
  private readonly db: Database
  private readonly candidates
  private readonly statements = new Map<string, Statement<never>>()

  constructor(db: Database) {
    this.db = db
    this.candidates = db.prepare<{ rowid: number }>(`SELECT rowid FROM institution_text WHERE institution_text MATCH ? LIMIT ${MANY + 1}`)
  }

  /** The index query for a normalised text. */
  match(needle: string): string {
    return gramQuery(needle)
  }

  run(query: InstitutionSearch): { total: number; items: InstitutionHit[] } {
    const where: string[] = []
    const bind: Bind[] = []
    this.filterText(query.q ?? '', where, bind)
    const equal = (column: string, value: string | undefined): void => {
      if (value === undefined || value === '') return
      where.push(`${column} = ?`)
      bind.push(value)
    }
    equal('type', query.type)
    equal('home', query.home)
    equal('biz_status', query.bizStatus)
    equal('class', query.class)
    const clause = where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''
    const order = ORDERS[query.sort ?? 'recent'](query.descending === false ? 'ASC' : 'DESC')
    const total = this.prepared<{ n: number }>(`SELECT count(*) AS n FROM institution ${clause}`).get(...bind)!.n
    const offset = query.offset ?? 0
    if (total <= offset) return { total, items: [] }
    const rows = this.prepared<InstitutionRow>(`SELECT ${COLUMNS} FROM institution ${clause} ORDER BY ${order} LIMIT ? OFFSET ?`).all(...bind, query.limit, offset)
    return { total, items: rows.map(toHit) }
  }

  /** Text is the beginning of a code where it could be one, and a part of a name in any case. */
  private filterText(q: string, where: string[], bind: Bind[]): void {
    const needle = normalName(q)
    if (needle === '') {
      // Something was typed, but nothing in it that a name can hold.
      if (q.trim() !== '') where.push('0')
      return
    }
    const found = this.candidates.all(gramQuery(needle))
    const code = needle.toUpperCase()
    const isCode = /^[0-9A-Z]{2,18}$/.test(code)
    const parts: string[] = []
    if (found.length > MANY) {
      parts.push('instr(haystack, ?) > 0')
      bind.push(needle)
    } else if (found.length > 0) {
      // Pairs only say that all of them occur somewhere: the text itself decides.
      parts.push('(rowid IN (SELECT value FROM json_each(?)) AND instr(haystack, ?) > 0)')
      bind.push(JSON.stringify(found.map(({ rowid }) => rowid)), needle)
    }
    if (isCode) {
      parts.push('(uscc >= ? AND uscc < ?)')
      bind.push(code, `${code}~`)
    }
    where.push(parts.length === 0 ? '0' : `(${parts.join(' OR ')})`)
  }

  private prepared<R>(sql: string): Statement<R> {
    let statement = this.statements.get(sql)
    if (!statement) this.statements.set(sql, (statement = this.db.prepare<never>(sql)))
    return statement as unknown as Statement<R>
  }
}

import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { CodedError } from '../../../../shared/kit/result.ts'
import { storeError } from './errors.ts'

/** What a column holds once read: blobs are plain Uint8Array, never a Buffer (whose `slice` shares memory). */
export type Cell = string | number | bigint | null | Uint8Array
export type Row = Record<string, Cell>
export type Bind = Cell | undefined

export interface Statement<R> {
  get(...bind: Bind[]): R | undefined
  all(...bind: Bind[]): R[]
  /** Number of rows changed, and the rowid of an insert. */
  run(...bind: Bind[]): { changes: number; rowid: number }
}

/** One open SQLite file. Every exception that leaves it is a CodedError in the project's words. */
export class Database {
  readonly path: string
  /** Name used in messages, e.g. `chain.db`. */
  readonly file: string
  private readonly raw: Sqlite.Database

  constructor(path: string, file: string, options: { readonly readonly?: boolean; readonly timeoutMs?: number } = {}) {
    this.path = path
    this.file = file
    if (!existsSync(dirname(path))) throw new CodedError('STORE_UNWRITABLE', { file, detail: 'ENOENT' })
    this.raw = this.guard(() => new Sqlite(path, { readonly: options.readonly ?? false, timeout: options.timeoutMs ?? 2_000 }))
  }

  /** A statement, prepared once by its owner. `R` is the shape the SQL gives. */
  prepare<R = Row>(sql: string): Statement<R> {
    const statement = this.guard(() => this.raw.prepare(sql))
    return {
      get: (...bind) => this.guard(() => plainRow(statement.get(...bind)) as R | undefined),
      all: (...bind) => this.guard(() => statement.all(...bind).map(plainRow) as R[]),
      run: (...bind) =>
        this.guard(() => {
          const { changes, lastInsertRowid } = statement.run(...bind)
          return { changes, rowid: Number(lastInsertRowid) }
        }),
    }
  }

  exec(sql: string): void {
    this.guard(() => this.raw.exec(sql))
  }

  /** First value of a pragma's answer. */
  pragma(text: string): Cell {
    return this.guard(() => this.raw.pragma(text, { simple: true }) as Cell)
  }

  /** All of it or nothing, durable (as the file's `synchronous` says) when it returns. Nests as a savepoint. */
  transaction<T>(work: () => T): T {
    return this.guard(() => this.raw.transaction(work).immediate())
  }

  /** A consistent copy of the open file, page by page, without stopping writers. */
  async backupTo(path: string): Promise<void> {
    try {
      await this.raw.backup(path)
    } catch (error) {
      throw storeError(error, this.file, path)
    }
  }

  get open(): boolean {
    return this.raw.open
  }

  /** Moves the write-ahead log into the file where that is possible, then closes. Safe to call twice. */
  close(): void {
    if (!this.raw.open) return
    try {
      if (!this.raw.readonly) this.raw.pragma('wal_checkpoint(TRUNCATE)')
    } catch {
      // The log stays beside the file and is read at the next start: nothing is lost by closing without it.
    }
    this.guard(() => this.raw.close())
  }

  private guard<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw storeError(error, this.file, this.path)
    }
  }
}

function plainRow(row: unknown): unknown {
  if (row === null || typeof row !== 'object') return row
  const cells = row as Record<string, unknown>
  for (const name in cells) {
    const value = cells[name]
    if (Buffer.isBuffer(value)) cells[name] = new Uint8Array(value.buffer, value.byteOffset, value.length)
  }
  return cells
}

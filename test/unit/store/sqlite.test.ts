import { copyFileSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { setAside, stamp, stampTime } from '../../../electron/peer/store/sqlite/aside.ts'
import { Database } from '../../../electron/peer/store/sqlite/database.ts'
import { storeError } from '../../../electron/peer/store/sqlite/errors.ts'
import { openFile, openReadOnly, type FileKind } from '../../../electron/peer/store/sqlite/open.ts'
import { NOW, refusal, temporary } from './support.ts'

const V1 = 'CREATE TABLE note (text TEXT NOT NULL) STRICT'
const V2 = 'ALTER TABLE note ADD COLUMN stars INTEGER NOT NULL DEFAULT 0'
const kind = (...migrations: FileKind['migrations']): FileKind => ({ file: 'test.db', applicationId: 77, migrations, copyBeforeMigration: true })
const at = (folder: string): string => join(folder, 'test.db')
const open = (folder: string, ...migrations: FileKind['migrations']): Database => openFile(at(folder), kind(...migrations), { now: NOW })
const columns = (db: Database): string[] => db.prepare<{ name: string }>("SELECT name FROM pragma_table_info('note')").all().map(({ name }) => name)

describe('opening a file', () => {
  it('writes through a write-ahead log and flushes at every commit', () => {
    const db = open(temporary(), V1)
    expect(db.pragma('journal_mode')).toBe('wal')
    expect(db.pragma('synchronous')).toBe(2)
    expect(db.pragma('user_version')).toBe(1)
    db.close()
    db.close()
  })

  it('gives blobs as plain bytes', () => {
    const db = open(temporary(), V1)
    const { b } = db.prepare<{ b: Uint8Array }>("SELECT x'0102' AS b").get()!
    expect(b.constructor).toBe(Uint8Array)
    expect([...b]).toEqual([1, 2])
    db.close()
  })

  it('refuses a newer file in words, and leaves it as it is', () => {
    const folder = temporary()
    open(folder, V1, V2).close()
    const before = readFileSync(at(folder))
    expect(refusal(() => open(folder, V1))).toEqual({ code: 'STORE_NEWER', params: { file: 'test.db', found: 2, known: 1 } })
    expect(readFileSync(at(folder)).equals(before)).toBe(true)
  })

  it('refuses a foreign SQLite file', () => {
    const folder = temporary()
    const db = new Database(at(folder), 'x')
    db.exec('CREATE TABLE other (a)')
    db.close()
    expect(refusal(() => open(folder, V1)).code).toBe('STORE_FOREIGN')
  })

  it.each([
    ['text', (path: string) => writeFileSync(path, 'this is a text file '.repeat(1000))],
    ['cut short', (path: string) => truncateSync(path, 8192)],
    ['with a broken page', (path: string) => {
      const bytes = readFileSync(path)
      bytes.fill(0xff, 4096 + 8, 4096 + 600)
      writeFileSync(path, bytes)
    }],
  ])('finds a file that is %s', (_, harm) => {
    const folder = temporary()
    const db = open(folder, V1)
    db.transaction(() => {
      const insert = db.prepare('INSERT INTO note (text) VALUES (?)')
      for (let i = 0; i < 2000; i++) insert.run('x'.repeat(50))
    })
    db.close()
    harm(at(folder))
    expect(refusal(() => open(folder, V1))).toMatchObject({ code: 'STORE_CORRUPT', params: { file: 'test.db' } })
  })

  it('says that a folder is missing', () => {
    expect(refusal(() => open(join(temporary(), 'none'), V1)).code).toBe('STORE_UNWRITABLE')
  })

  it('refuses to read an older file without bringing it forward', () => {
    const folder = temporary()
    open(folder, V1).close()
    expect(refusal(() => openReadOnly(at(folder), kind(V1, V2)))).toEqual({ code: 'STORE_OLDER', params: { file: 'test.db', found: 1, known: 2 } })
  })
})

describe('migrations', () => {
  it('run in order, keep the content and leave a copy of the old file', () => {
    const folder = temporary()
    const old = open(folder, V1)
    old.prepare('INSERT INTO note (text) VALUES (?)').run('kept')
    old.close()
    const db = open(folder, V1, V2, (file) => file.exec('UPDATE note SET stars = 3'))
    expect(db.prepare('SELECT * FROM note').all()).toEqual([{ text: 'kept', stars: 3 }])
    expect(db.pragma('user_version')).toBe(3)
    db.close()
    const copies = readdirSync(folder).filter((name) => name.endsWith('.bak'))
    expect(copies).toEqual([`test.db.v1.${stamp(NOW)}.bak`])
    const copy = new Database(join(folder, copies[0]!), 'copy', { readonly: true })
    expect(columns(copy)).toEqual(['text'])
    copy.close()
  })

  it('leave the file at the last whole step when one fails', () => {
    const folder = temporary()
    open(folder, V1).close()
    const halfway = (db: Database): void => {
      db.exec('CREATE TABLE half (a)')
      db.exec('this is no SQL')
    }
    expect(refusal(() => open(folder, V1, V2, halfway)).code).toBe('STORE_IO')
    const db = open(folder, V1, V2)
    expect(columns(db)).toEqual(['text', 'stars'])
    expect(db.prepare("SELECT count(*) AS n FROM sqlite_master WHERE name = 'half'").get()).toEqual({ n: 0 })
    db.close()
  })

  it('keep two copies at most', () => {
    const folder = temporary()
    open(folder, V1).close()
    const v1 = join(folder, 'v1')
    copyFileSync(at(folder), v1)
    for (let i = 0; i < 4; i++) {
      copyFileSync(v1, at(folder))
      openFile(at(folder), kind(V1, V2), { now: NOW + i }).close()
    }
    expect(readdirSync(folder).filter((name) => name.endsWith('.bak'))).toEqual([`test.db.v1.${stamp(NOW + 2)}.bak`, `test.db.v1.${stamp(NOW + 3)}.bak`])
  })
})

describe('faults', () => {
  it('a full file is DISK_FULL, and what was there stays', () => {
    const db = open(temporary(), V1)
    db.prepare('INSERT INTO note (text) VALUES (?)').run('kept')
    db.exec(`PRAGMA max_page_count = ${Number(db.pragma('page_count'))}`)
    const fill = db.prepare('INSERT INTO note (text) VALUES (?)')
    expect(refusal(() => db.transaction(() => fill.run('x'.repeat(100_000))))).toEqual({ code: 'DISK_FULL', params: { file: 'test.db', detail: 'SQLITE_FULL' } })
    expect(db.prepare('SELECT text FROM note').all()).toEqual([{ text: 'kept' }])
    db.close()
  })

  it('a writer elsewhere is STORE_LOCKED', () => {
    const folder = temporary()
    const db = open(folder, V1)
    const other = new Database(at(folder), 'test.db', { timeoutMs: 0 })
    db.transaction(() => {
      expect(refusal(() => other.prepare("INSERT INTO note (text) VALUES ('x')").run()).code).toBe('STORE_LOCKED')
    })
    other.close()
    db.close()
  })

  it.each([
    ['SQLITE_IOERR_FSYNC', 'STORE_IO'],
    ['SQLITE_CORRUPT_VTAB', 'STORE_CORRUPT'],
    ['SQLITE_READONLY_DBMOVED', 'STORE_UNWRITABLE'],
    ['SQLITE_CONSTRAINT_UNIQUE', 'STORE_CONSTRAINT'],
  ])('%s is %s', (code, meaning) => {
    expect(storeError(Object.assign(new Error('x'), { code }), 'a.db')).toMatchObject({ code: meaning, params: { file: 'a.db', detail: code } })
  })

  it('other exceptions are left alone', () => {
    const error = new TypeError('a fault of ours')
    expect(storeError(error, 'a.db')).toBe(error)
  })
})

describe('setting aside', () => {
  it('renames the file with its log, and never over an earlier one', () => {
    const folder = temporary()
    for (let i = 0; i < 2; i++) {
      writeFileSync(at(folder), String(i))
      writeFileSync(`${at(folder)}-wal`, String(i))
      expect(setAside(at(folder), NOW)).toContain('damaged-')
    }
    mkdirSync(join(folder, 'empty'))
    expect(setAside(at(join(folder, 'empty')), NOW)).toBeNull()
    expect(readdirSync(folder).filter((name) => name.includes('damaged')).map((name) => readFileSync(join(folder, name), 'utf8'))).toHaveLength(4)
  })

  it('stamps time so that it can be read again', () => {
    expect(stampTime(stamp(NOW))).toBe(NOW)
    expect(stampTime('20261122')).toBeNull()
  })
})

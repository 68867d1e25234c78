import type { Database } from '../sqlite/database.ts'
import type { BatchStore, ImportBatch } from './types.ts'

interface BatchRow {
  id: string
  kind: string
  file_name: string
  file_hash: string
  staff: string
  at: number
  created: number
  known: number
  rejected: number
}

/** batch: which file was imported when, by whom, with what result. */
export class Batches implements BatchStore {
  private readonly insert
  private readonly select
  private readonly selectFile
  private readonly selectNewest

  constructor(db: Database) {
    this.insert = db.prepare('INSERT INTO batch (id, kind, file_name, file_hash, staff, at, created, known, rejected) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
    this.select = db.prepare<BatchRow>('SELECT * FROM batch WHERE id = ?')
    this.selectFile = db.prepare<BatchRow>('SELECT * FROM batch WHERE kind = ? AND file_hash = ? ORDER BY at DESC LIMIT 1')
    this.selectNewest = db.prepare<BatchRow>('SELECT * FROM batch ORDER BY at DESC LIMIT ?')
  }

  add(batch: ImportBatch): void {
    this.insert.run(batch.id, batch.kind, batch.fileName, batch.fileHash, batch.staffId, batch.at, batch.created, batch.known, batch.rejected)
  }
  get(id: string): ImportBatch | null {
    return toBatch(this.select.get(id))
  }
  byFile(kind: string, fileHash: string): ImportBatch | null {
    return toBatch(this.selectFile.get(kind, fileHash))
  }
  list(limit: number): readonly ImportBatch[] {
    return this.selectNewest.all(limit).map((row) => toBatch(row)!)
  }
}

function toBatch(row: BatchRow | undefined): ImportBatch | null {
  if (!row) return null
  const { file_name, file_hash, staff, ...rest } = row
  return { ...rest, fileName: file_name, fileHash: file_hash, staffId: staff }
}

import type { Database } from '../sqlite/database.ts'
import type { PreferenceStore } from './types.ts'

/** preference: JSON by name. */
export class Preferences implements PreferenceStore {
  private readonly select
  private readonly upsert

  constructor(db: Database) {
    this.select = db.prepare<{ value: string }>('SELECT value FROM preference WHERE name = ?')
    this.upsert = db.prepare('INSERT INTO preference (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')
  }

  get(name: string): unknown {
    const row = this.select.get(name)
    return row ? (JSON.parse(row.value) as unknown) : undefined
  }
  set(name: string, value: unknown): void {
    this.upsert.run(name, JSON.stringify(value ?? null))
  }
}

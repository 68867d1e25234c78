import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'

export const root = path.resolve(import.meta.dirname, '../../..')

/** The product in front of a person: one page, wherever it runs. The journeys know only this. */
export interface Desktop {
  readonly name: 'browser' | 'electron'
  readonly page: Page
  readonly dataFolder: string
  /** Does what saves a file, and gives the file's text. */
  saved(trigger: () => Promise<void>): Promise<string>
  /** Ends everything by force (kill -9) and starts again on the same data. Gives the new desktop. */
  restart(): Promise<Desktop>
  close(): Promise<void>
}

/** A data folder with a Chinese name and a space, as a user's may be. */
export function temporaryFolder(): { path: string; remove(): void } {
  const made = mkdtempSync(path.join(os.tmpdir(), '征信链 e2e-'))
  return { path: made, remove: () => rmSync(made, { recursive: true, force: true, maxRetries: 5 }) }
}

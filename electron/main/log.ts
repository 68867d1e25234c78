import { app } from 'electron'
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'

const MAX_BYTES = 5 * 1024 * 1024
const KEPT = 5

export const logDir = (): string => path.join(app.getPath('userData'), 'logs')

function rotate(file: string): void {
  try {
    if (statSync(file).size < MAX_BYTES) return
  } catch {
    return
  }
  for (let i = KEPT - 1; i >= 1; i--) {
    try {
      renameSync(i === 1 ? file : `${file}.${i - 1}`, `${file}.${i}`)
    } catch {
      // A missing older file is the usual case.
    }
  }
}

/** One JSON line an event, in a fixed folder, five files of 5 MB; never keys, passphrases or personal data. */
export function log(event: string, fields: Record<string, unknown> = {}): void {
  try {
    mkdirSync(logDir(), { recursive: true })
    const file = path.join(logDir(), 'desktop.log')
    rotate(file)
    appendFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), event, ...fields })}\n`)
  } catch {
    // A full disk must not end the application on account of its log.
  }
}

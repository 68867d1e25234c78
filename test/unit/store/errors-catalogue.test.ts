import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LEDGER_ERRORS } from '../../../shared/ledger/errors.ts'
import en from '../../../shared/i18n/en/errors-store.ts'
import net from '../../../shared/i18n/en/errors-net.ts'
import zh from '../../../shared/i18n/zh-CN/errors-store.ts'

const ROOMS = ['electron/peer/store', 'electron/peer/signer', 'electron/peer/folder']

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
}

const thrown = new Set(
  ROOMS.flatMap(sources).flatMap((text) => [...text.matchAll(/(?:CodedError\(|problem\(|return |\? |: )'([A-Z]+(?:_[A-Z]+)+)'/g)].map((match) => match[1]!)),
)
/** The ledger's own codes, and those that the store gives to another peer. */
const foreign = new Set([...Object.keys(LEDGER_ERRORS), ...Object.keys(net)])

describe('words for every code of the stores, the signer and the folder', () => {
  it('every thrown code has an entry', () => {
    const missing = [...thrown].filter((code) => !code.startsWith('SQLITE_') && !(code in zh) && !foreign.has(code))
    expect(missing).toEqual([])
    expect(thrown.size).toBeGreaterThan(30)
  })

  it('both languages use the same parameters', () => {
    for (const [code, words] of Object.entries(zh)) {
      const other = en[code as keyof typeof en]
      const params = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]!).sort()
      expect([code, params(words.cause), params(words.next)]).toEqual([code, params(other.cause), params(other.next)])
    }
  })
})

import { describe, expect, it } from 'vitest'
import { compareText } from '../../../shared/kit/bytes.ts'
import en from '../../../shared/i18n/en/errors-ledger.ts'
import zh from '../../../shared/i18n/zh-CN/errors-ledger.ts'
import { LEDGER_ERRORS } from '../../../shared/ledger/index.ts'

const placeholders = (text: string) => [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]!))].sort(compareText).join(' ')

describe('error texts of the ledger', () => {
  it('exist for every code, in both languages, and for nothing else', () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(LEDGER_ERRORS).sort())
    expect(Object.keys(en).sort()).toEqual(Object.keys(LEDGER_ERRORS).sort())
  })

  it('name the same parameters in both', () => {
    const english: Record<string, { cause: string; next: string }> = en
    const differing = Object.entries(zh).filter(([code, { cause }]) => placeholders(english[code]!.cause) !== placeholders(cause))
    expect(differing).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import en from '../../../shared/i18n/en/errors-ledger.ts'
import zh from '../../../shared/i18n/zh-CN/errors-ledger.ts'
import { LEDGER_ERRORS } from '../../../shared/ledger/index.ts'

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort()

describe('error texts of the ledger', () => {
  it('exist for every code, in both languages, and for nothing else', () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(LEDGER_ERRORS).sort())
    expect(Object.keys(en).sort()).toEqual(Object.keys(LEDGER_ERRORS).sort())
  })

  it('name the same parameters in both', () => {
    const english: Record<string, { cause: string; next: string }> = en
    for (const [code, { cause }] of Object.entries(zh)) expect(placeholders(english[code]!.cause), code).toEqual(placeholders(cause))
  })
})

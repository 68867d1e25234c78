import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CENTERS, codeOf, CONTENT_SCHEMAS, DETAILS, DRAFT_KINDS, DEFAULT_METHODOLOGY, ENUMS, LINE_REASONS, RECORD_KINDS, STEP_NAMES } from '../../../shared/credit/index.ts'
import en from '../../../shared/i18n/en/credit.ts'
import { draftKind } from '../../../shared/contract/drafts.ts'
import enErrors from '../../../shared/i18n/en/errors-credit.ts'
import enLedger from '../../../shared/i18n/en/errors-ledger.ts'
import zh from '../../../shared/i18n/zh-CN/credit.ts'
import zhErrors from '../../../shared/i18n/zh-CN/errors-credit.ts'
import zhLedger from '../../../shared/i18n/zh-CN/errors-ledger.ts'

const root = join(import.meta.dirname, '../../../shared/credit')
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts') && !name.includes('data')).map((name) => readFileSync(join(root, name), 'utf8'))
/** Codes as they are handed to `error`, `warning`, `problem`, CodedError, a jurisdiction rule or a schema's message. */
const raised = new Set(sources.flatMap((text) => [...text.matchAll(/(?:error|warning|problem|CodedError)\((?:[^'()]*|'[^']*'), ?'([A-Z][A-Z_]+)'|(?:problem|CodedError)\('([A-Z][A-Z_]+)'|error: '([A-Z][A-Z_]+)'/g)].map((match) => match[1] ?? match[2] ?? match[3]!)))

describe.each([['zh-CN', zh, { ...zhErrors, ...zhLedger }], ['en', en, { ...enErrors, ...enLedger }]] as const)('%s', (_language, words, errors) => {
  test('every code that is raised has words', () => {
    const known = new Set([...Object.keys(errors), ...LINE_REASONS])
    expect(raised.size).toBeGreaterThan(90)
    expect([...raised].filter((code) => !known.has(code))).toEqual([])
  })
  test('every list, kind, step and field has its label', () => {
    for (const [list, codes] of Object.entries(ENUMS)) expect(Object.keys((words.enum as Record<string, object>)[list]!)).toEqual([...codes])
    expect(Object.keys(words.kind)).toEqual(RECORD_KINDS.map((kind) => kind.replace('.', '_')))
    expect(Object.keys(words.step)).toEqual([...STEP_NAMES])
    expect(Object.keys(words.lineReason).sort()).toEqual([...LINE_REASONS].sort())
    const fields = new Set([...Object.values(CONTENT_SCHEMAS), ...Object.values(DETAILS)].flatMap((schema) => Object.keys((schema as unknown as { shape: object }).shape)))
    expect([...fields].filter((field) => !(field in words.field))).toEqual([])
  })
  test('every metric of the methodology has a label', () => {
    const metrics = [...DEFAULT_METHODOLOGY.indicators.values()].flatMap((row) => [row.metric, row.requires?.metric]).filter((name) => name !== undefined)
    expect(metrics.filter((name) => !(name in words.metric))).toEqual([])
  })
})
test('the contract names the kinds that are drafted', () => {
  expect(draftKind.options).toEqual([...DRAFT_KINDS])
})
test('labels and codes lead back to the code', () => {
  expect(codeOf('institutionType', '律师事务所', [zh.enum, en.enum])).toBe('LAW')
  expect(codeOf('institutionType', ' ｌａｗ ', [zh.enum])).toBe('LAW')
  expect(codeOf('bizStatus', 'Active', [zh.enum, en.enum])).toBe('ACTIVE')
  expect(codeOf('institutionType', 'UNKNOWN', [zh.enum, en.enum])).toBe(null)
})
test('the 35 centers of JR/T 0326-2024 have distinct codes', () => {
  expect(new Set(CENTERS.map((center) => center.code)).size).toBe(35)
})

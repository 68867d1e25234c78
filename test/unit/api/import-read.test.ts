import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { readImport, type ImportWorld } from '../../../electron/peer/import/read.ts'
import type { ImportKind } from '../../../shared/contract/imports.ts'
import { DEFAULT_METHODOLOGY } from '../../../shared/credit/index.ts'
import { CONDUCT_HEADERS, conductRow, ENGAGEMENT_HEADERS, engagementRow, INSTITUTION_HEADERS, institutionRow, madeUpUscc } from '../../integration/api/tables.ts'

/** What a table's rows are refused for, one wrong thing at a time, without a network or a store. */
const world: ImportWorld = {
  context: { today: '2026-06-30', methodology: DEFAULT_METHODOLOGY },
  fingerprint: (kind, content) => JSON.stringify([kind, content]),
  hasDraft: () => false,
  otherDraft: () => null,
  onLedger: () => false,
}

const HEADERS = { institutions: INSTITUTION_HEADERS, engagements: ENGAGEMENT_HEADERS, conduct: CONDUCT_HEADERS } as const
const SUBJECT = madeUpUscc('31110000', 1)
const rowOf = (kind: ImportKind): string[] => (kind === 'institutions' ? institutionRow(1) : kind === 'engagements' ? engagementRow(SUBJECT, 1) : conductRow(SUBJECT, 1))
const csv = (rows: readonly (readonly string[])[]): string => rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n')

async function errorsOf(kind: ImportKind, rows: readonly (readonly string[])[], headers: readonly string[] = HEADERS[kind]): Promise<string[]> {
  const { findings } = await readImport(kind, Buffer.from(csv([headers, ...rows])), world)
  return findings.filter(({ severity }) => severity === 'error').map(({ row, column, problem }) => `${row} ${column} ${problem.code}`)
}
/** The good row with one cell replaced. */
const spoiled = (kind: ImportKind, header: string, cell: string): string[] => rowOf(kind).with(HEADERS[kind].indexOf(header), cell)

const KINDS = ['institutions', 'engagements', 'conduct'] as const

it.each(KINDS)('a good table of %s has no errors', async (kind) => {
  expect(await errorsOf(kind, [rowOf(kind)])).toEqual([])
})

describe('one wrong cell is one error, at its row and column', () => {
  it.each<[ImportKind, string, string, string]>([
    ['institutions', '统一社会信用代码', SUBJECT.slice(0, 17), 'USCC_LENGTH'],
    ['institutions', '统一社会信用代码', `${SUBJECT.slice(0, 17)}${SUBJECT.endsWith('0') ? '1' : '0'}`, 'USCC_CHECK'],
    ['institutions', '统一社会信用代码', SUBJECT.replace('0000', '0OO0'), 'USCC_CHARACTER'],
    ['institutions', '统一社会信用代码', '11010519491231002X', 'USCC_IS_ID_NUMBER'],
    ['institutions', '统一社会信用代码', '9.111E+17', 'IMPORT_SCIENTIFIC'],
    ['institutions', '统一社会信用代码', `=${SUBJECT}`, 'IMPORT_FORMULA'],
    ['institutions', '机构全称', '＝cmd|calc', 'IMPORT_FORMULA'],
    ['institutions', '机构全称', '长'.repeat(5_001), 'IMPORT_CELL_TOO_LONG'],
    ['institutions', '机构类型', '律师', 'IMPORT_CHOICE'],
    ['institutions', '注册地', '990000', 'REGION_UNKNOWN'],
    ['institutions', '主办中心', 'ZZ', 'IMPORT_CENTER'],
    ['institutions', '成立日期', '2011-02-29', 'IMPORT_DATE'],
    ['institutions', '成立日期', '2026-07-01', 'DATE_IN_FUTURE'],
    ['institutions', '经营状态', 'OPEN', 'IMPORT_CHOICE'],
    ['engagements', '客户统一社会信用代码', '91110000MAX00001', 'USCC_LENGTH'],
    ['engagements', '客户名称', '@SUM(A1)', 'IMPORT_FORMULA'],
    ['engagements', '业务类型', 'HELP', 'IMPORT_CHOICE'],
    ['engagements', '反馈轮次', '-1', 'IMPORT_INTEGER'],
    ['engagements', '一次通过', '也许', 'IMPORT_YES_NO'],
    ['engagements', '融资额（元）', '1e6', 'IMPORT_AMOUNT'],
    ['conduct', '指标', 'D9N99', 'CONDUCT_INDICATOR_UNKNOWN'],
    ['conduct', '指标', 'D3P01', 'CONDUCT_INDICATOR_METRIC'],
    ['conduct', '性质', 'BAD', 'IMPORT_CHOICE'],
    ['conduct', '认定层级', 'A9', 'IMPORT_CHOICE'],
    ['conduct', '事实', '负责人身份证11010519491231002X', 'PERSONAL_ID_NUMBER'],
    ['conduct', '文号', '+1号', 'IMPORT_FORMULA'],
    ['conduct', '生效日', '昨天', 'IMPORT_DATE'],
  ])('%s, %s = %s: %s', async (kind, header, cell, code) => {
    expect(await errorsOf(kind, [spoiled(kind, header, cell)])).toEqual([`1 ${header} ${code}`])
  })

  it('a row longer than its header, and the good row beside it is not touched', async () => {
    expect(await errorsOf('institutions', [[...rowOf('institutions'), 'x'], institutionRow(2)])).toEqual(['1  IMPORT_ROW_TOO_LONG'])
  })
  it.each(KINDS)('the same thing twice in a table of %s', async (kind) => {
    const [error, ...more] = await errorsOf(kind, [rowOf(kind), rowOf(kind)])
    expect(error).toMatch(/^2 \S+ IMPORT_REPEATED_IN_FILE$/)
    expect(more).toEqual([])
  })
})

describe('a header line', () => {
  it.each(KINDS)('of %s without a needed column is one error, and no row is read', async (kind) => {
    for (const [at, header] of HEADERS[kind].entries()) {
      const { findings, rows, map } = await readImport(kind, Buffer.from(csv([HEADERS[kind].toSpliced(at, 1), rowOf(kind).toSpliced(at, 1)])), world)
      if (map.missing.length === 0) continue
      expect(rows).toEqual([])
      expect(findings.filter(({ severity }) => severity === 'error')).toMatchObject([{ row: 0, column: header, problem: { code: 'IMPORT_COLUMN_MISSING' } }])
    }
  })
  it('that names a column twice is refused; one that nobody knows is left out with a warning', async () => {
    const twice = [...INSTITUTION_HEADERS, '机构全称']
    expect(await errorsOf('institutions', [[...rowOf('institutions'), '别名']], twice)).toEqual(['0 机构全称 IMPORT_COLUMN_REPEATED'])
    const { findings, rows } = await readImport('institutions', Buffer.from(csv([[...INSTITUTION_HEADERS, '爱好'], [...rowOf('institutions'), '棋']])), world)
    expect(findings.map(({ problem }) => problem.code)).toContain('IMPORT_COLUMN_UNKNOWN')
    expect(rows).toMatchObject([{ status: 'ready' }])
  })
})

describe('an encoding', () => {
  const text = csv([INSTITUTION_HEADERS, rowOf('institutions')])
  it.each(['utf8', 'gb18030', 'gbk'])('%s is read to the same content', async (encoding) => {
    const { rows } = await readImport('institutions', iconv.encode(text, encoding), world)
    expect(rows).toMatchObject([{ status: 'ready', content: { nameZh: '北京模拟第1律师事务所' } }])
  })
  it.each(['utf-16le', 'utf-16be'])('%s is refused', async (encoding) => {
    await expect(readImport('institutions', iconv.encode(text, encoding, { addBOM: true }), world)).rejects.toMatchObject({ code: 'IMPORT_ENCODING' })
  })
  it('that is not the one the table is in never becomes a draft', async () => {
    for (const encoding of ['big5', 'shift_jis', 'euc-kr', 'utf-16le', 'utf-32le']) {
      const bytes = iconv.encode(text, encoding)
      const read = await readImport('institutions', bytes, world).then(({ rows }) => rows.filter(({ status }) => status === 'ready').length, (cause: { code: string }) => cause.code)
      expect({ encoding, refused: read === 0 || String(read).startsWith('IMPORT_') }).toEqual({ encoding, refused: true })
    }
  })
  it('cut in the middle of a character is refused', async () => {
    const bytes = Buffer.from(`\ufeff${text}`)
    const end = bytes.lastIndexOf(Buffer.from('所'))
    await expect(readImport('institutions', bytes.subarray(0, end + 1), world)).rejects.toMatchObject({ code: 'IMPORT_ENCODING' })
  })
})

import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { parseCell, parseDate, parseInteger, parseMember, parseYesNo, parseYuan } from '../../../electron/peer/import/cells.ts'
import { IMPORT_COLUMNS, mapHeaders } from '../../../electron/peer/import/columns.ts'
import { isFormula, readTable, writeCsv } from '../../../electron/peer/import/csv.ts'
import { decodeImport } from '../../../electron/peer/import/decode.ts'
import { IMPORT_MAX_BYTES, IMPORT_MAX_ROWS } from '../../../electron/peer/import/limits.ts'
import { reportCsv, templateCsv } from '../../../electron/peer/import/report.ts'
import { checkUscc } from '../../../shared/credit/uscc/check.ts'
import { importKind, type ImportKind } from '../../../shared/contract/imports.ts'

const value = <T>(result: { ok: true; value: T } | { ok: false; error: { code: string } }): T | string => (result.ok ? result.value : result.error.code)
const code = (work: () => unknown): string => {
  try {
    work()
    return 'accepted'
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('encoding of a table', () => {
  const text = '机构全称,编号\n北京模拟（特殊普通合伙）,１\n'
  it('is told from the bytes', () => {
    expect(decodeImport(Buffer.from(text))).toEqual({ encoding: 'utf-8', text })
    expect(decodeImport(Buffer.from(`\ufeff${text}`))).toEqual({ encoding: 'utf-8-bom', text })
    expect(decodeImport(iconv.encode(text, 'gb18030'))).toEqual({ encoding: 'gb18030', text })
    expect(decodeImport(iconv.encode('𠮷,龦\n', 'gb18030'))).toEqual({ encoding: 'gb18030', text: '𠮷,龦\n' })
  })
  it('is refused with words where it is something else', () => {
    expect(code(() => decodeImport(new Uint8Array()))).toBe('IMPORT_EMPTY')
    expect(code(() => decodeImport(new Uint8Array(IMPORT_MAX_BYTES + 1)))).toBe('IMPORT_TOO_LARGE')
    expect(code(() => decodeImport(Buffer.from('PK\u0003\u0004rest', 'latin1')))).toBe('IMPORT_NOT_CSV')
    expect(code(() => decodeImport(Buffer.from(`\ufeff${text}`, 'utf16le')))).toBe('IMPORT_ENCODING')
    expect(code(() => decodeImport(Buffer.from('a,b\n\u0000,1')))).toBe('IMPORT_NOT_CSV')
    expect(code(() => decodeImport(Buffer.from([0x61, 0x2c, 0xff, 0xff, 0x0a])))).toBe('IMPORT_ENCODING')
    expect(code(() => decodeImport(Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0xc3, 0x28])))).toBe('IMPORT_ENCODING')
  })
  it('never throws anything uncoded, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(code(() => readTable(decodeImport(bytes).text))).toMatch(/^(accepted|IMPORT_[A-Z_]+)$/)
    }))
  })
})

describe('rows', () => {
  it('are limited, and broken quotes are refused with their line', () => {
    expect(code(() => readTable(`a,b\n${'1,2\n'.repeat(IMPORT_MAX_ROWS + 1)}`))).toBe('IMPORT_TOO_MANY_ROWS')
    expect(readTable(`a,b\n${'1,2\n'.repeat(IMPORT_MAX_ROWS)}`).rows).toHaveLength(IMPORT_MAX_ROWS)
    expect(code(() => readTable('a,b\n1,"x\n2,3\n'))).toBe('IMPORT_CSV_BROKEN')
    expect(code(() => readTable('a,b\n'))).toBe('IMPORT_EMPTY')
    expect(code(() => readTable(`${'a,'.repeat(200)}\n1\n`))).toBe('IMPORT_TOO_MANY_COLUMNS')
  })
  it('that were written are read again, and no cell of them is a formula', () => {
    fc.assert(fc.property(fc.array(fc.array(fc.string({ minLength: 1 }).filter((cell) => cell.trim() !== '' && !isFormula(cell)), { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 5 }), (rows) => {
      const csv = writeCsv([['a', 'b'], ...rows])
      expect(readTable(csv.slice(1)).rows).toEqual(rows)
    }))
    for (const evil of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '＝1', '  =1']) {
      expect(isFormula(evil)).toBe(true)
      expect(writeCsv([[evil]]).slice(1).replace(/^"/, '')[0]).toBe("'")
    }
  })
})

describe('cells', () => {
  it('read days in every usual form, and only days that exist', () => {
    for (const text of ['2025-01-02', '2025/1/2', '2025.1.2', '2025年1月2日', '20250102', '２０２５－０１－０２']) expect(value(parseDate(text))).toBe('2025-01-02')
    for (const text of ['2025-02-30', '45678', '1/2/2025', '2025-13-01', 'soon', '']) expect(value(parseDate(text))).toBe('IMPORT_DATE')
  })
  it('read amounts digit by digit', () => {
    expect(value(parseYuan('16937426'))).toBe(1_693_742_600)
    expect(value(parseYuan('￥1,234,567.8'))).toBe(123_456_780)
    expect(value(parseYuan('0.07元'))).toBe(7)
    // 1.005 * 100 and 4.35 * 100 are the classical traps of binary fractions.
    expect(value(parseYuan('4.35'))).toBe(435)
    for (const text of ['1.005', '-1', '1,23', '1e6', '12万', 'NaN', '=1']) expect(value(parseYuan(text))).toBe('IMPORT_AMOUNT')
    fc.assert(fc.property(fc.integer({ min: 0, max: 10 ** 12 }), fc.integer({ min: 0, max: 99 }), (yuan, fen) => {
      expect(value(parseYuan(`${yuan}.${String(fen).padStart(2, '0')}`))).toBe(yuan * 100 + fen)
    }))
  })
  it('read yes and no, integers and centers', () => {
    expect(['是', '√', 'Y', 'true', '１'].map((text) => value(parseYesNo(text)))).toEqual([true, true, true, true, true])
    expect(['否', '×', 'n', '0'].map((text) => value(parseYesNo(text)))).toEqual([false, false, false, false])
    expect(value(parseYesNo('maybe'))).toBe('IMPORT_YES_NO')
    expect(value(parseInteger('１２'))).toBe(12)
    expect(value(parseInteger('1.0'))).toBe('IMPORT_INTEGER')
    expect(['BJ', 'bj', '北京股权交易中心有限公司', '北京股交'].map((text) => value(parseMember(text)))).toEqual(['BJ', 'BJ', 'BJ', 'BJ'])
    expect(value(parseMember('火星'))).toBe('IMPORT_CENTER')
  })
})

describe('choices', () => {
  const columnOf = (kind: ImportKind, field: string) => IMPORT_COLUMNS[kind].find((column) => column.field === field)!
  it('are codes, labels of the screens, or other usual words', () => {
    const type = columnOf('institutions', 'type')
    for (const text of ['LAW', 'law', 'ＬＡＷ', '律师事务所', ' 律所 ']) expect(value(parseCell(text, type))).toBe('LAW')
    expect(value(parseCell('财务顾问/咨询机构', type))).toBe('FINADVISER')
    expect(value(parseCell('UNKNOWN', type))).toBe('IMPORT_CHOICE')
    expect(value(parseCell('证监局', columnOf('conduct', 'authorityLevel')))).toBe('A2')
  })
  it('stand side by side with every usual separator', () => {
    const roles = columnOf('institutions', 'roles')
    for (const text of ['SECURITIES;SPONSOR', '证券公司；推荐机构', '券商、推荐商', 'SECURITIES/SPONSOR', 'SECURITIES，SPONSOR；SECURITIES']) expect(value(parseCell(text, roles))).toEqual(['SECURITIES', 'SPONSOR'])
    expect(value(parseCell('财务顾问/咨询机构；银行', roles))).toEqual(['FINADVISER', 'BANK'])
    expect(value(parseCell('LAW;NOBODY', roles))).toBe('IMPORT_CHOICE')
  })
  it.each(importKind.options)('of %s have no word for two codes', (kind) => {
    for (const { choices, choiceList } of IMPORT_COLUMNS[kind]) {
      const codes = new Set(choices?.values())
      for (const code of codes) expect(choices!.get(code)).toBe(code)
      expect((choiceList ?? '').split(' · ').filter(Boolean)).toHaveLength(codes.size)
    }
  })
})

describe('headers', () => {
  it('are found with blanks and brackets of any width, by their other names too', () => {
    const map = mapHeaders('engagements', ['机构统一社会信用代码', ' 融资额(元) ', '备注'])
    expect(map.columns.map((column) => column?.field ?? null)).toEqual(['uscc', 'financingAmountFen', null])
    expect(map.missing.map((column) => column.header)).toContain('登记中心')
  })
  it('that name one thing twice are told', () => {
    expect(mapHeaders('institutions', ['机构全称', '机构名称']).repeated).toEqual(['机构名称'])
  })
  it.each(importKind.options)('of the template for %s are all known, once, and its example is made up and valid', (kind) => {
    const { headers, rows } = readTable(templateCsv(kind).slice(1))
    const map = mapHeaders(kind, headers)
    expect(map).toMatchObject({ missing: [], repeated: [] })
    expect(map.columns.every((column) => column !== null)).toBe(true)
    expect(headers).toHaveLength(IMPORT_COLUMNS[kind].length)
    const codes = rows[0]!.filter((cell, at) => map.columns[at]!.type === 'uscc' && cell !== '')
    expect(codes.map((cell) => checkUscc(cell)).filter((check) => !check.valid || check.warnings.length > 0)).toEqual([])
  })
})

it('reports findings in words, without formulas', () => {
  const csv = reportCsv([{ row: 3, column: '机构全称', value: '=HYPERLINK("x")', severity: 'error', problem: { code: 'IMPORT_FORMULA', params: { value: '=HYPERLINK' } } }])
  expect(csv.startsWith('\ufeff行号,')).toBe(true)
  const [row] = readTable(csv.slice(1)).rows
  expect(row![2]!.startsWith("'=")).toBe(true)
  expect(row![4]).toContain('公式')
})

it('reports findings in the language asked for', () => {
  const csv = reportCsv([{ row: 0, column: '机构全称', value: '', severity: 'warning', problem: { code: 'IMPORT_FORMULA', params: { value: '=HYPERLINK' } } }], 'en')
  const table = readTable(csv.slice(1))
  expect(csv.startsWith('\ufeffRow,Column,Value,Level,Cause,What to do,Code')).toBe(true)
  expect(table.rows[0]!.filter((_, at) => at !== 1).join(' ')).not.toMatch(/\p{Script=Han}/u)
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { agenciesCsv, demoAgencies } from '../../../electron/peer/demo/data/agencies.ts'
import type { OnceReport } from '../../../electron/peer/demo/once.ts'
import { zhengxinlian } from '../cli/helpers.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'zxl-once-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the demonstration without a person', () => {
  it('founds four centers, survives a killed peer and ends with a rating that another center recomputes from its own files', async () => {
    const input = path.join(folder, 'institutions.csv')
    writeFileSync(input, agenciesCsv(demoAgencies(7, ['BJ', 'SH', 'JS'], '2026-11-22')))
    const ran = await zhengxinlian(['demo', '--once', '--json', '--centers', '4', '--input', input])
    expect(ran).toMatchObject({ code: 0 })
    const report = JSON.parse(ran.stdout) as OnceReport
    expect(Object.entries(report.checks).filter(([, holds]) => !holds)).toEqual([])
    expect(report.members).toEqual(['SZSE', 'BJ', 'SH', 'JS'])
    expect(report.counts).toMatchObject({ rows: 7, institutions: 7, engagements: 3, conduct: 2, ratings: 1, void: 0 })
    expect(new Set(Object.values(report.heads).map((head) => head.stateRoot)).size).toBe(1)
    expect(report.killed.member).toBe('JS')
    expect(report.witness).toMatchObject({ member: 'SH', final: true, recomputed: report.witness.published })
  }, 180_000)

  it('says no where rows are refused', async () => {
    const input = path.join(folder, 'bad.csv')
    const csv = agenciesCsv(demoAgencies(4, ['BJ'], '2026-11-22'))
    // The check character of the last code is made wrong.
    writeFileSync(input, csv.replace(/(MADEM003.)(.)/, (_whole, head: string, check: string) => `${head}${check === '7' ? '8' : '7'}`))
    const ran = await zhengxinlian(['demo', '--once', '--json', '--centers', '4', '--input', input])
    expect(ran).toMatchObject({ code: 1 })
    expect((JSON.parse(ran.stdout) as OnceReport).checks).toMatchObject({ allRowsFinal: false, ratingRecomputes: true })
  }, 180_000)
})

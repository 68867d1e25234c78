import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { agenciesCsv, demoAgencies } from '../../../electron/peer/demo/data/agencies.ts'
import type { OnceReport } from '../../../electron/peer/demo/once.ts'
import { zhengxinlian } from '../cli/helpers.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'zxl-once-'))
let kept = ''
let agency: OnceReport['agency']
afterAll(() => {
  for (const place of [folder, kept]) if (place !== '') rmSync(place, { recursive: true, force: true })
})

describe('the demonstration without a person', () => {
  it('founds four centers, survives a killed peer and ends with a rating that another center recomputes from its own files', async () => {
    const input = path.join(folder, 'institutions.csv')
    writeFileSync(input, agenciesCsv(demoAgencies(7, ['BJ', 'SH', 'JS'], '2026-11-22')))
    const ran = await zhengxinlian(['demo', '--once', '--json', '--centers', '4', '--input', input, '--keep'])
    expect(ran).toMatchObject({ code: 0 })
    kept = ran.stderr.trim().split('\n').at(-1)!
    const report = JSON.parse(ran.stdout) as OnceReport
    expect(Object.entries(report.checks).filter(([, holds]) => !holds)).toEqual([])
    expect(report.members).toEqual(['SZSE', 'BJ', 'SH', 'JS'])
    expect(report.counts).toMatchObject({ rows: 7, institutions: 7, engagements: 3, conduct: 2, ratings: 1, void: 0 })
    expect(new Set(Object.values(report.heads).map((head) => head.stateRoot)).size).toBe(1)
    expect(report.killed.member).toBe('JS')
    expect(report.witness).toMatchObject({ member: 'SH', final: true, recomputed: report.witness.published })
    agency = report.agency
  }, 180_000)

  it('leaves folders out of which a stranger can be convinced', async () => {
    const data = path.join(kept, 'network', 'SH')
    const files: Record<string, string> = {}
    for (const [name, args] of Object.entries({ record: ['--record', agency.recordId], agency: ['--agency', agency.uscc], report: ['--report', agency.uscc], block: ['--checkpoint'] })) {
      files[name] = path.join(folder, `${name}.proof`)
      const made = await zhengxinlian(['prove', '--data', data, ...args, '--out', files[name]])
      expect(made, made.stderr).toMatchObject({ code: 0 })
    }
    const told = await zhengxinlian(['verify', ...Object.values(files), '--json'])
    expect(told.code).toBe(0)
    const verdicts = JSON.parse(told.stdout) as { kind: string; verdict: string; facts: { genesisHash: string; demo: boolean; subject: { name: string; complete: boolean } | null; records: { recordId: string; states: unknown[] }[] } }[]
    expect(verdicts.map(({ kind, verdict }) => `${kind} ${verdict}`)).toEqual(['record valid', 'completeness valid', 'report valid', 'checkpoint valid'])
    expect(verdicts[1]!.facts.records.map(({ recordId }) => recordId)).toContain(agency.recordId)
    expect(verdicts[2]!.facts).toMatchObject({ demo: true, subject: { name: agency.nameZh, complete: true } })
    const { genesisHash } = verdicts[0]!.facts
    expect((await zhengxinlian(['verify', ...Object.values(files), '--genesis', genesisHash])).code).toBe(0)
    const other = await zhengxinlian(['verify', files['report']!, '--genesis', 'ab'.repeat(32)])
    expect(other).toMatchObject({ code: 1 })
    expect(other.stdout).toContain('PROOF_OTHER_GENESIS')
    expect((await zhengxinlian(['prove', '--data', data, '--checkpoint', '--out', files['block']!])).stderr).toContain('CLI_FILE_EXISTS')
    expect((await zhengxinlian(['prove', '--data', data, '--checkpoint', '--record', agency.recordId])).stderr).toContain('CLI_PROVE')
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

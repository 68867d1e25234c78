import { describe, expect, it } from 'vitest'
import { demoAgencies, agenciesCsv } from '../../../electron/peer/demo/data/agencies.ts'
import { demoConduct } from '../../../electron/peer/demo/data/conduct.ts'
import { demoEngagements } from '../../../electron/peer/demo/data/engagements.ts'
import { percentile } from '../../../electron/peer/demo/latency.ts'
import { demoMembers } from '../../../electron/peer/demo/members.ts'
import { DEFAULT_METHODOLOGY } from '../../../shared/credit/methodology/registry.ts'
import { checkUscc } from '../../../shared/credit/uscc/check.ts'

const centers = ['BJ', 'SH', 'JS', 'ZJ', 'SZX']
const today = '2026-11-22'
const agencies = demoAgencies(65, centers, today)

describe('the made-up data', () => {
  it('has valid codes that belong to nobody, and names that say so', () => {
    expect(new Set(agencies.map((agency) => agency.uscc)).size).toBe(65)
    expect(new Set(agencies.map((agency) => agency.nameZh)).size).toBe(65)
    for (const { uscc, type, nameZh } of agencies) {
      const { valid, warnings } = checkUscc(uscc, { type })
      expect({ uscc, valid, warnings }).toEqual({ uscc, valid: true, warnings: [] })
      expect(uscc).toContain('MADEM')
      expect(nameZh).toContain('模拟')
    }
  })
  it('is the same every time, and lies in the past', () => {
    expect(agenciesCsv(demoAgencies(65, centers, today))).toBe(agenciesCsv(agencies))
    const tables = [...demoEngagements(agencies, centers, today), ...demoConduct(agencies, centers, today)]
    for (const { csv } of tables) for (const [date] of csv.matchAll(/\b\d{4}-\d{2}-\d{2}\b/g)) expect(date < today).toBe(true)
  })
  it('speaks only of indicators that the methodology has', () => {
    const known = new Set<string>(DEFAULT_METHODOLOGY.document.indicators.map((indicator) => indicator.code))
    const used = demoConduct(agencies, centers, today).flatMap(({ csv }) => [...csv.matchAll(/\bD\d[PN]\d{2}\b/g)].map(([code]) => code))
    expect(used.length).toBeGreaterThan(100)
    for (const code of used) expect(known.has(code)).toBe(true)
  })
  it('names the operator and four to twelve centers', () => {
    expect(demoMembers(6).map((member) => member.id)).toEqual(['SZSE', ...centers])
    for (let count = 4; count <= 13; count++) expect(new Set(demoMembers(count).map((member) => member.id)).size).toBe(count)
  })
})

describe('percentile', () => {
  it('takes the smallest value that covers the share', () => {
    expect(percentile([], 50)).toBe(0)
    expect(percentile([7], 99)).toBe(7)
    expect(percentile([1, 2, 3, 4], 50)).toBe(2)
    expect(percentile(Array.from({ length: 100 }, (_, i) => i + 1), 99)).toBe(99)
  })
})

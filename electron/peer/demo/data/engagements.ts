import { createHash } from 'node:crypto'
import { centerOf } from '../../../../shared/credit/member/centers.ts'
import { syntheticUscc, type DemoAgency } from './agencies.ts'
import { profileOf, type Profile } from './profiles.ts'
import { csvOf, daysBefore, dice } from './table.ts'

const HEADERS = [
  '机构统一社会信用代码', '业务角色', '客户统一社会信用代码', '客户名称', '业务类型', '合同签订日', '申报编号', '反馈轮次', '一次通过', '状态', '验收日',
  '融资额（元）', '专精特新', '满意度', '满意度份数', '登记中心', '证据类型', '证据哈希', '证据名称',
]

const SERVICES: Readonly<Record<string, readonly string[]>> = {
  LAW: ['LEGAL_OPINION', 'ADVISORY'],
  SECURITIES: ['LISTING_RECOMMENDATION', 'SUPERVISION'],
  CPA: ['AUDIT', 'CAPITAL_VERIFICATION'],
  APPRAISAL: ['APPRAISAL'],
  SPONSOR: ['LISTING_RECOMMENDATION', 'RESTRUCTURING'],
}

/** Stands for a document that doesn't exist: the ledger holds only hashes of evidence. */
export const demoEvidence = (name: string): string => createHash('sha256').update(`demonstration evidence: ${name}`).digest('hex')

export interface DemoEngagements {
  readonly center: string
  readonly csv: string
  readonly rows: number
  /** Agencies that this center may rate: its market saw them. */
  readonly usccs: readonly string[]
}

/**
 * What each center's market saw of the agencies in the last two years: several services at home, some in other markets, so
 * that more than one center may rate an agency.
 */
export function demoEngagements(agencies: readonly DemoAgency[], centers: readonly string[], today: string): readonly DemoEngagements[] {
  const roll = dice(19900101)
  const rows = new Map<string, (string | number)[][]>(centers.map((center) => [center, []]))
  const seen = new Map<string, Set<string>>(centers.map((center) => [center, new Set()]))
  let client = 0
  const add = (agency: DemoAgency, center: string, profile: Profile, turn: number): void => {
    const index = client++
    seen.get(center)?.add(agency.uscc)
    const place = centerOf(center)
    const signed = 60 + roll(600)
    const isOngoing = turn > 0 && signed < 110
    const services = SERVICES[agency.type] ?? ['ADVISORY']
    const name = `演示材料${index}`
    rows.get(center)?.push([
      agency.uscc, agency.roles[0] ?? 'OTHER', syntheticUscc('91', place?.regionCode ?? '110000', `MADEK${String(index).padStart(3, '0')}`),
      `${place?.regionZh ?? ''}模拟客户${String(index).padStart(3, '0')}有限公司`, services[index % services.length] ?? 'ADVISORY', daysBefore(today, signed),
      `${center}-DEMO-${String(index).padStart(4, '0')}`, isOngoing ? 0 : roll(4), isOngoing ? '' : roll(100) < profile.firstPass ? '是' : '否', isOngoing ? 'ONGOING' : 'ACCEPTED',
      isOngoing ? '' : daysBefore(today, signed - 20 - roll(30)), isOngoing ? 0 : profile.financing + roll(20) * 100_000, index % 2 === 0 ? '是' : '否',
      isOngoing ? '' : profile.satisfaction - 20 + roll(40), isOngoing ? '' : 1 + roll(3), center, index % 2 === 0 ? 'E4' : 'E5', demoEvidence(name), name,
    ])
  }
  agencies.forEach((agency, index) => {
    const profile = profileOf(index, centers.length)
    const home = centers.indexOf(agency.home)
    for (let turn = 0; turn < profile.atHome; turn++) add(agency, agency.home, profile, turn)
    for (let i = 1; i <= profile.elsewhere; i++) add(agency, centers[(home + i) % centers.length] ?? agency.home, profile, 0)
  })
  return centers.map((center) => ({ center, csv: csvOf(HEADERS, rows.get(center) ?? []), rows: rows.get(center)?.length ?? 0, usccs: [...(seen.get(center) ?? [])] }))
}

/** Three finished services of one agency in one center's market, for the demonstration without a person. */
export function engagementsOfOne(uscc: string, role: string, center: string, today: string): DemoEngagements {
  const place = centerOf(center)
  const rows = [0, 1, 2].map((index) => {
    const name = `演示材料9${index}`
    return [
      uscc, role, syntheticUscc('91', place?.regionCode ?? '110000', `MADEK9${index}0`), `${place?.regionZh ?? ''}模拟客户9${index}0有限公司`, 'ADVISORY', daysBefore(today, 200 + index),
      `${center}-DEMO-9${index}`, 1, '是', 'ACCEPTED', daysBefore(today, 120 + index), 12_000_000, '否', 900, 3, center, 'E4', demoEvidence(name), name,
    ]
  })
  return { center, csv: csvOf(HEADERS, rows), rows: rows.length, usccs: [uscc] }
}

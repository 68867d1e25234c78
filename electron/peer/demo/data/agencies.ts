import { checkCharacter, orgCheckCharacter } from '../../../../shared/credit/uscc/alphabet.ts'
import { centerOf } from '../../../../shared/credit/member/centers.ts'
import { csvOf, daysBefore, dice } from './table.ts'

/** A made-up institution. Its name says so (模拟), and so does its code: organisation codes MADEM… belong to nobody. */
export interface DemoAgency {
  readonly uscc: string
  readonly nameZh: string
  readonly shortName: string
  readonly type: string
  readonly roles: readonly string[]
  readonly regionCode: string
  readonly home: string
  readonly establishedOn: string
  readonly practiceSince: string
}

/** A valid code (both check characters) around a recognisable organisation code of eight characters. */
export function syntheticUscc(prefix: string, region: string, organisation: string): string {
  const head = `${prefix}${region}${organisation}`
  const body = `${head}${orgCheckCharacter(`${head}0`)}`
  return body + checkCharacter(body)
}

// The sixty names of the Chinese calendar's cycle: as names of firms they are visibly a series.
const STEMS = '甲乙丙丁戊己庚辛壬癸'
const BRANCHES = '子丑寅卯辰巳午未申酉戌亥'
const cycleName = (index: number): string => `${STEMS[index % 10]}${BRANCHES[index % 12]}`

const KINDS = [
  { type: 'LAW', roles: ['LAW'], prefix: '31', ending: '律师事务所' },
  { type: 'SECURITIES', roles: ['SECURITIES', 'SPONSOR'], prefix: '91', ending: '证券股份有限公司' },
  { type: 'CPA', roles: ['CPA'], prefix: '91', ending: '会计师事务所（特殊普通合伙）' },
  { type: 'APPRAISAL', roles: ['APPRAISAL'], prefix: '91', ending: '资产评估有限公司' },
  { type: 'SPONSOR', roles: ['SPONSOR'], prefix: '91', ending: '投资咨询有限公司' },
] as const

/** `count` institutions (at most 600), spread over the centers in turn. */
export function demoAgencies(count: number, centers: readonly string[], today: string): readonly DemoAgency[] {
  const roll = dice(20171101)
  return Array.from({ length: count }, (_, index) => {
    const home = centers[index % centers.length] ?? 'BJ'
    const center = centerOf(home)
    const kind = KINDS[(index + Math.floor(index / KINDS.length)) % KINDS.length] ?? KINDS[0]
    const lap = Math.floor(index / 60)
    const shortName = `模拟${cycleName(index % 60)}${lap > 0 ? STEMS[lap] : ''}`
    const regionCode = center?.regionCode ?? '110000'
    const age = 1500 + roll(6500)
    return {
      uscc: syntheticUscc(kind.prefix, regionCode, `MADEM${String(index).padStart(3, '0')}`),
      nameZh: `${center?.regionZh ?? ''}${shortName}${kind.ending}`,
      shortName,
      type: kind.type,
      roles: kind.roles,
      regionCode,
      home,
      establishedOn: daysBefore(today, age),
      practiceSince: daysBefore(today, age - 30 - roll(300)),
    }
  })
}

/** The table that a center imports, with the headers of the application's own template. */
export function agenciesCsv(agencies: readonly DemoAgency[]): string {
  return csvOf(
    ['统一社会信用代码', '机构全称', '机构简称', '机构类型', '业务角色', '注册地', '主办中心', '成立日期', '执业起始', '经营状态'],
    agencies.map((agency) => [
      agency.uscc, agency.nameZh, agency.shortName, agency.type, agency.roles.join(';'), agency.regionCode, agency.home, agency.establishedOn, agency.practiceSince, 'ACTIVE',
    ]),
  )
}

import type { DemoAgency } from './agencies.ts'
import { demoEvidence } from './engagements.ts'
import { profileOf } from './profiles.ts'
import { csvOf, daysBefore, dice } from './table.ts'

const HEADERS = [
  '机构统一社会信用代码', '性质', '指标', '事项名称', '事实', '认定机关', '认定层级', '文号', '依据', '处理结果', '决定日', '生效日', '执行完毕日', '案件编号',
  '登记中心', '证据类型', '证据哈希', '证据名称',
]

interface Kind {
  readonly polarity: 'POSITIVE' | 'NEGATIVE'
  readonly level: string
  readonly evidence: string
  readonly title: string
}
const kind = (polarity: Kind['polarity'], level: string, evidence: string, title: string): Kind => ({ polarity, level, evidence, title })

/** What happens to agencies, by the indicators of the adopted methodology. */
const KINDS: Readonly<Record<string, Kind>> = {
  D1P01: kind('POSITIVE', 'A2', 'E8', '证券服务业务备案有效'),
  D1P03: kind('POSITIVE', 'A4', 'E8', '职业责任保险有效'),
  D1P04: kind('POSITIVE', 'A4', 'E3', '质量控制制度核查合格'),
  D2P01: kind('POSITIVE', 'A4', 'E3', '项目质量评定为优'),
  D2P03: kind('POSITIVE', 'A3', 'E2', '所服务企业转入更高层次市场'),
  D3P03: kind('POSITIVE', 'A2', 'E1', '证监局表彰'),
  D3P04: kind('POSITIVE', 'A4', 'E1', '中心年度优秀中介机构'),
  D6P02: kind('POSITIVE', 'A4', 'E3', '参与中心培训'),
  D2N03: kind('NEGATIVE', 'A4', 'E3', '尽职调查未勤勉尽责'),
  D2N06: kind('NEGATIVE', 'A4', 'E10', '反馈回复逾期'),
  D3N01: kind('NEGATIVE', 'A2', 'E1', '监管工作函'),
  D3N08: kind('NEGATIVE', 'A1', 'E1', '行政处罚：罚款'),
  D3N13: kind('NEGATIVE', 'A1', 'E2', '列入失信被执行人'),
  D3N17: kind('NEGATIVE', 'A4', 'E3', '业内通报'),
  D6N01: kind('NEGATIVE', 'A4', 'E10', '信息报送逾期'),
}

export interface DemoConduct {
  readonly center: string
  readonly csv: string
  readonly rows: number
}

/** Facts about the agencies by their profiles, each recorded by the agency's home center. Every text says that it is made up. */
export function demoConduct(agencies: readonly DemoAgency[], centers: readonly string[], today: string): readonly DemoConduct[] {
  const roll = dice(20260401)
  const rows = new Map<string, (string | number)[][]>(centers.map((center) => [center, []]))
  let index = 0
  agencies.forEach(({ uscc, home }, at) => {
    for (const indicator of profileOf(at, centers.length).conduct) rows.get(home)?.push(conductRow(uscc, home, indicator, index++, daysBefore(today, 20 + roll(320))))
  })
  return centers.map((center) => ({ center, csv: csvOf(HEADERS, rows.get(center) ?? []), rows: rows.get(center)?.length ?? 0 }))
}

function conductRow(uscc: string, center: string, indicator: string, index: number, decided: string): (string | number)[] {
  const { polarity, level, evidence, title } = KINDS[indicator]!
  const name = `演示证据${index}`
  return [
    uscc, polarity, indicator, `${title}（演示）`, '模拟事实描述，仅用于演示。', level === 'A4' ? '演示中心' : '演示机关', level, `演示〔${decided.slice(0, 4)}〕${index + 1}号`,
    '演示依据', '演示结果', decided, decided, '', '', center, evidence, demoEvidence(name), name,
  ]
}

/** Conduct of one agency for the demonstration without a person: a praise by an authority and a late reply. */
export function conductOfOne(uscc: string, center: string, today: string): DemoConduct {
  const picks = ['D3P03', 'D2N06'].map((indicator, index) => conductRow(uscc, center, indicator, 900 + index, daysBefore(today, 60 + index)))
  return { center, csv: csvOf(HEADERS, picks), rows: picks.length }
}

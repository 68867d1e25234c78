import type { DemoAgency } from './agencies.ts'
import { demoEvidence } from './engagements.ts'
import { csvOf, daysBefore, dice } from './table.ts'

const HEADERS = [
  '机构统一社会信用代码', '性质', '指标', '事项名称', '事实', '认定机关', '认定层级', '文号', '依据', '处理结果', '决定日', '生效日', '执行完毕日', '案件编号',
  '登记中心', '证据类型', '证据哈希', '证据名称',
]

type Kind = readonly [indicator: string, polarity: 'POSITIVE' | 'NEGATIVE', level: string, evidence: string, title: string, share: number]

/** What happens to agencies, with how often. Codes are those of the adopted methodology. */
const KINDS: readonly Kind[] = [
  ['D2P01', 'POSITIVE', 'A4', 'E3', '项目质量评定为优', 8],
  ['D3P04', 'POSITIVE', 'A4', 'E1', '中心年度优秀中介机构', 5],
  ['D3P03', 'POSITIVE', 'A2', 'E1', '证监局表彰', 3],
  ['D2P03', 'POSITIVE', 'A3', 'E2', '所服务企业转入更高层次市场', 3],
  ['D6P02', 'POSITIVE', 'A4', 'E3', '参与中心培训', 5],
  ['D2N06', 'NEGATIVE', 'A4', 'E10', '反馈回复逾期', 4],
  ['D6N01', 'NEGATIVE', 'A4', 'E10', '信息报送逾期', 4],
  ['D3N01', 'NEGATIVE', 'A2', 'E1', '监管工作函', 3],
  ['D3N03', 'NEGATIVE', 'A2', 'E1', '警示函', 3],
  ['D2N03', 'NEGATIVE', 'A4', 'E3', '尽职调查未勤勉尽责', 2],
  ['D3N17', 'NEGATIVE', 'A4', 'E3', '业内通报', 2],
  ['D3N08', 'NEGATIVE', 'A1', 'E1', '行政处罚：罚款', 1],
]

export interface DemoConduct {
  readonly center: string
  readonly csv: string
  readonly rows: number
}

const lottery = KINDS.flatMap((kind) => Array.from({ length: kind[5] }, () => kind))

/** About `count` facts about the agencies, each recorded by the agency's home center. Every text says that it is made up. */
export function demoConduct(agencies: readonly DemoAgency[], centers: readonly string[], today: string, count: number): readonly DemoConduct[] {
  const roll = dice(20260401)
  const rows = new Map<string, (string | number)[][]>(centers.map((center) => [center, []]))
  for (let index = 0; index < count; index++) {
    const agency = agencies[(index * 7) % agencies.length]
    const kind = lottery[roll(lottery.length)]
    if (!agency || !kind) continue
    rows.get(agency.home)?.push(conductRow(agency.uscc, agency.home, kind, index, daysBefore(today, 20 + roll(500))))
  }
  return centers.map((center) => ({ center, csv: csvOf(HEADERS, rows.get(center) ?? []), rows: rows.get(center)?.length ?? 0 }))
}

function conductRow(uscc: string, center: string, kind: Kind, index: number, decided: string): (string | number)[] {
  const [indicator, polarity, level, evidence, title] = kind
  const name = `演示证据${index}`
  return [
    uscc, polarity, indicator, `${title}（演示）`, '模拟事实描述，仅用于演示。', level === 'A4' ? '演示中心' : '演示机关', level, `演示〔${decided.slice(0, 4)}〕${index + 1}号`,
    '演示依据', '演示结果', decided, decided, '', '', center, evidence, demoEvidence(name), name,
  ]
}

/** Conduct of one agency for the demonstration without a person: a praise by authority and a late reply. */
export function conductOfOne(uscc: string, center: string, today: string): DemoConduct {
  const picks = [2, 5].map((at, index) => conductRow(uscc, center, KINDS[at]!, 900 + index, daysBefore(today, 60 + index)))
  return { center, csv: csvOf(HEADERS, picks), rows: picks.length }
}

import iconv from 'iconv-lite'
import { checkCharacter, orgCheckCharacter } from '../../../shared/credit/uscc/alphabet.ts'

/** A valid code of no real institution: `head` are the first eight characters, the number makes the rest. */
export function madeUpUscc(head: string, number: number): string {
  const body = `${head}MAX${String(number).padStart(5, '0')}`
  const withOrg = `${body}${orgCheckCharacter(`${body}0`)}`
  return `${withOrg}${checkCharacter(withOrg)}`
}

export const INSTITUTION_HEADERS = ['统一社会信用代码', '机构全称', '机构简称', '机构类型', '业务角色', '注册地', '主办中心', '成立日期', '执业起始', '经营状态']
export const CONDUCT_HEADERS = [
  '机构统一社会信用代码', '性质', '指标', '事项名称', '事实', '认定机关', '认定层级', '文号', '依据', '处理结果', '决定日', '生效日', '执行完毕日', '案件编号', '登记中心',
  '证据类型', '证据哈希',
]
export const ENGAGEMENT_HEADERS = [
  '机构统一社会信用代码', '业务角色', '客户统一社会信用代码', '客户名称', '业务类型', '合同签订日', '申报编号', '反馈轮次', '一次通过', '状态', '验收日', '融资额（元）', '专精特新', '满意度',
  '满意度份数', '登记中心',
]

/** A good row of the institutions' table. */
export const institutionRow = (number: number): string[] => [
  madeUpUscc('31110000', number), `北京模拟第${number}律师事务所`, `模拟${number}所`, 'LAW', 'LAW', '110000', 'BJ', '2010-05-06', '2011-01-02', 'ACTIVE',
]
export const conductRow = (uscc: string, number: number): string[] => [
  uscc, 'NEGATIVE', 'D3N03', '警示函', '模拟事实描述，仅用于演示。', '模拟监管局', 'A2', `模拟〔2025〕${number}号`, '模拟依据', '模拟结果', '2025-10-01', '2025-10-08', '', `C-${number}`, 'BJ',
  'E1', 'ab'.repeat(32),
]
export const engagementRow = (uscc: string, number: number): string[] => [
  uscc, 'LAW', madeUpUscc('91110000', number), `北京模拟科技${number}有限公司`, 'LEGAL_OPINION', '2025-07-14', `BJ-2025-${number}`, '0', '是', 'ACCEPTED', '2025-10-12', '1234567.80', '否', '865', '2', 'BJ',
]

const csv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')).join('\r\n')

/** A table as the base64 of a file in this encoding. */
export function file(rows: readonly (readonly string[])[], encoding: 'utf8' | 'utf8-bom' | 'gb18030' = 'utf8'): string {
  const text = csv(rows)
  return (encoding === 'gb18030' ? iconv.encode(text, 'gb18030') : Buffer.from(encoding === 'utf8-bom' ? `\ufeff${text}` : text)).toString('base64')
}

import { ENUMS, type EnumName } from '../../../shared/credit/enums.ts'
import type { ImportKind } from '../../../shared/contract/imports.ts'
import credit from '../../../shared/i18n/zh-CN/credit.ts'
import { OTHER_WORDS } from './labels.ts'

export type ColumnType = 'uscc' | 'text' | 'code' | 'choice' | 'choices' | 'date' | 'integer' | 'yuan' | 'yesNo' | 'member'

/** One column that a table may have: its Chinese header, where its value goes and how it is read. */
export interface Column {
  readonly header: string
  /** Other headers that mean the same. */
  readonly aliases: readonly string[]
  /** Dotted path in the row's values; what a content makes of it is in rows.ts. */
  readonly field: string
  readonly type: ColumnType
  /** The table must have this column; whether a row may leave it empty is the record's own rule. */
  readonly required: boolean
  /** A filled example for the template. */
  readonly example: string
  readonly choices?: ReadonlyMap<string, string>
  /** The codes with their labels, for messages. */
  readonly choiceList?: string
}

interface Options {
  readonly aliases?: readonly string[]
  readonly optional?: true
  readonly example?: string
}

const column = (header: string, field: string, type: ColumnType, options: Options = {}): Column => ({
  header,
  field,
  type,
  aliases: options.aliases ?? [],
  required: !options.optional,
  example: options.example ?? '',
})

/** Full-width letters, digits and signs to half-width, blanks removed: for everything that is a code, not a text. */
export const narrow = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '')

/** A column of codes; the code, its label on the screens and the usual other words for it are all understood. */
function choice(header: string, field: string, list: EnumName, options: Options & { readonly many?: true } = {}): Column {
  const labels: Readonly<Record<string, string>> = credit.enum[list]
  const choices = new Map<string, string>()
  for (const code of ENUMS[list]) for (const word of [code, labels[code] ?? code, ...(OTHER_WORDS[list]?.[code] ?? [])]) choices.set(narrow(word), code)
  const choiceList = ENUMS[list].map((code) => `${code} ${labels[code] ?? ''}`.trim()).join(' · ')
  return { ...column(header, field, options.many ? 'choices' : 'choice', options), choices, choiceList }
}

const USCC = '统一社会信用代码'
const evidenceColumns: readonly Column[] = [
  choice('证据类型', 'evidence.type', 'evidenceType', { optional: true }),
  column('证据哈希', 'evidence.hash', 'code', { optional: true, aliases: ['证据SHA256', '证据摘要'] }),
  column('证据名称', 'evidence.name', 'text', { optional: true }),
]

/** The columns of each kind of table, in the order of the templates. */
export const IMPORT_COLUMNS: Readonly<Record<ImportKind, readonly Column[]>> = {
  institutions: [
    column(USCC, 'uscc', 'uscc', { aliases: ['机构统一社会信用代码', '信用代码', 'USCC'] }),
    column('机构全称', 'nameZh', 'text', { aliases: ['机构名称', '名称'], example: '北京模拟示例律师事务所' }),
    column('机构简称', 'shortName', 'text', { aliases: ['简称'], optional: true, example: '模拟示例' }),
    column('英文名称', 'nameEn', 'text', { aliases: ['机构英文名称'], optional: true }),
    choice('机构类型', 'type', 'institutionType', { example: 'LAW' }),
    choice('业务角色', 'roles', 'institutionType', { many: true, example: 'LAW' }),
    column('注册地', 'regionCode', 'code', { aliases: ['注册地代码', '行政区划代码'], example: '110000' }),
    column('地址', 'address', 'text', { aliases: ['住所'], optional: true }),
    column('主办中心', 'homeCenter', 'member', { example: 'BJ' }),
    column('成立日期', 'establishedOn', 'date', { example: '2015-03-01' }),
    column('执业起始', 'practiceSince', 'date', { aliases: ['执业起始日'], optional: true, example: '2015-06-01' }),
    column('注册资本（元）', 'registeredCapitalFen', 'yuan', { aliases: ['注册资本(元)', '注册资本'], optional: true }),
    column('总所统一社会信用代码', 'parentUscc', 'uscc', { aliases: ['总公司统一社会信用代码'], optional: true }),
    choice('经营状态', 'bizStatus', 'bizStatus', { aliases: ['状态'], example: 'ACTIVE' }),
  ],
  engagements: [
    column('机构统一社会信用代码', 'uscc', 'uscc', { aliases: ['服务机构统一社会信用代码', USCC] }),
    choice('业务角色', 'role', 'institutionType', { example: 'LAW' }),
    column('客户统一社会信用代码', 'clientUscc', 'uscc'),
    column('客户名称', 'clientName', 'text', { example: '北京模拟科技有限公司' }),
    choice('业务类型', 'serviceKind', 'serviceKind', { example: 'LEGAL_OPINION' }),
    column('合同签订日', 'signedOn', 'date', { aliases: ['签订日'], example: '2026-01-10' }),
    column('申报编号', 'filingNo', 'code', { optional: true, example: 'BJ-2026-0001' }),
    column('反馈轮次', 'feedbackRounds', 'integer', { optional: true, example: '1' }),
    column('一次通过', 'firstPass', 'yesNo', { optional: true, example: '是' }),
    choice('状态', 'state', 'engagementState', { aliases: ['业务状态'], example: 'ACCEPTED' }),
    column('验收日', 'acceptedOn', 'date', { aliases: ['验收日期'], optional: true, example: '2026-04-10' }),
    column('终止日', 'terminatedOn', 'date', { aliases: ['终止日期'], optional: true }),
    column('融资额（元）', 'financingAmountFen', 'yuan', { aliases: ['融资额(元)', '融资额'], optional: true, example: '1000000.00' }),
    column('专精特新', 'isSRDI', 'yesNo', { optional: true, example: '否' }),
    column('满意度', 'satisfaction.score', 'integer', { optional: true, example: '850' }),
    column('满意度份数', 'satisfaction.responses', 'integer', { optional: true, example: '3' }),
    column('登记中心', 'center', 'member', { example: 'BJ' }),
    ...evidenceColumns,
  ],
  conduct: [
    column('机构统一社会信用代码', 'uscc', 'uscc', { aliases: [USCC, '主体统一社会信用代码'] }),
    choice('对象类别', 'subjectKind', 'subjectKind', { optional: true }),
    column('分支机构统一社会信用代码', 'branchUscc', 'uscc', { optional: true }),
    choice('性质', 'polarity', 'polarity', { example: 'POSITIVE' }),
    column('指标', 'indicatorCode', 'code', { aliases: ['指标代码'], example: 'D3P04' }),
    column('事项名称', 'title', 'text', { example: '中心表彰' }),
    column('事实', 'facts', 'text', { example: '模拟事实描述，仅用于演示。' }),
    column('认定机关', 'authorityName', 'text', { example: '模拟机关' }),
    choice('认定层级', 'authorityLevel', 'authorityLevel', { example: 'A5' }),
    column('文号', 'documentNo', 'text', { aliases: ['案号'], optional: true, example: '模拟〔2026〕1号' }),
    column('依据', 'legalBasis', 'text', { example: '模拟依据' }),
    column('处理结果', 'result', 'text', { example: '模拟结果' }),
    column('金额（元）', 'amountFen', 'yuan', { aliases: ['金额(元)', '金额'], optional: true }),
    column('决定日', 'decidedOn', 'date', { aliases: ['决定日期'], example: '2026-02-01' }),
    column('生效日', 'effectiveDate', 'date', { aliases: ['生效日期'], example: '2026-02-01' }),
    column('执行完毕日', 'executionCompletedDate', 'date', { optional: true, example: '2026-03-01' }),
    column('措施起', 'measureFrom', 'date', { aliases: ['措施起始日'], optional: true }),
    column('措施止', 'measureTo', 'date', { aliases: ['措施截止日'], optional: true }),
    column('案件编号', 'caseId', 'code', { optional: true }),
    column('登记中心', 'center', 'member', { example: 'BJ' }),
    ...evidenceColumns,
  ],
}

/** What the header line of a table was taken for. */
export interface HeaderMap {
  /** Per column of the file: what it is, null for one that isn't known (it is left out). */
  readonly columns: readonly (Column | null)[]
  readonly missing: readonly Column[]
  /** Headers that name the same field twice. */
  readonly repeated: readonly string[]
}

/** Finds the known columns by their headers; brackets and blanks of any width are the same. */
export function mapHeaders(kind: ImportKind, headers: readonly string[]): HeaderMap {
  const plain = (header: string): string => narrow(header).toUpperCase()
  const known = new Map<string, Column>()
  for (const one of IMPORT_COLUMNS[kind]) for (const name of one.aliases) known.set(plain(name), one)
  // A column's own header beats another column's alias.
  for (const one of IMPORT_COLUMNS[kind]) known.set(plain(one.header), one)
  const seen = new Set<Column>()
  const repeated: string[] = []
  const columns = headers.map((header) => {
    const found = known.get(plain(header)) ?? null
    if (found && seen.has(found)) repeated.push(header)
    if (found) seen.add(found)
    return found
  })
  return { columns, missing: IMPORT_COLUMNS[kind].filter((one) => one.required && !seen.has(one)), repeated }
}

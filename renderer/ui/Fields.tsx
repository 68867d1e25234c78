import { Descriptions } from 'antd'
import { useWords } from '../words/use-words.ts'
import { FieldValue } from './FieldValue.tsx'

interface Props {
  readonly content: Readonly<Record<string, unknown>>
  /** Order of the fields; those not named follow. */
  readonly order?: readonly string[]
  readonly columns?: number
}

/** What staff look for first, of whatever kind the record is. */
const FIRST = [
  'uscc', 'nameZh', 'shortName', 'nameEn', 'type', 'roles', 'bizStatus', 'homeCenter', 'regionCode', 'title', 'polarity', 'category', 'indicatorCode', 'facts', 'authorityName', 'authorityLevel',
  'documentNo', 'clientName', 'clientUscc', 'center', 'role', 'serviceKind', 'state', 'asOf', 'grade', 'modifier', 'class', 'score', 'rawScore', 'outlook', 'watch', 'validTo', 'dimensions', 'caps', 'vetoes', 'opinion',
]

/** A record's fields by name. */
export function Fields({ content, order = FIRST, columns = 2 }: Props) {
  const { field } = useWords()
  const keys = [...order.filter((key) => key in content), ...Object.keys(content).filter((key) => !order.includes(key))]
  return (
    <Descriptions
      size="small"
      bordered
      column={columns}
      items={keys.map((key) => ({ key, label: field(key === 'class' && 'grade' in content ? 'ratingClass' : key), children: <FieldValue name={key} value={content[key]} /> }))}
    />
  )
}

/** What would change: each field that differs, before and after. */
export function Diff({ before, after }: { readonly before: Readonly<Record<string, unknown>>; readonly after: Readonly<Record<string, unknown>> }) {
  const { t, field } = useWords()
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => canonical(before[key]) !== canonical(after[key]))
  if (keys.length === 0) return <p className="quiet">{t('common.diff.same')}</p>
  return (
    <table className="plain-table diff" data-testid="diff">
      <thead>
        <tr>
          <th scope="col">{t('common.diff.field')}</th>
          <th scope="col">{t('common.diff.before')}</th>
          <th scope="col">{t('common.diff.after')}</th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <tr key={key}>
            <th scope="row">{field(key)}</th>
            <td className="diff-before">− <FieldValue name={key} value={before[key]} /></td>
            <td className="diff-after">+ <FieldValue name={key} value={after[key]} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Equal for values that mean the same: key order does not count, and nothing, null and an empty text are one. */
function canonical(value: unknown): string {
  if (value === null || value === undefined || value === '') return ''
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object') return JSON.stringify(value)
  const entries = Object.entries(value as Record<string, unknown>).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, part]) => `${key}:${canonical(part)}`).join(',')}}`
}

import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useWords } from '../../words/use-words.ts'
import { withField, type Content } from './content.ts'
import { FieldInput, type InputProps } from './FieldInput.tsx'
import type { FieldSpec } from './field-spec.ts'
import { FindingText } from './Findings.tsx'

interface Props extends InputProps {
  readonly fields: readonly FieldSpec[]
}

const asRecord = (value: unknown): Content => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Content) : {})

/** A list of small records, each on a line of its own. */
export function RowsInput({ spec, value, onChange, disabled, fields, id }: Props) {
  const { t, field } = useWords()
  const rows = Array.isArray(value) ? value.map(asRecord) : []
  const put = (index: number, row: Content): void => onChange(rows.map((old, at) => (at === index ? row : old)))
  return (
    <div className="stack-tight">
      {rows.map((row, index) => (
        <div key={index} className="sub-row">
          <Small fields={fields} value={row} onChange={(next) => put(index, next)} disabled={disabled} id={`${id}.${index}`} />
          <Button type="text" disabled={disabled} icon={<DeleteOutlined />} aria-label={t('drafts.input.removeRow', { n: index + 1 })} onClick={() => onChange(rows.filter((_, at) => at !== index))} />
        </div>
      ))}
      {!disabled && (
        <Button type="dashed" size="small" icon={<PlusOutlined />} data-testid={`add-${id}`} onClick={() => onChange([...rows, {}])}>
          {t('drafts.input.addRow', { name: field(spec.key) })}
        </Button>
      )}
    </div>
  )
}

/** A small record that may be absent altogether. */
export function PartInput({ spec, value, onChange, disabled, fields, id }: Props) {
  const { t, field } = useWords()
  if (value === undefined || value === null) {
    return disabled ? <span className="quiet">{t('app.notGiven')}</span> : (
      <Button type="dashed" size="small" icon={<PlusOutlined />} data-testid={`add-${id}`} onClick={() => onChange({})}>{t('drafts.input.addRow', { name: field(spec.key) })}</Button>
    )
  }
  return (
    <div className="sub-row">
      <Small fields={fields} value={asRecord(value)} onChange={onChange} disabled={disabled} id={id} />
      {!disabled && <Button type="text" icon={<DeleteOutlined />} aria-label={t('drafts.input.removeRow', { n: 1 })} onClick={() => onChange(undefined)} />}
    </div>
  )
}

interface SmallProps {
  readonly fields: readonly FieldSpec[]
  readonly value: Content
  readonly onChange: (value: Content) => void
  readonly disabled: boolean
  readonly id: string
}

function Small({ fields, value, onChange, disabled, id }: SmallProps) {
  const { field } = useWords()
  return (
    <div className="sub-fields">
      {fields.map((spec) => (
        <div key={spec.key} className={spec.wide ? 'wide' : undefined}>
          <label className="quiet" htmlFor={`${id}.${spec.key}`}>{field(spec.key)}{spec.required && ' *'}</label>
          <FieldInput spec={spec} value={value[spec.key]} onChange={(next) => onChange(withField(value, spec.key, next))} disabled={disabled} content={value} id={`${id}.${spec.key}`} />
          <FindingText path={`${id}.${spec.key}`} />
        </div>
      ))}
    </div>
  )
}

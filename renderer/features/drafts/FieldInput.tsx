import { InputNumber, Radio, Select } from 'antd'
import { CENTERS } from '../../../shared/credit/index.ts'
import { DayInput } from '../../ui/DayInput.tsx'
import { ImeInput } from '../../ui/ImeInput.tsx'
import { LinesInput } from '../../ui/LinesInput.tsx'
import { useWords } from '../../words/use-words.ts'
import type { FieldSpec } from './field-spec.ts'
import { HashInput } from './HashInput.tsx'
import { IndicatorInput } from './IndicatorInput.tsx'
import { InstitutionInput } from './InstitutionInput.tsx'
import { PartInput, RowsInput } from './RowsInput.tsx'
import { UsccInput } from './UsccInput.tsx'
import { YuanInput } from './YuanInput.tsx'
import type { Content } from './content.ts'

export interface InputProps {
  readonly spec: FieldSpec
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  readonly disabled: boolean
  /** The whole content, for inputs that look at their neighbours. */
  readonly content: Content
  readonly id: string
}

const codes = (value: unknown): string[] => (Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [])
const plain = (value: unknown): string => (typeof value === 'string' ? value : '')
/** Trimmed, composed and in half-width digits where text is one line: what the network's checks ask for. */
const tidy = (typed: string): string => typed.normalize('NFC').replaceAll(/[\u200b-\u200f\u2060\ufeff]/g, '').trim()

/** The input that fits the field. */
export function FieldInput(props: InputProps) {
  const { spec, value, onChange, disabled, id } = props
  const { term, zh, field } = useWords()
  const label = field(spec.key)
  const common = { id, disabled, 'aria-label': label, 'data-testid': `field-${id}` }
  switch (spec.input) {
    case 'line':
      return <ImeInput {...common} value={plain(value)} maxLength={spec.max} onCommit={(typed) => onChange(typed.replace(/^\s+/, ''))} onBlur={() => onChange(tidy(plain(value)))} />
    case 'lines':
      return <LinesInput {...common} value={plain(value)} max={spec.max} onCommit={onChange} />
    case 'uscc':
      return <UsccInput {...props} />
    case 'institution':
      return <InstitutionInput {...props} />
    case 'hash':
      return <HashInput {...props} />
    case 'indicator':
      return <IndicatorInput {...props} />
    case 'yuan':
      return <YuanInput {...props} />
    case 'rows':
      return <RowsInput {...props} fields={spec.fields} />
    case 'part':
      return <PartInput {...props} fields={spec.fields} />
    case 'date':
      return <DayInput {...common} value={plain(value)} onChange={onChange} />
    case 'int':
      return <InputNumber {...common} className="full" min={0} max={spec.max} precision={0} value={typeof value === 'number' ? value : null} onChange={(n) => onChange(n ?? undefined)} />
    case 'bool':
      return <YesNo {...common} value={value} onChange={onChange} />
    case 'one':
      return <Select {...common} allowClear showSearch={{ optionFilterProp: 'label' }} value={plain(value) || undefined} onChange={onChange} options={spec.options.map((code) => ({ value: code, label: term(spec.group, code) }))} />
    case 'many':
      return <Select {...common} mode="multiple" allowClear showSearch={{ optionFilterProp: 'label' }} value={codes(value)} onChange={onChange} options={spec.options.map((code) => ({ value: code, label: term(spec.group, code) }))} />
    case 'center':
      return (
        <Select
          {...common}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          popupMatchSelectWidth={320}
          value={plain(value) || undefined}
          onChange={onChange}
          options={CENTERS.map((center) => ({ value: center.code, label: `${center.code} ${zh ? center.nameZh : center.nameEn}` }))}
        />
      )
    case 'region':
      return <ImeInput {...common} value={plain(value)} maxLength={6} onCommit={(typed) => onChange(typed.normalize('NFKC').replaceAll(/\D/g, ''))} suffix={<span className="quiet">{term('region', plain(value).slice(0, 2))}</span>} />
    case 'ids':
      return <Select {...common} mode="tags" tokenSeparators={[',', ' ', '，', ';']} value={codes(value)} onChange={onChange} options={[]} />
  }
}

function YesNo({ value, onChange, disabled, id }: Pick<InputProps, 'value' | 'onChange' | 'disabled' | 'id'>) {
  const { t } = useWords()
  return (
    <Radio.Group
      id={id}
      disabled={disabled}
      value={value === true ? 'yes' : value === false ? 'no' : 'unset'}
      onChange={(event) => onChange(event.target.value === 'yes' ? true : event.target.value === 'no' ? false : undefined)}
      options={[{ value: 'yes', label: t('app.yes') }, { value: 'no', label: t('app.no') }, { value: 'unset', label: t('app.notGiven') }]}
    />
  )
}


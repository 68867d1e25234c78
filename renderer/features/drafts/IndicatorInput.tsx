import { Select } from 'antd'
import { DEFAULT_METHODOLOGY } from '../../../shared/credit/methodology/registry.ts'
import { signed } from '../../ui/money.ts'
import { useWords } from '../../words/use-words.ts'
import type { InputProps } from './FieldInput.tsx'

const recorded = DEFAULT_METHODOLOGY.document.indicators.filter((indicator) => indicator.kind !== 'METRIC')

/** The indicators that a record can state, of the sign that the record has. */
export function IndicatorInput({ spec, value, onChange, disabled, content, id }: InputProps) {
  const { t, zh, field, term } = useWords()
  const polarity = content['polarity']
  const fitting = recorded.filter(({ points }) => (polarity === 'POSITIVE' ? points > 0 : polarity === 'NEGATIVE' ? points < 0 : true))
  const dimensions = [...new Set(fitting.map((indicator) => indicator.dimension))]
  return (
    <Select
      id={id}
      data-testid={`field-${id}`}
      aria-label={field(spec.key)}
      disabled={disabled}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      value={typeof value === 'string' ? value : undefined}
      onChange={onChange}
      options={dimensions.map((dimension) => ({
        label: `${dimension} ${term('dimension', dimension)}`,
        options: fitting
          .filter((indicator) => indicator.dimension === dimension)
          .map(({ code, name, points }) => ({ value: code, label: t('drafts.input.indicator', { code, name: name[zh ? 'zh-CN' : 'en'], points: signed(points) }) })),
      }))}
    />
  )
}

import { DatePicker } from 'antd'
import dayjs from 'dayjs'

interface Props {
  readonly id?: string
  /** yyyy-MM-dd; anything else shows an empty field. */
  readonly value: string
  readonly disabled?: boolean
  readonly 'data-testid'?: string
  readonly 'aria-label'?: string
  readonly onChange: (day: string | undefined) => void
}

/** A calendar date, typed the ways people write one or picked. */
export function DayInput({ value, onChange, ...rest }: Props) {
  return (
    <DatePicker
      {...rest}
      className="full"
      format={['YYYY-MM-DD', 'YYYYMMDD', 'YYYY.MM.DD', 'YYYY/MM/DD']}
      value={/^\d{4}-\d{2}-\d{2}$/.test(value) ? dayjs(value) : null}
      onChange={(day) => onChange(day ? day.format('YYYY-MM-DD') : undefined)}
    />
  )
}

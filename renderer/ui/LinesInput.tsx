import { Input } from 'antd'
import { useEffect, useRef, useState } from 'react'

interface Props {
  readonly id?: string
  readonly value: string
  readonly max: number
  readonly disabled?: boolean
  readonly autoFocus?: boolean
  readonly 'data-testid'?: string
  readonly 'aria-label'?: string
  readonly onCommit: (value: string) => void
}

/** Text of several lines; like every text field it waits for the input method. */
export function LinesInput({ value, max, onCommit, ...rest }: Props) {
  const [typed, setTyped] = useState(value)
  const busy = useRef(false)
  useEffect(() => {
    if (!busy.current) setTyped(value)
  }, [value])
  const clean = (text: string): string => text.normalize('NFC').replaceAll('\r\n', '\n').replaceAll('\t', ' ')
  return (
    <Input.TextArea
      {...rest}
      value={typed}
      maxLength={max}
      showCount
      className="grow-text"
      onChange={(event) => {
        setTyped(event.target.value)
        if (!busy.current) onCommit(clean(event.target.value))
      }}
      onCompositionStart={() => { busy.current = true }}
      onCompositionEnd={(event) => {
        busy.current = false
        onCommit(clean(event.currentTarget.value))
      }}
      onBlur={() => onCommit(clean(typed).trim())}
    />
  )
}

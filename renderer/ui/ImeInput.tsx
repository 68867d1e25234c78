import { Input, type InputProps, type InputRef } from 'antd'
import { useEffect, useRef, useState, type Ref } from 'react'

interface Props extends Omit<InputProps, 'onChange' | 'value' | 'onPressEnter'> {
  readonly value: string
  /** Called with what stands in the field, never while an input method is composing. */
  readonly onCommit: (value: string) => void
  /** Enter outside a composition. */
  readonly onEnter?: () => void
  readonly delay?: number
  readonly ref?: Ref<InputRef>
}

/** Whether a key press belongs to an input method (229 is what Windows input methods report). */
export const composing = (event: { nativeEvent: KeyboardEvent }): boolean => event.nativeEvent.isComposing || event.nativeEvent.keyCode === 229

/** A text field that waits for the input method: half a pinyin syllable never searches, and its Enter never submits. */
export function ImeInput({ value, onCommit, onEnter, delay = 0, ref, onKeyDown, ...rest }: Props) {
  const [typed, setTyped] = useState(value)
  const busy = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    if (!busy.current) setTyped(value)
  }, [value])
  useEffect(() => () => clearTimeout(timer.current), [])
  const commit = (next: string): void => {
    clearTimeout(timer.current)
    if (delay === 0) onCommit(next)
    else timer.current = setTimeout(() => onCommit(next), delay)
  }
  return (
    <Input
      {...rest}
      ref={ref}
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value)
        if (!busy.current) commit(event.target.value)
      }}
      onCompositionStart={() => {
        busy.current = true
        clearTimeout(timer.current)
      }}
      onCompositionEnd={(event) => {
        busy.current = false
        commit(event.currentTarget.value)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !composing(event)) {
          clearTimeout(timer.current)
          onCommit(event.currentTarget.value)
          onEnter?.()
        }
        onKeyDown?.(event)
      }}
    />
  )
}

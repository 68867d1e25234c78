import { Button, Tooltip, type ButtonProps } from 'antd'
import { useId } from 'react'
import type { Problem } from '../../shared/kit/result.ts'
import { useWords } from '../words/use-words.ts'

interface Props extends ButtonProps {
  /** Why it may not be pressed now; null or undefined when it may. */
  readonly why?: Problem | null
}

/** A button that, where it can't be pressed, says why: to the mouse, to the keyboard and to a screen reader. */
export function GuardedButton({ why, children, onClick, ...rest }: Props) {
  const { t, problem } = useWords()
  const id = useId()
  if (!why) return <Button onClick={onClick} {...rest}>{children}</Button>
  const words = problem(why)
  const text = t('app.whyNot', { why: `${words.cause} ${words.next}` })
  return (
    <Tooltip title={text}>
      <Button {...rest} aria-disabled="true" aria-describedby={id} className="looks-disabled" data-why={why.code} onClick={(event) => event.preventDefault()}>
        {children}
        <span id={id} className="sr-only">{text}</span>
      </Button>
    </Tooltip>
  )
}

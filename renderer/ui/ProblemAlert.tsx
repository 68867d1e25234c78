import { Alert, Button } from 'antd'
import type { ReactNode } from 'react'
import type { Problem } from '../../shared/kit/result.ts'
import { toProblem } from '../api/problems.ts'
import { useWords } from '../words/use-words.ts'

interface Props {
  /** A coded problem, or whatever a call threw. */
  readonly problem: unknown
  readonly severity?: 'error' | 'warning' | 'info'
  readonly onRetry?: () => void
  readonly extra?: ReactNode
}

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && !(value instanceof Error) && typeof (value as Problem).code === 'string'

/** One problem: what happened and why, what to do next, and the code to quote. */
export function ProblemAlert({ problem, severity = 'error', onRetry, extra }: Props) {
  const { t, problem: words } = useWords()
  const coded = isProblem(problem) ? problem : toProblem(problem)
  const { cause, next } = words(coded)
  return (
    <Alert
      type={severity}
      showIcon
      data-testid="problem"
      data-code={coded.code}
      title={cause}
      description={
        <>
          <div>{next}</div>
          <div className="quiet mono">{t('app.code', { code: coded.code })}</div>
          {extra}
        </>
      }
      action={onRetry && <Button size="small" onClick={onRetry}>{t('app.retry')}</Button>}
    />
  )
}

import { Empty, Skeleton } from 'antd'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useWords } from '../words/use-words.ts'
import { ProblemAlert } from './ProblemAlert.tsx'

interface Props<T> {
  readonly query: UseQueryResult<T>
  readonly children: (data: T) => ReactNode
  readonly rows?: number
}

/** What a query has: its data, a wait with a shape, or the problem with a way to ask again. Old data stays on screen. */
export function Wait<T>({ query, children, rows = 6 }: Props<T>) {
  const { t } = useWords()
  const retry = (): void => void query.refetch()
  if (query.data !== undefined) {
    return (
      <>
        {query.isError && <ProblemAlert problem={query.error} severity="warning" onRetry={retry} />}
        {children(query.data)}
      </>
    )
  }
  if (query.isError) return <ProblemAlert problem={query.error} onRetry={retry} />
  return (
    <div role="status" aria-busy="true" aria-label={t('app.loading')}>
      <Skeleton active title={false} paragraph={{ rows }} />
    </div>
  )
}

/** Nothing here, and what to do about it. */
export function EmptyHint({ text, hint, action }: { readonly text: string; readonly hint?: string; readonly action?: ReactNode }) {
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      className="empty-hint"
      description={
        <>
          <div>{text}</div>
          {hint && <div className="quiet">{hint}</div>}
        </>
      }
    >
      {action}
    </Empty>
  )
}

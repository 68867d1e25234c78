import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { api } from '../api/client.ts'
import { useWords } from '../words/use-words.ts'

/** Said above lists and records while part of the past is not on this computer yet; nothing once it is. */
export function HistoryNote() {
  const { t } = useWords()
  const { data } = useQuery(api.overview.get.queryOptions())
  const history = data?.sync.progress?.history
  if (!history) return null
  return <Alert type="info" showIcon banner data-testid="history-note" title={t('overview.sync.historyNote', history)} />
}

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Progress } from 'antd'
import type { AuditStatus } from '../../../shared/contract/network.ts'
import { api, peer } from '../../api/client.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { minutesAndSeconds } from '../../ui/time.ts'
import { useAct } from '../../ui/use-act.ts'
import { Wait } from '../../ui/Wait.tsx'
import { When } from '../../ui/When.tsx'
import { useWords } from '../../words/use-words.ts'

/** Everything on this computer's ledger computed anew, from the genesis on: started here, watched, ended, with its result. */
export function Audit() {
  const { t } = useWords()
  const act = useAct()
  const queries = useQueryClient()
  const query = useQuery({ ...api.network.audit.status.queryOptions(), refetchInterval: ({ state }) => (state.data?.running ? 1000 : false) })
  const run = async (call: () => Promise<AuditStatus>): Promise<void> => {
    const status = await act(call)
    if (status) queries.setQueryData(api.network.audit.status.queryKey(), status)
  }
  return (
    <Wait query={query} rows={2}>
      {(status) => (
        <div className="stack-tight" data-testid="audit" data-running={status.running}>
          <div className="quiet">{t('network.audit.lead')}</div>
          {status.running ? (
            <>
              <Progress percent={status.total > 0 ? Math.floor((100 * status.done) / status.total) : 0} size="small" aria-label={t('network.audit.title')} />
              <div className="row">
                <span className="num">{t('overview.sync.records', { done: status.done, total: status.total })}</span>
                {status.msLeft !== null && <span className="num quiet">{t('overview.sync.left', { time: minutesAndSeconds(status.msLeft) })}</span>}
                <Button size="small" data-testid="audit-cancel" onClick={() => void run(() => peer.network.audit.cancel())}>{t('app.cancel')}</Button>
              </div>
            </>
          ) : (
            <Button size="small" data-testid="audit-start" onClick={() => void run(() => peer.network.audit.start())}>{t('network.audit.start')}</Button>
          )}
          {!status.running && status.failed && <ProblemAlert problem={status.failed} severity="warning" />}
          {status.result && <Result result={status.result} />}
        </div>
      )}
    </Wait>
  )
}

function Result({ result }: { readonly result: NonNullable<AuditStatus['result']> }) {
  const { t } = useWords()
  const { flaw, blocks, records, endedAt } = result
  return flaw === null ? (
    <Alert type="success" showIcon data-testid="audit-result" data-sound title={t('network.audit.sound', { blocks, records })} description={<When ms={endedAt} />} />
  ) : (
    <ProblemAlert problem={flaw.problem} extra={<div data-testid="audit-result">{t('network.audit.flaw', { height: flaw.height })}{flaw.record !== null && ` · ${t('network.audit.place', { index: flaw.record })}`} · <When ms={endedAt} /></div>} />
  )
}

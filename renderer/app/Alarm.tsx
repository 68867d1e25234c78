import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { Link } from 'react-router'
import { api } from '../api/client.ts'
import { useWords } from '../words/use-words.ts'

/** What nobody may overlook, on whatever screen they are. */
const ALARMS: ReadonlySet<string> = new Set(['CONSENSUS_FORK', 'CHAIN_FORK', 'CONSENSUS_INVALID_FINAL', 'VOTING_TWIN', 'CONSENSUS_FOREIGN_OWN_VOTE'])

export function Alarm() {
  const { t, problem } = useWords()
  const { data } = useQuery(api.overview.get.queryOptions())
  return data?.health
    .filter(({ code }) => ALARMS.has(code))
    .map((found) => {
      const { cause, next } = problem(found)
      return (
        <Alert
          key={found.code}
          type="error"
          banner
          showIcon
          data-testid="alarm"
          data-code={found.code}
          title={cause}
          description={<>{next} <Link to="/network">{t('evidence.look')}</Link> <span className="quiet mono">{t('app.code', { code: found.code })}</span></>}
        />
      )
    })
}

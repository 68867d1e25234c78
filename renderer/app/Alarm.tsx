import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { Link } from 'react-router'
import { api } from '../api/client.ts'
import { ALARMS } from '../parts/alarms.ts'
import { useWords } from '../words/use-words.ts'

/** The alarms of the network, each with what to do and the way to the evidence. */
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

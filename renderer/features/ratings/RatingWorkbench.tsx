import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { api } from '../../api/client.ts'
import { Block, Page } from '../../ui/Page.tsx'
import { beijingDate } from '../../ui/time.ts'
import { Wait } from '../../ui/Wait.tsx'
import { useWords } from '../../words/use-words.ts'
import { ComputationView } from './ComputationView.tsx'
import { Proposal } from './Proposal.tsx'

/** Computing a rating from the records of the ledger, and proposing it. */
export function RatingWorkbench() {
  const { t } = useWords()
  const { uscc = '' } = useParams()
  const [today] = useState(() => beijingDate(Date.now()))
  const [asOf, setAsOf] = useState(today)
  const [adjustment, setAdjustment] = useState(0)
  const institution = useQuery(api.institutions.get.queryOptions({ input: { uscc } }))
  const computation = useQuery({ ...api.ratings.compute.queryOptions({ input: { uscc, asOf, adjustment } }), placeholderData: keepPreviousData })
  const name = institution.data?.content['nameZh']
  return (
    <Page
      testId="rating-workbench"
      title={typeof name === 'string' ? name : uscc}
      note={<span><span className="mono">{uscc}</span> · <Link to={`/institutions/${uscc}`}>{t('ratings.institution')}</Link> · <Link to="/ratings">← {t('ratings.title')}</Link></span>}
      actions={
        <label className="row">
          <span className="quiet">{t('ratings.asOf')}</span>
          <DatePicker
            data-testid="rating-as-of"
            allowClear={false}
            value={dayjs(asOf)}
            maxDate={dayjs(today)}
            onChange={(day) => { if (day) setAsOf(day.format('YYYY-MM-DD')) }}
          />
        </label>
      }
    >
      <Wait query={computation} rows={14}>
        {(data) => (
          <>
            <ComputationView computation={data} />
            <Block title={t('ratings.draft')}><Proposal computation={data} adjustment={adjustment} onAdjustment={setAdjustment} /></Block>
          </>
        )}
      </Wait>
    </Page>
  )
}

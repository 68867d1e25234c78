import { Timeline } from 'antd'
import { Link } from 'react-router'
import type { InstitutionDetail } from '../../../shared/contract/institutions.ts'
import { EmptyHint } from '../../ui/Wait.tsx'
import { useWords } from '../../words/use-words.ts'

const colors = { good: 'green', bad: 'red', neutral: 'gray' } as const
const signs = { good: '＋', bad: '－', neutral: '' } as const

/** What happened, newest first. */
export function History({ events }: { readonly events: InstitutionDetail['timeline'] }) {
  const { t, term } = useWords()
  if (events.length === 0) return <EmptyHint text={t('institutions.timelineNone')} />
  const sorted = events.toSorted((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : b.height - a.height))
  return (
    <Timeline
      items={sorted.map((event) => ({
        key: event.recordId + event.date,
        color: colors[event.tone],
        content: (
          <div>
            <span className="num quiet">{event.date}</span> <span className="quiet">{term('kind', event.kind)}</span>
            <div>{signs[event.tone]}<Link to={`/network/records/${event.recordId}`}>{event.title}</Link> <span className="quiet">{event.author} · {t('common.height', { height: event.height })}</span></div>
          </div>
        ),
      }))}
    />
  )
}

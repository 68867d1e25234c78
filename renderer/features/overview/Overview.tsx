import { useQuery } from '@tanstack/react-query'
import type { Overview as OverviewData } from '../../../shared/contract/overview.ts'
import { Link } from 'react-router'
import { api } from '../../api/client.ts'
import { Hash } from '../../ui/Code.tsx'
import { ALARMS } from '../../parts/alarms.ts'
import { isSyncing, SyncProgress } from '../../parts/SyncProgress.tsx'
import { Block, Figure, Page } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Wait } from '../../ui/Wait.tsx'
import { Age, When } from '../../ui/When.tsx'
import { useWords } from '../../words/use-words.ts'
import { Activity, Grades } from './Charts.tsx'
import { Recent } from './Recent.tsx'

/** My center at a glance: what waits for me, how the network is, what was made final last. */
export function Overview() {
  const { t } = useWords()
  const query = useQuery({ ...api.overview.get.queryOptions(), refetchInterval: 30_000 })
  return (
    <Page title={t('overview.title')} testId="overview" note={query.data && <NetworkName data={query.data} />}>
      <Wait query={query} rows={12}>
        {(data) => (
          <div className="grid">
            <Block className="col-5" title={t('overview.todo')} testId="overview-todo"><Todo todo={data.todo} /></Block>
            <Block className="col-7" title={t('overview.health')} testId="overview-health"><Health data={data} /></Block>
            <Block className="col-5" title={t('overview.counts')}>
              <div className="strip">
                <Figure label={t('overview.institutions')}><Link to="/institutions">{data.counts.institutions}</Link></Figure>
                <Figure label={t('overview.engagements')}>{data.counts.engagements}</Figure>
                <Figure label={t('overview.conduct')}>{data.counts.conduct}</Figure>
                <Figure label={t('overview.ratings')}>{data.counts.ratings}</Figure>
              </div>
            </Block>
            <Block className="col-7" title={t('overview.outbox')}><OutboxStrip outbox={data.outbox} /></Block>
            <Block className="col-5" title={t('overview.grades')}><Grades counts={data.gradeCounts} /></Block>
            <Block className="col-7" title={t('overview.activity')}><Activity days={data.activity} /></Block>
            <Block className="col-12" title={t('overview.recent')} flush testId="overview-recent"><Recent rows={data.recent} /></Block>
          </div>
        )}
      </Wait>
    </Page>
  )
}

function NetworkName({ data }: { readonly data: OverviewData }) {
  return <>{data.network.name} · <Hash hex={data.network.genesis} /></>
}

const todoBoxes = { drafts: 'mine', returned: 'returned', toReview: 'todo', toVote: 'todo', toApprove: 'todo', toDecide: null } as const

function Todo({ todo }: { readonly todo: OverviewData['todo'] }) {
  const { t } = useWords()
  const entries = Object.entries(todoBoxes) as [keyof typeof todoBoxes, string | null][]
  if (!todo || entries.every(([key]) => todo[key] === 0)) return <div><span className="good-text">✓ {t('overview.todoNone')}</span> <span className="quiet">{t('overview.todoHint')}</span></div>
  return (
    <div className="strip">
      {entries.filter(([key]) => key !== 'toDecide' || todo[key] > 0).map(([key, box]) => (
        <Figure key={key} label={t(`overview.todos.${key}`)}>
          {todo[key] > 0 ? <Link to={box === null ? '/membership' : `/drafts?box=${box}`} data-testid={`todo-${key}`}>{todo[key]}</Link> : <span className="quiet">0</span>}
        </Figure>
      ))}
    </div>
  )
}

/** Said in more detail by the progress of the synchronisation. */
const TOLD_BY_SYNC: ReadonlySet<string> = new Set(['NODE_CATCHING_UP', 'NODE_HISTORY_LOADING'])

function Health({ data }: { readonly data: OverviewData }) {
  const { t } = useWords()
  const told = data.health.filter(({ code }) => !ALARMS.has(code) && !(isSyncing(data.sync) && TOLD_BY_SYNC.has(code)))
  return (
    <div className="stack-tight">
      <div className="strip">
        <Figure label={t('overview.online')} note={t('overview.quorum', data.quorum)}>
          <Link to="/network" data-testid="overview-online">{data.quorum.online}/{data.quorum.n}</Link>
        </Figure>
        {data.head ? (
          <>
            <Figure label={t('overview.head')} note={<Hash hex={data.head.blockId} />}>
              <Link to={`/network/blocks/${data.head.height}`} data-testid="overview-height">{data.head.height}</Link>
            </Figure>
            <Figure label={t('overview.finalized')} note={<When ms={data.head.finalizedAt} />}><Age ms={data.head.finalizedAt} /></Figure>
            <Figure label={t('overview.stateRoot')} note={t('overview.records', { n: data.head.records })}><Hash hex={data.head.stateRoot} length={8} /></Figure>
          </>
        ) : (
          <Figure label={t('overview.head')} note={t('overview.noHeadHint')}>{t('overview.noHead')}</Figure>
        )}
      </div>
      <SyncProgress sync={data.sync} />
      {data.health.length === 0 ? (
        <div className="good-text">✓ {t('overview.healthGood')}</div>
      ) : (
        told.map(({ level, ...problem }) => <ProblemAlert key={problem.code + JSON.stringify(problem.params)} problem={problem} severity={level} />)
      )}
    </div>
  )
}

function OutboxStrip({ outbox }: { readonly outbox: OverviewData['outbox'] }) {
  const { t } = useWords()
  const words = ['saved', 'sent', 'witnessed', 'final', 'void'] as const
  return (
    <div className="strip">
      {words.map((word) => (
        <Figure key={word} label={t(`terms.word.${word}`)}>
          {outbox[word] > 0 ? <Link to={`/outbox?word=${word}`}>{outbox[word]}</Link> : <span className="quiet">0</span>}
        </Figure>
      ))}
    </div>
  )
}

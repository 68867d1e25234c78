import { useQuery } from '@tanstack/react-query'
import { Button, Tabs, Tag, Tooltip } from 'antd'
import { Link, useParams, useSearchParams } from 'react-router'
import type { InstitutionDetail } from '../../../shared/contract/institutions.ts'
import { api } from '../../api/client.ts'
import { useSession } from '../../api/session.ts'
import { HistoryNote } from '../../parts/HistoryNote.tsx'
import { Uscc } from '../../ui/Code.tsx'
import { codeWord } from '../../ui/FieldValue.tsx'
import { GradeCell } from '../../ui/Grade.tsx'
import { Block, Figure, Page } from '../../ui/Page.tsx'
import { StateTag } from '../../ui/StateTag.tsx'
import { textOf } from '../../ui/text-of.ts'
import { Wait } from '../../ui/Wait.tsx'
import { useWords } from '../../words/use-words.ts'
import { Composite } from './Composite.tsx'
import { Conduct } from './Conduct.tsx'
import { Engagements } from './Engagements.tsx'
import { Proofs } from './Proofs.tsx'
import { Ratings } from './Ratings.tsx'
import { History } from './History.tsx'
import { Versions } from './Versions.tsx'

/** Everything the ledger knows of one institution. */
export function InstitutionPage() {
  const { t } = useWords()
  const { uscc = '' } = useParams()
  const query = useQuery(api.institutions.get.queryOptions({ input: { uscc } }))
  const content = query.data?.content ?? {}
  return (
    <Page
      testId="institution"
      title={<>{textOf(content, 'nameZh') || uscc}</>}
      note={<Link to="/institutions">← {t('institutions.back')}</Link>}
      actions={
        <>
          <Proofs uscc={uscc} />
          <Link to={`/drafts/new/institution.update?uscc=${uscc}`}><Button data-testid="institution-update">{t('institutions.update')}</Button></Link>
          <Link to={`/drafts/new/engagement.record?uscc=${uscc}`}><Button data-testid="institution-engagement">{t('institutions.engagement')}</Button></Link>
          <Link to={`/drafts/new/conduct.record?uscc=${uscc}`}><Button data-testid="institution-conduct">{t('institutions.conductNew')}</Button></Link>
          <Link to={`/ratings/${uscc}`}><Button type="primary" data-testid="institution-rate">{t('institutions.rate')}</Button></Link>
        </>
      }
    >
      <HistoryNote />
      <Wait query={query} rows={10}>{(detail) => <Detail detail={detail} />}</Wait>
    </Page>
  )
}

function Detail({ detail }: { readonly detail: InstitutionDetail }) {
  const { t, term } = useWords()
  const [params, setParams] = useSearchParams()
  const me = useSession((state) => state.session?.memberId)
  const live = detail.conduct.filter((record) => record.current && !record.expired && record.status === 'EFFECTIVE')
  const count = (polarity: string): number => live.filter((record) => record.content['polarity'] === polarity).length
  return (
    <>
      <Block testId="institution-summary">
        <div className="strip">
          <Figure label={t('institutions.composite')} note={<Flags flags={detail.composite.flags} />}><GradeCell grade={detail.composite} /></Figure>
          <Figure label={t('institutions.type')} note={<Uscc code={detail.uscc} />}>{term('type', textOf(detail.content, 'type'))}</Figure>
          <Figure label={t('institutions.status')} note={textOf(detail.content, 'establishedOn') && t('institutions.established', { date: textOf(detail.content, 'establishedOn') })}>{term('bizStatus', textOf(detail.content, 'bizStatus'))}</Figure>
          <Figure label={t('institutions.home')} note={<Region code={textOf(detail.content, 'regionCode')} />}>{detail.home}</Figure>
          <Figure label={t('institutions.engagements')}>{detail.engagements.filter((record) => record.current).length}</Figure>
          <Figure label={t('institutions.conduct')}><span className="good-text">+{count('POSITIVE')}</span> / <span className={count('NEGATIVE') > 0 ? 'bad-text' : ''}>−{count('NEGATIVE')}</span></Figure>
          <Figure label={t('institutions.state')} note={t('institutions.source', detail.origin)}><StateTag state={detail.origin.state} /></Figure>
        </div>
      </Block>
      <Tabs
        size="small"
        activeKey={params.get('tab') ?? 'overview'}
        onChange={(tab) => setParams({ tab }, { replace: true })}
        items={[
          {
            key: 'overview',
            label: t('institutions.tabs.overview'),
            children: (
              <div className="grid">
                <Block className="col-7" title={t('institutions.composite')} extra={<span className="quiet">{t('institutions.asOf', { date: detail.composite.asOf })}</span>} testId="institution-composite"><Composite composite={detail.composite} /></Block>
                <Block className="col-5" title={t('institutions.timeline')}><History events={detail.timeline} /></Block>
              </div>
            ),
          },
          { key: 'ratings', label: t('institutions.tabs.ratings', { n: detail.ratings.length }), children: <Ratings ratings={detail.ratings} uscc={detail.uscc} me={me} /> },
          { key: 'conduct', label: t('institutions.tabs.conduct', { n: detail.conduct.length }), children: <Conduct records={detail.conduct} uscc={detail.uscc} me={me} /> },
          { key: 'engagements', label: t('institutions.tabs.engagements', { n: detail.engagements.length }), children: <Engagements records={detail.engagements} uscc={detail.uscc} me={me} /> },
          { key: 'versions', label: t('institutions.tabs.versions', { n: detail.versions.length }), children: <Versions versions={detail.versions} /> },
        ]}
      />
    </>
  )
}

function Region({ code }: { readonly code: string }) {
  const words = useWords()
  return <>{codeWord(words, 'regionCode', code)}</>
}

/** Marks of a composite, in words; the hint says what to make of each. */
export function Flags({ flags }: { readonly flags: readonly string[] }) {
  const { term } = useWords()
  return <>{flags.map((flag) => <Tooltip key={flag} title={term('flagHint', flag)}><Tag color="gold">⚑ {term('flag', flag)}</Tag></Tooltip>)}</>
}

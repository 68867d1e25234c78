import { useQuery } from '@tanstack/react-query'
import { Button, Tag } from 'antd'
import { Link, useParams } from 'react-router'
import type { DraftDetail } from '../../../shared/contract/drafts.ts'
import { api } from '../../api/client.ts'
import { DraftActions } from '../../parts/DraftActions.tsx'
import { DraftSteps } from '../../parts/DraftSteps.tsx'
import { Fields } from '../../ui/Fields.tsx'
import { Block, Page } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { StateTag } from '../../ui/StateTag.tsx'
import { Wait } from '../../ui/Wait.tsx'
import { useWords } from '../../words/use-words.ts'
import { ComputationView } from './ComputationView.tsx'

const SHOWN = ['asOf', 'outlook', 'watch', 'adjustment', 'validTo', 'preNotice', 'opinion']

/** A proposed rating on its way: review, committee vote, approval. */
export function RatingDraft() {
  const { t } = useWords()
  const { id = '' } = useParams()
  const query = useQuery(api.drafts.get.queryOptions({ input: { id } }))
  if (!query.data) return <Page testId="rating-draft" title={t('ratings.draft')}><Wait query={query}>{() => null}</Wait></Page>
  return <Proposed draft={query.data} />
}

function Proposed({ draft }: { readonly draft: DraftDetail }) {
  const { t, term } = useWords()
  const computed = useQuery(api.ratings.ofDraft.queryOptions({ input: { draftId: draft.id } }))
  const said = Object.fromEntries(SHOWN.filter((key) => key in draft.content).map((key) => [key, draft.content[key]]))
  return (
    <Page
      testId="rating-draft"
      title={draft.title || t('ratings.draft')}
      note={<span className="row"><Tag color="blue" data-testid="draft-state" data-state={draft.state}>{term('draftState', draft.state)}</Tag>{draft.record && <StateTag state={draft.record} />}<Link to="/ratings">← {t('ratings.title')}</Link></span>}
      actions={
        <>
          {draft.recordId && <Link to={`/network/records/${draft.recordId}`}><Button>{t('drafts.openRecord')}</Button></Link>}
          {draft.uscc && <Link to={`/institutions/${draft.uscc}?tab=ratings`}><Button>{t('ratings.institution')}</Button></Link>}
        </>
      }
    >
      <Block><DraftSteps draft={draft} /></Block>
      <Wait query={computed}>
        {({ computation, stale }) => (
          <>
            {stale ? <ProblemAlert problem={stale} severity="warning" /> : draft.state !== 'published' && <span className="good-text">✓ {t('ratings.fresh')}</span>}
            <ComputationView computation={computation} />
          </>
        )}
      </Wait>
      <Block title={t('ratings.draftOpinion')} flush><Fields content={said} order={SHOWN} /></Block>
      {draft.state !== 'published' && <div className="sticky-bar"><span className="grow" /><DraftActions draft={draft} /></div>}
    </Page>
  )
}

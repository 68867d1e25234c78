import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Space, Tag } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import type { DraftDetail } from '../../../shared/contract/drafts.ts'
import { api } from '../../api/client.ts'
import { DraftActions } from '../../parts/DraftActions.tsx'
import { DraftSteps } from '../../parts/DraftSteps.tsx'
import { Diff, Fields } from '../../ui/Fields.tsx'
import { Block, Page } from '../../ui/Page.tsx'
import { StateTag } from '../../ui/StateTag.tsx'
import { beijingClock } from '../../ui/time.ts'
import { Wait } from '../../ui/Wait.tsx'
import { When } from '../../ui/When.tsx'
import { useWords } from '../../words/use-words.ts'
import { DraftForm } from './DraftForm.tsx'
import type { FormKind } from './field-spec.ts'
import { allFindings } from './findings.ts'
import { FindingsContext } from './Findings.tsx'
import { fieldOrder } from './forms.ts'
import { FindingsBar } from './FindingsBar.tsx'
import { SaveNote } from './SaveNote.tsx'
import { useEditing } from './use-editing.ts'

/** One draft: form, checks, who signed, what would change, and what may be done. */
export function DraftEditor() {
  const { t } = useWords()
  const { id = '' } = useParams()
  const query = useQuery(api.drafts.get.queryOptions({ input: { id } }))
  if (query.data) return <Editor key={id} draft={query.data} />
  return <Page testId="draft" title={t('drafts.title')}><Wait query={query}>{() => null}</Wait></Page>
}

function Editor({ draft }: { readonly draft: DraftDetail }) {
  const { t, term, problem } = useWords()
  const save = draft.permissions.find((permission) => permission.action === 'save')
  const open = draft.state === 'draft' || draft.state === 'returned'
  const editable = (save?.allowed ?? false) && open
  const editing = useEditing(draft, editable)
  const [strict, setStrict] = useState(false)
  const findings = editable ? allFindings(draft, editing.content) : draft.findings.map((finding) => ({ ...finding, path: finding.path ?? '' }))
  const errors = findings.filter((finding) => finding.severity === 'error').length
  const before = async (action: string): Promise<boolean> => {
    if (action !== 'submit') return true
    setStrict(true)
    return errors === 0 && editing.flush()
  }
  return (
    <Page
      testId="draft"
      title={<>{draft.title || t('drafts.untitled')}</>}
      note={<span className="row"><Tag>{term('kind', draft.kind)}</Tag><Tag color="blue" data-testid="draft-state" data-state={draft.state}>{term('draftState', draft.state)}</Tag>{draft.record && <StateTag state={draft.record} />}<Link to="/drafts">← {t('drafts.title')}</Link></span>}
      actions={draft.state === 'published' && (
        <>
          {draft.recordId && <Link to={`/network/records/${draft.recordId}`}><Button>{t('drafts.openRecord')}</Button></Link>}
          {draft.uscc && draft.record?.word === 'final' && <Link to={`/institutions/${draft.uscc}`}><Button>{t('drafts.openInstitution')}</Button></Link>}
        </>
      )}
    >
      <Block><DraftSteps draft={draft} /></Block>
      {draft.state === 'returned' && <Returned draft={draft} />}
      {editing.restored !== null && <Alert type="info" showIcon closable title={t('drafts.restored', { time: beijingClock(editing.restored) })} />}
      {editing.save.state === 'conflict' && (
        <Alert
          type="warning"
          showIcon
          data-testid="draft-conflict"
          title={t('drafts.conflict.title', { rev: editing.save.theirs.rev })}
          description={<div className="stack"><span>{t('drafts.conflict.text')}</span><Diff before={editing.save.theirs.content} after={editing.content} /><Space><Button onClick={() => editing.resolve('mine')} data-testid="conflict-mine">{t('drafts.conflict.mine')}</Button><Button onClick={() => editing.resolve('theirs')} data-testid="conflict-theirs">{t('drafts.conflict.theirs')}</Button></Space></div>}
        />
      )}
      <Corrects draft={draft} />
      {draft.before && <Block title={t('drafts.changes')}><Diff before={comparable(draft.before, editing.content)} after={editing.content} /></Block>}
      {editable ? (
        <FindingsContext value={{ findings, strict }}>
          <DraftForm kind={draft.kind as FormKind} content={editing.content} disabled={false} onChange={editing.set} />
        </FindingsContext>
      ) : (
        <Block title={t('drafts.view')} flush><Fields content={draft.content} order={fieldOrder(draft.kind as FormKind)} /></Block>
      )}
      <Block title={t('drafts.history')}>
        <ul className="list-plain">{shortened(draft.history).map((entry) => <li key={`${entry.at}${entry.action}`}><When ms={entry.at} /> {term('step', entry.action)} <span className="mono">{entry.staffId}</span> {entry.comment && <span className="quiet">“{entry.comment}”</span>}</li>)}</ul>
      </Block>
      <div className="sticky-bar">
        <SaveNote save={editing.save} readOnly={editable ? null : (open && save?.why ? problem(save.why).cause : term('draftState', draft.state))} />
        <FindingsBar findings={findings} onShow={() => setStrict(true)} />
        <span className="grow" />
        <DraftActions draft={draft} before={before} block={editable && errors > 0 ? { code: 'UI_FORM_HAS_ERRORS', params: { errors } } : null} />
      </div>
    </Page>
  )
}

/** What happened, without the many savings between two other things: the last of them says it. */
const shortened = (history: DraftDetail['history']): DraftDetail['history'] => history.filter((entry, index) => entry.action !== 'save' || history[index + 1]?.action !== 'save')

/** The ledger's content without fields that a draft never holds, so that they do not stand out as removed. */
const comparable = (before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  const { baseVersion: _base, reason: _reason, replaces: _replaces, ...rest } = before
  return { ...rest, ...Object.fromEntries(['baseVersion', 'replaces'].filter((key) => after[key] !== undefined).map((key) => [key, after[key]])) }
}

/** What a correction takes the place of. */
function Corrects({ draft }: { readonly draft: DraftDetail }) {
  const { t } = useWords()
  const replaces = draft.content['replaces'] as { readonly version?: unknown } | undefined
  if (typeof replaces?.version !== 'number') return null
  const tab = draft.kind === 'conduct.record' ? 'conduct' : 'engagements'
  return (
    <Alert
      type="info"
      showIcon
      data-testid="draft-corrects"
      title={t('drafts.corrects.title', { version: replaces.version })}
      description={<>{t('drafts.corrects.text')} {draft.uscc && <Link to={`/institutions/${draft.uscc}?tab=${tab}`}>{t('drafts.corrects.open')}</Link>}</>}
    />
  )
}

function Returned({ draft }: { readonly draft: DraftDetail }) {
  const { t, term } = useWords()
  const last = draft.history.findLast((entry) => entry.action === 'return')
  return <Alert type="warning" showIcon title={`${term('draftState', 'returned')}: ${last?.comment || t('app.none')}`} description={last && <span className="mono">{last.staffId}</span>} />
}

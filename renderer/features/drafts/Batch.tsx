import { App, Button, Input } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { DraftRow } from '../../../shared/contract/drafts.ts'
import { api, peer } from '../../api/client.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { useAct } from '../../ui/use-act.ts'
import { useWords } from '../../words/use-words.ts'

const ACTIONS = ['submit', 'review', 'approve', 'return', 'discard'] as const
type Action = (typeof ACTIONS)[number]

const fits: Readonly<Record<Action, (row: DraftRow) => boolean>> = {
  submit: (row) => row.state === 'draft' || row.state === 'returned',
  discard: (row) => row.state === 'draft' || row.state === 'returned',
  review: (row) => row.due?.step === 'review',
  approve: (row) => row.due?.step === 'approve',
  return: (row) => row.due !== null && row.state !== 'draft' && row.state !== 'returned',
}

/** One step on many drafts: first a summary to confirm, then each draft answers for itself. */
export function Batch({ rows, onDone }: { readonly rows: readonly DraftRow[]; readonly onDone: () => void }) {
  const { t, term } = useWords()
  const { modal } = App.useApp()
  const queries = useQueryClient()
  const act = useAct()
  const [busy, setBusy] = useState(false)
  const run = async (action: Action, comment: string): Promise<void> => {
    setBusy(true)
    const answer = await act(() => peer.drafts.actMany({ ids: rows.map((row) => row.id), action, comment }))
    setBusy(false)
    void queries.invalidateQueries({ queryKey: api.drafts.key() })
    void queries.invalidateQueries({ queryKey: api.overview.key() })
    if (!answer) return
    onDone()
    modal.info({
      title: t('drafts.batch.done', { n: answer.done }),
      width: 640,
      okText: t('app.close'),
      okButtonProps: { 'data-testid': 'batch-close' },
      content: answer.refused.length > 0 && (
        <div className="stack scroll-y">
          <strong>{t('drafts.batch.refused', { n: answer.refused.length })}</strong>
          {answer.refused.map((one) => <ProblemAlert key={one.id} problem={one.problem} severity="warning" extra={<div>{one.title}</div>} />)}
        </div>
      ),
    })
  }
  const ask = (action: Action): void => {
    const given = { comment: '' }
    const kinds = new Map<string, number>()
    for (const row of rows) kinds.set(row.kind, (kinds.get(row.kind) ?? 0) + 1)
    const bad = rows.filter((row) => row.problems > 0).length
    modal.confirm({
      title: t('drafts.batch.confirm', { n: rows.length, action: t(`drafts.act.${action}`) }),
      width: 560,
      icon: null,
      okText: t(`drafts.batch.${action}`),
      cancelText: t('app.cancel'),
      okButtonProps: { 'data-testid': 'confirm-ok', danger: action === 'discard' },
      content: (
        <div className="stack">
          <ul className="list-plain">{[...kinds].map(([kind, n]) => <li key={kind}>{t('drafts.batch.summary', { n, kind: term('kind', kind) })}</li>)}</ul>
          {bad > 0 && <div className="bad-text">✕ {t('drafts.batch.problems', { n: bad })}</div>}
          {action !== 'discard' && <div>{t('drafts.act.signs')} {action === 'approve' && t('drafts.act.final')}</div>}
          <ul className="list-plain scroll-y">{rows.map((row) => <li key={row.id}>{row.title || t('drafts.untitled')} <span className="mono quiet">{row.uscc}</span></li>)}</ul>
          {(action === 'return' || action === 'review' || action === 'approve') && (
            <label><span className="quiet">{t('drafts.comment')}</span><Input.TextArea maxLength={500} data-testid="comment" onChange={(event) => { given.comment = event.target.value }} /></label>
          )}
        </div>
      ),
      onOk: () => run(action, given.comment.trim()),
    })
  }
  return (
    <div className="row" data-testid="batch">
      <strong>{t('drafts.batch.selected', { n: rows.length })}</strong>
      {ACTIONS.filter((action) => rows.every(fits[action])).map((action) => (
        <Button key={action} size="small" danger={action === 'discard'} loading={busy} data-testid={`batch-${action}`} onClick={() => ask(action)}>{t(`drafts.batch.${action}`)}</Button>
      ))}
    </div>
  )
}

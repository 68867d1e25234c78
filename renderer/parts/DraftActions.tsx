import { App, Input, Radio } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { DraftAction, DraftDetail } from '../../shared/contract/drafts.ts'
import type { Problem } from '../../shared/kit/result.ts'
import { api, peer } from '../api/client.ts'
import { GuardedButton } from '../ui/GuardedButton.tsx'
import { useAct } from '../ui/use-act.ts'
import { useWords } from '../words/use-words.ts'

type Action = Exclude<DraftAction, 'save'>

const ORDER: readonly Action[] = ['discard', 'restore', 'withdraw', 'return', 'submit', 'review', 'vote', 'approve']
const SIGNS: readonly Action[] = ['submit', 'review', 'vote', 'approve']

/** Which actions belong to the state the draft is in; the others would only be noise. */
function offered(state: DraftDetail['state'], kind: DraftDetail['kind']): readonly Action[] {
  switch (state) {
    case 'draft':
    case 'returned':
      return ['discard', 'submit']
    case 'submitted':
      return ['withdraw', 'return', 'review']
    case 'reviewed':
      return kind === 'rating.publish' ? ['withdraw', 'return', 'vote', 'approve'] : ['withdraw', 'return', 'approve']
    case 'voted':
      return ['withdraw', 'return', 'vote', 'approve']
    case 'discarded':
      return ['restore']
    default:
      return []
  }
}

interface Props {
  readonly draft: DraftDetail
  /** A reason of the screen's own why submitting must wait, e.g. unsaved typing. */
  readonly block?: Problem | null
  /** Called before the action; false stops it. */
  readonly before?: (action: Action) => Promise<boolean>
}

/** What may be done to a draft now: each action confirmed with what it signs, each closed one saying why. */
export function DraftActions({ draft, block = null, before }: Props) {
  const { t } = useWords()
  const { modal, message } = App.useApp()
  const queries = useQueryClient()
  const act = useAct()
  const [busy, setBusy] = useState<Action | null>(null)
  const why = (action: Action): Problem | null => {
    const found = draft.permissions.find((permission) => permission.action === action)
    if (found && !found.allowed) return found.why ?? { code: 'UI_NOT_ALLOWED' }
    if (!found) return { code: 'UI_NOT_ALLOWED' }
    return action === 'submit' ? block : null
  }
  const run = async (action: Action, comment: string, choice?: 'for' | 'against' | 'abstain'): Promise<void> => {
    setBusy(action)
    const done = await act(async () => {
      if (before && !(await before(action))) return null
      const current = await peer.drafts.get({ id: draft.id })
      return peer.drafts.act({ id: draft.id, rev: current.rev, action, comment, ...(choice ? { choice } : {}) })
    })
    setBusy(null)
    if (!done) return
    queries.setQueryData(api.drafts.get.queryKey({ input: { id: draft.id } }), done)
    void queries.invalidateQueries({ queryKey: api.drafts.key() })
    void queries.invalidateQueries({ queryKey: api.overview.key() })
    void message.success(t('drafts.act.done', { action: t(`drafts.act.${action}`) }))
  }
  const ask = (action: Action): void => {
    const given = { comment: '', choice: 'for' as 'for' | 'against' | 'abstain' }
    modal.confirm({
      title: t('drafts.act.confirm', { action: t(`drafts.act.${action}`) }),
      width: 520,
      icon: null,
      okText: t(`drafts.act.${action}`),
      cancelText: t('app.cancel'),
      okButtonProps: { 'data-testid': 'confirm-ok', danger: action === 'discard' },
      content: (
        <div className="stack">
          {SIGNS.includes(action) && <div>{t('drafts.act.signs')} {action === 'approve' && t('drafts.act.final')}</div>}
          {action === 'vote' && <VoteChoice onChange={(choice) => { given.choice = choice }} />}
          {action !== 'submit' && action !== 'discard' && action !== 'restore' && (
            <label>
              <span className="quiet">{t('drafts.comment')}{action === 'return' && ` · ${t('drafts.commentRequired')}`}</span>
              <Input.TextArea maxLength={500} showCount className="grow-text" data-testid="comment" onChange={(event) => { given.comment = event.target.value }} />
            </label>
          )}
        </div>
      ),
      onOk: () => {
        if (action === 'return' && given.comment.trim() === '') {
          void message.warning(t('drafts.commentRequired'))
          return Promise.reject(new Error('a comment is needed'))
        }
        return run(action, given.comment.trim(), action === 'vote' ? given.choice : undefined)
      },
    })
  }
  const open = ORDER.filter((action) => offered(draft.state, draft.kind).includes(action))
  return (
    <>
      {open.map((action, index) => (
        <GuardedButton
          key={action}
          why={why(action)}
          type={index === open.length - 1 ? 'primary' : 'default'}
          danger={action === 'discard'}
          loading={busy === action}
          data-testid={`draft-${action}`}
          onClick={() => ask(action)}
        >
          {t(`drafts.act.${action}`)}
        </GuardedButton>
      ))}
    </>
  )
}

function VoteChoice({ onChange }: { readonly onChange: (choice: 'for' | 'against' | 'abstain') => void }) {
  const { t } = useWords()
  return (
    <Radio.Group
      defaultValue="for"
      aria-label={t('drafts.vote.choice')}
      onChange={(event) => onChange(event.target.value as 'for' | 'against' | 'abstain')}
      options={(['for', 'against', 'abstain'] as const).map((value) => ({ value, label: <span data-testid={`vote-${value}`}>{t(`drafts.vote.${value}`)}</span> }))}
    />
  )
}

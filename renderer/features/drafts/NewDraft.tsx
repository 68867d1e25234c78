import { useEffect, useRef, useState } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { peer } from '../../api/client.ts'
import type { DraftKind } from '../../../shared/contract/drafts.ts'
import { Page } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { useWords } from '../../words/use-words.ts'

/** Makes a draft from the template, so that it is saved from its first letter on, and goes to it. */
export function NewDraft() {
  const { t, term } = useWords()
  const { kind = '' } = useParams()
  const [params] = useSearchParams()
  const navigate = useNavigate()
  const [problem, setProblem] = useState<unknown>(null)
  const made = useRef(false)
  useEffect(() => {
    if (made.current) return
    made.current = true
    const uscc = params.get('uscc') ?? undefined
    const replaces = params.get('replaces') ?? undefined
    const record = params.get('record') ?? undefined
    const objection = params.get('objection') ?? undefined
    void (async () => {
      try {
        const { content } = await peer.drafts.template({ kind: kind as DraftKind, uscc, replaces, record, objection })
        const draft = await peer.drafts.save({ kind: kind as DraftKind, rev: 0, content })
        await navigate(`/drafts/${draft.id}`, { replace: true })
      } catch (error) {
        setProblem(error)
      }
    })()
  }, [kind, params, navigate])
  return (
    <Page testId="draft-new" title={`${t('drafts.new')}: ${term('kind', kind)}`}>
      {problem === null ? <div role="status">{t('drafts.creating')}</div> : <ProblemAlert problem={problem} />}
    </Page>
  )
}

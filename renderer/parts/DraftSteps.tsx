import { Steps } from 'antd'
import type { DraftDetail } from '../../shared/contract/drafts.ts'
import { beijing } from '../ui/time.ts'
import { usePerson } from '../words/use-person.ts'
import { useWords } from '../words/use-words.ts'

const needed = (kind: DraftDetail['kind']): readonly { step: string; role: string }[] => {
  if (kind === 'rating.publish') return [{ step: 'create', role: 'AN' }, { step: 'review', role: 'RV' }, { step: 'vote', role: 'CM' }, { step: 'approve', role: 'AP' }]
  if (kind === 'engagement.record') return [{ step: 'create', role: 'CL' }, { step: 'review', role: 'RV' }]
  return [{ step: 'create', role: 'CL' }, { step: 'review', role: 'RV' }, { step: 'approve', role: 'AP' }]
}

/** Who has signed, who must act next and since when. */
export function DraftSteps({ draft }: { readonly draft: DraftDetail }) {
  const { t, term } = useWords()
  const { nameOf } = usePerson()
  const steps = needed(draft.kind)
  const current = draft.state === 'published' ? steps.length : draft.due ? steps.findIndex(({ step }) => step === draft.due?.step) : 0
  return (
    <Steps
      size="small"
      current={current}
      items={steps.map(({ step, role }) => {
        const signed = draft.steps.filter((done) => done.step === step)
        const votes = draft.due?.step === 'vote' && step === 'vote' ? ` ${draft.due.votes}/${draft.due.votesNeeded}` : ''
        return {
          title: `${term('step', step)}${votes}`,
          content: (
            <span className="step-note">
              {signed.length === 0
                ? draft.due?.step === step
                  ? t('drafts.steps.waiting', { role: term('role', draft.due.role) })
                  : t('drafts.steps.later', { role: term('role', role) })
                : signed.map((done) => (
                    <span key={done.staffId} className="block" title={done.comment || undefined}>
                      {nameOf(done.staffId)} {done.choice && `· ${term('choice', done.choice)}`} <span className="num quiet">{beijing(done.at)}</span>
                      {done.comment && <span className="block quiet">“{done.comment}”</span>}
                    </span>
                  ))}
              {signed.length > 0 && draft.due?.step === step && <span className="block warn-text">{t('drafts.steps.waiting', { role: term('role', draft.due.role) })}</span>}
            </span>
          ),
        }
      })}
    />
  )
}

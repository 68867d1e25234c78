import { Alert, Button, Steps } from 'antd'
import type { MyStanding } from '../../../shared/contract/membership.ts'
import { download } from '../../ui/files.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { When } from '../../ui/When.tsx'
import { useWords } from '../../words/use-words.ts'

/** The way from the invitation to the first vote: what is done, what comes next, and who has to act. */
export function JoinSteps({ joining }: { readonly joining: NonNullable<MyStanding['joining']> }) {
  const { t } = useWords()
  const { steps, fingerprint, request, inviter, acceptedBy, refusal, checkpoint, inviterKey, expiresAt } = joining
  const current = steps.findIndex((step) => step.state !== 'done')
  return (
    <div className="stack-tight" data-testid="join-steps">
      <Steps
        size="small"
        current={current < 0 ? steps.length : current}
        items={steps.map(({ step, state, at }) => ({ title: t(`membership.joinStep.${step}`), content: at === null ? t(`membership.joinState.${state}`) : <When ms={at} /> }))}
      />
      <div className="row">
        <span>{t('membership.fingerprint')}: <b className="mono">{fingerprint}</b></span>
        <span className="quiet">{t('membership.invitedBy', { inviter })} · {t('membership.letInBy', { n: acceptedBy.length })} · {t('membership.inviteEnds')} <When ms={expiresAt} /></span>
        <Button size="small" onClick={() => download(request.fileName, request.text)}>{t('membership.saveRequest')}</Button>
      </div>
      {checkpoint === 'differs' && <Alert type="error" showIcon title={t('membership.checkpointDiffers')} />}
      {inviterKey === false && <Alert type="error" showIcon title={t('membership.inviterKeyWrong', { inviter })} />}
      {refusal && <ProblemAlert problem={refusal} severity="warning" />}
    </div>
  )
}

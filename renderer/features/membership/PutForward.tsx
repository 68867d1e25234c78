import { Alert, Checkbox, Form, Select } from 'antd'
import { useState } from 'react'
import type { JoinRequestRow } from '../../../shared/contract/membership.ts'
import { peer } from '../../api/client.ts'
import { DayInput } from '../../ui/DayInput.tsx'
import { LinesInput } from '../../ui/LinesInput.tsx'
import { SignModal } from '../../ui/SignModal.tsx'
import { useWords } from '../../words/use-words.ts'
import { DEADLINE_DAYS, dayFromNow } from './deadline.ts'
import { whyNoReason } from './why-not.ts'

const TIERS = ['MEMBER', 'COUNCIL', 'OBSERVER_REG', 'OBSERVER_AUDIT'] as const

/** Puts a candidate before the members, after its fingerprint was compared with the candidate itself. */
export function PutForward({ row, close }: { readonly row: JoinRequestRow; readonly close: (done: boolean) => void }) {
  const { t, term, name } = useWords()
  const [compared, setCompared] = useState(false)
  const [tier, setTier] = useState<(typeof TIERS)[number]>('MEMBER')
  const [reason, setReason] = useState('')
  const [deadline, setDeadline] = useState(dayFromNow(DEADLINE_DAYS))
  // A regulator's and an auditor's tier follow from the invitation.
  const asksTier = row.wants === 'admit' && row.role === 'member'
  return (
    <SignModal
      title={t('membership.putForwardTitle', { name: name(row) })}
      okText={t('membership.sign')}
      why={compared ? whyNoReason(reason) : { code: 'UI_FINGERPRINT_FIRST' }}
      onOk={() => peer.membership.proposeRequest({ token: row.token, ...(asksTier ? { tier } : {}), reason: reason.normalize('NFC').trim(), deadline })}
      close={close}
    >
      <div className="stack">
        <Alert type="info" showIcon title={t('membership.compare')} description={<b className="mono">{row.fingerprint}</b>} />
        <Checkbox checked={compared} data-testid="compared" onChange={(event) => setCompared(event.target.checked)}>{t('membership.compared')}</Checkbox>
        <Form layout="vertical">
          {asksTier && <Form.Item label={t('network.tier')}><Select aria-label={t('network.tier')} value={tier} onChange={setTier} options={TIERS.map((value) => ({ value, label: term('tier', value) }))} /></Form.Item>}
          <Form.Item label={t('membership.reason')} required><LinesInput value={reason} max={1000} data-testid="reason" aria-label={t('membership.reason')} onCommit={setReason} /></Form.Item>
          <Form.Item label={t('membership.deadline')} help={t('membership.deadlineHint')}><DayInput aria-label={t('membership.deadline')} value={deadline} onChange={(day) => setDeadline(day ?? dayFromNow(DEADLINE_DAYS))} /></Form.Item>
        </Form>
      </div>
    </SignModal>
  )
}

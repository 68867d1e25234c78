import { Alert, Checkbox, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import type { JoinRequestRow } from '../../../shared/contract/membership.ts'
import { peer } from '../../api/client.ts'
import { useAct } from '../../ui/use-act.ts'
import { useWords } from '../../words/use-words.ts'
import { DEADLINE_DAYS, dayFromNow } from './deadline.ts'

const TIERS = ['MEMBER', 'COUNCIL', 'OBSERVER_REG', 'OBSERVER_AUDIT'] as const

/** Puts a candidate before the members, after its fingerprint was compared with the candidate itself. */
export function PutForward({ row, close }: { readonly row: JoinRequestRow; readonly close: (done: boolean) => void }) {
  const { t, term, name } = useWords()
  const act = useAct()
  const [compared, setCompared] = useState(false)
  const [tier, setTier] = useState<(typeof TIERS)[number]>('MEMBER')
  const [reason, setReason] = useState('')
  const [deadline, setDeadline] = useState(dayFromNow(DEADLINE_DAYS))
  const [busy, setBusy] = useState(false)
  const isNew = row.wants === 'admit'
  const submit = async (): Promise<void> => {
    setBusy(true)
    const done = await act(() => peer.membership.proposeRequest({ token: row.token, ...(isNew ? { tier } : {}), reason: reason.normalize('NFC').trim(), deadline }))
    setBusy(false)
    if (done) close(true)
  }
  return (
    <Modal
      open
      title={t('membership.putForwardTitle', { name: name(row) })}
      okText={t('membership.sign')}
      cancelText={t('app.cancel')}
      okButtonProps={{ disabled: !compared || reason.trim().length < 4, loading: busy, ...{ 'data-testid': 'sign' } }}
      onOk={() => void submit()}
      onCancel={() => close(false)}
    >
      <div className="stack">
        <Alert type="info" showIcon title={t('membership.compare')} description={<b className="mono">{row.fingerprint}</b>} />
        <Checkbox checked={compared} data-testid="compared" onChange={(event) => setCompared(event.target.checked)}>{t('membership.compared')}</Checkbox>
        <Form layout="vertical">
          {isNew && <Form.Item label={t('network.tier')}><Select value={tier} onChange={setTier} options={TIERS.map((value) => ({ value, label: term('tier', value) }))} /></Form.Item>}
          <Form.Item label={t('membership.reason')} required><Input.TextArea value={reason} rows={2} maxLength={1000} data-testid="reason" onChange={(event) => setReason(event.target.value)} /></Form.Item>
          <Form.Item label={t('membership.deadline')} help={t('membership.deadlineHint')}><Input type="date" value={deadline} onChange={(event) => setDeadline(event.target.value)} /></Form.Item>
        </Form>
      </div>
    </Modal>
  )
}

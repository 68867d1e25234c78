import { Checkbox, DatePicker, Form, Input, InputNumber, Select } from 'antd'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import dayjs from 'dayjs'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { OUTLOOKS } from '../../../shared/credit/index.ts'
import { DEFAULT_METHODOLOGY } from '../../../shared/credit/methodology/registry.ts'
import type { Computation } from '../../../shared/contract/ratings.ts'
import type { Problem } from '../../../shared/kit/result.ts'
import { api, peer } from '../../api/client.ts'
import { GuardedButton } from '../../ui/GuardedButton.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { useAct } from '../../ui/use-act.ts'
import { useWords } from '../../words/use-words.ts'

interface Props {
  readonly computation: Computation
  readonly adjustment: number
  readonly onAdjustment: (points: number) => void
}

const MAX = DEFAULT_METHODOLOGY.document.aggregation.committeeAdjustment.max

/** What people add to the computation: adjustment with its reason, outlook, watch, opinion, and the notice where the grade falls. */
export function Proposal({ computation, adjustment, onAdjustment }: Props) {
  const { t, term } = useWords()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const act = useAct()
  const permissions = useQuery(api.ratings.permissions.queryOptions({ input: { uscc: computation.uscc } }))
  const [reason, setReason] = useState('')
  const [outlook, setOutlook] = useState<string>('STA')
  const [watch, setWatch] = useState(false)
  const [opinion, setOpinion] = useState('')
  const [notice, setNotice] = useState({ sentOn: '', response: '' })
  const [busy, setBusy] = useState(false)
  const { previous } = computation
  // After a rating without a score the ledger measures against the last scored one, which may have been higher: ask then too.
  const lower = previous !== null && (previous.score === null || computation.score === null || computation.score < previous.score)
  const closed = permissions.data?.find((permission) => permission.action === 'propose' && !permission.allowed)
  const why: Problem | null = closed
    ? (closed.why ?? { code: 'UI_NOT_ALLOWED' })
    : opinion.trim() === ''
      ? { code: 'UI_RATING_OPINION_MISSING' }
      : adjustment !== 0 && reason.trim() === ''
        ? { code: 'UI_RATING_REASON_MISSING' }
        : null
  const propose = async (): Promise<void> => {
    setBusy(true)
    const made = await act(() =>
      peer.ratings.propose({
        uscc: computation.uscc, asOf: computation.asOf, adjustment, adjustmentReason: reason.trim(), outlook, watch, opinion: opinion.trim(),
        ...(notice.sentOn ? { preNotice: { sentOn: notice.sentOn, response: notice.response.trim() } } : {}),
      }),
    )
    setBusy(false)
    if (!made) return
    void queries.invalidateQueries({ queryKey: api.drafts.key() })
    await navigate(`/ratings/draft/${made.draftId}`)
  }
  return (
    <Form layout="vertical" component="div">
      <div className="form-grid">
        <Form.Item label={t('ratings.adjustment')} htmlFor="rating-adjustment">
          <InputNumber id="rating-adjustment" data-testid="rating-adjustment" className="full" min={-MAX} max={MAX} precision={0} value={adjustment} onChange={(points) => onAdjustment(points ?? 0)} />
        </Form.Item>
        <Form.Item label={t('ratings.adjustmentReason')} htmlFor="rating-reason" help={adjustment !== 0 && reason.trim() === '' ? t('ratings.adjustmentNeeds') : undefined} validateStatus={adjustment !== 0 && reason.trim() === '' ? 'warning' : ''}>
          <Input id="rating-reason" data-testid="rating-reason" maxLength={1000} value={reason} disabled={adjustment === 0} onChange={(event) => setReason(event.target.value)} />
        </Form.Item>
        <Form.Item label={t('ratings.outlook')} htmlFor="rating-outlook">
          <Select id="rating-outlook" data-testid="rating-outlook" value={outlook} onChange={setOutlook} options={OUTLOOKS.map((code) => ({ value: code, label: term('outlook', code) }))} />
        </Form.Item>
        <Form.Item label=" " colon={false}>
          <Checkbox data-testid="rating-watch" checked={watch} onChange={(event) => setWatch(event.target.checked)}>{t('ratings.watch')}</Checkbox>
        </Form.Item>
        <Form.Item className="wide" label={t('ratings.opinion')} htmlFor="rating-opinion" required>
          <Input.TextArea id="rating-opinion" data-testid="rating-opinion" maxLength={5000} showCount className="grow-text" value={opinion} onChange={(event) => setOpinion(event.target.value)} />
        </Form.Item>
        {lower && (
          <>
            <Form.Item label={t('ratings.preNoticeSent')} htmlFor="rating-notice" help={t('ratings.preNotice')}>
              <DatePicker id="rating-notice" data-testid="rating-notice" className="full" value={notice.sentOn ? dayjs(notice.sentOn) : null} onChange={(day) => setNotice({ ...notice, sentOn: day ? day.format('YYYY-MM-DD') : '' })} />
            </Form.Item>
            <Form.Item className="wide" label={t('ratings.preNoticeResponse')} htmlFor="rating-response">
              <Input.TextArea id="rating-response" data-testid="rating-response" maxLength={2000} value={notice.response} onChange={(event) => setNotice({ ...notice, response: event.target.value })} />
            </Form.Item>
          </>
        )}
      </div>
      <div className="row">
        <GuardedButton type="primary" data-testid="rating-propose" loading={busy} why={why} onClick={() => void propose()}>{t('ratings.propose')}</GuardedButton>
        <span className="quiet">{t('ratings.proposeHint')}</span>
      </div>
      {closed?.why && <ProblemAlert problem={closed.why} severity="info" extra={closed.why.code === 'RATING_UNDER_WAY' && <Link to="/ratings">{t('ratings.pending')}</Link>} />}
    </Form>
  )
}

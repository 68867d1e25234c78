import { useQuery } from '@tanstack/react-query'
import { Alert, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { api, peer } from '../../api/client.ts'
import { useAct } from '../../ui/use-act.ts'
import { useWords } from '../../words/use-words.ts'
import { DEADLINE_DAYS, dayFromNow } from './deadline.ts'

/** Matters put forward here; a new member and new keys come from a request to join. */
const MATTERS = ['SUSPEND', 'REINSTATE', 'STANDBY', 'EXPEL', 'RENAME', 'TIER', 'MERGE', 'SUCCESSOR'] as const
type Matter = (typeof MATTERS)[number]
const TIERS = ['MEMBER', 'COUNCIL', 'OBSERVER_REG', 'OBSERVER_AUDIT'] as const

/** Which further facts a matter needs. */
const FACTS: { readonly [M in Matter]: readonly ('until' | 'nameZh' | 'nameEn' | 'tier' | 'into')[] } = {
  SUSPEND: ['until'], REINSTATE: [], STANDBY: [], EXPEL: [], RENAME: ['nameZh', 'nameEn'], TIER: ['tier'], MERGE: ['into'], SUCCESSOR: ['into'],
}

/** Puts a matter about a member before the members. */
export function ProposeDialog({ close }: { readonly close: () => void }) {
  const { t, term, name, field } = useWords()
  const act = useAct()
  const members = useQuery(api.network.members.queryOptions())
  const [matter, setMatter] = useState<Matter>('STANDBY')
  const [facts, setFacts] = useState<Readonly<Record<string, string>>>({})
  const [reason, setReason] = useState('')
  const [deadline, setDeadline] = useState(dayFromNow(DEADLINE_DAYS))
  const [busy, setBusy] = useState(false)
  const set = (key: string) => (value: string) => setFacts((old) => ({ ...old, [key]: value }))
  const people = (members.data ?? []).map((row) => ({ value: row.id, label: `${row.id} ${name(row)}` }))
  const filled = ['member', ...FACTS[matter]].flatMap((key) => {
    const value = (facts[key] ?? '').normalize('NFC').trim()
    return value === '' ? [] : [[key, value] as const]
  })
  const isReady = reason.trim().length >= 4 && ['member', ...FACTS[matter].filter((key) => key !== 'until')].every((key) => filled.some(([given]) => given === key))
  const submit = async (): Promise<void> => {
    setBusy(true)
    const done = await act(() => peer.membership.propose({ matter, details: Object.fromEntries(filled), reason: reason.normalize('NFC').trim(), deadline }))
    setBusy(false)
    if (done) close()
  }
  return (
    <Modal
      open
      title={t('membership.propose')}
      okText={t('membership.sign')}
      cancelText={t('app.cancel')}
      okButtonProps={{ disabled: !isReady, loading: busy, ...{ 'data-testid': 'sign' } }}
      onOk={() => void submit()}
      onCancel={close}
    >
      <Form layout="vertical">
        <Form.Item label={t('membership.matter')}><Select value={matter} data-testid="matter" onChange={setMatter} options={MATTERS.map((value) => ({ value, label: term('governanceMatter', value) }))} /></Form.Item>
        <Form.Item label={t('membership.about')} required><Select showSearch data-testid="about" value={facts['member']} onChange={set('member')} options={people} /></Form.Item>
        {FACTS[matter].map((key) => (
          <Form.Item key={key} label={field(key)} required={key !== 'until'}>
            {key === 'tier' ? <Select value={facts[key]} onChange={set(key)} options={TIERS.map((value) => ({ value, label: term('tier', value) }))} />
            : key === 'into' ? <Select showSearch value={facts[key]} onChange={set(key)} options={people.filter(({ value }) => value !== facts['member'])} />
            : <Input type={key === 'until' ? 'date' : 'text'} value={facts[key] ?? ''} onChange={(event) => set(key)(event.target.value)} />}
          </Form.Item>
        ))}
        <Form.Item label={t('membership.reason')} required help={t('membership.reasonShort')}><Input.TextArea rows={2} value={reason} maxLength={1000} data-testid="reason" onChange={(event) => setReason(event.target.value)} /></Form.Item>
        <Form.Item label={t('membership.deadline')} help={t('membership.deadlineHint')}><Input type="date" value={deadline} onChange={(event) => setDeadline(event.target.value)} /></Form.Item>
        <Alert type="info" showIcon title={t('membership.proposeEffect')} />
      </Form>
    </Modal>
  )
}

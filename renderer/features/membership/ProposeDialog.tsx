import { useQuery } from '@tanstack/react-query'
import { Form, Select } from 'antd'
import { useState } from 'react'
import { api, peer } from '../../api/client.ts'
import { DayInput } from '../../ui/DayInput.tsx'
import { ImeInput } from '../../ui/ImeInput.tsx'
import { LinesInput } from '../../ui/LinesInput.tsx'
import { SignModal } from '../../ui/SignModal.tsx'
import { useWords } from '../../words/use-words.ts'
import { DEADLINE_DAYS, dayFromNow } from './deadline.ts'
import { whyNoReason } from './why-not.ts'

/** Matters put forward here; a new member and new keys come from a request to join. */
const MATTERS = ['SUSPEND', 'REINSTATE', 'STANDBY', 'EXPEL', 'RENAME', 'TIER', 'MERGE', 'SUCCESSOR'] as const
type Matter = (typeof MATTERS)[number]
const TIERS = ['MEMBER', 'COUNCIL', 'OBSERVER_REG', 'OBSERVER_AUDIT'] as const

/** Which further facts a matter needs. */
const FACTS: { readonly [M in Matter]: readonly ('until' | 'nameZh' | 'nameEn' | 'tier' | 'into')[] } = {
  SUSPEND: ['until'], REINSTATE: [], STANDBY: [], EXPEL: [], RENAME: ['nameZh', 'nameEn'], TIER: ['tier'], MERGE: ['into'], SUCCESSOR: ['into'],
}

/** Puts a matter about a member before the members. */
export function ProposeDialog({ close }: { readonly close: (signed: boolean) => void }) {
  const { t, term, name, field } = useWords()
  const members = useQuery(api.network.members.queryOptions())
  const [matter, setMatter] = useState<Matter>('STANDBY')
  const [facts, setFacts] = useState<Readonly<Record<string, string>>>({})
  const [reason, setReason] = useState('')
  const [deadline, setDeadline] = useState(dayFromNow(DEADLINE_DAYS))
  const set = (key: string) => (value: string | undefined) => setFacts((old) => ({ ...old, [key]: value ?? '' }))
  const people = (members.data ?? []).map((row) => ({ value: row.id, label: `${row.id} ${name(row)}` }))
  const filled = ['member', ...FACTS[matter]].flatMap((key) => {
    const value = (facts[key] ?? '').normalize('NFC').trim()
    return value === '' ? [] : [[key, value] as const]
  })
  const missing = ['member', ...FACTS[matter].filter((key) => key !== 'until')].find((key) => !filled.some(([given]) => given === key))
  const why = missing !== undefined ? { code: 'UI_FIELD_MISSING', params: { field: missing } } : whyNoReason(reason)
  return (
    <SignModal
      title={t('membership.propose')}
      okText={t('membership.sign')}
      why={why}
      onOk={() => peer.membership.propose({ matter, details: Object.fromEntries(filled), reason: reason.normalize('NFC').trim(), deadline })}
      close={close}
    >
      <Form layout="vertical">
        <Form.Item label={t('membership.matter')} help={t(`membership.matterHint.${matter}`)}><Select value={matter} data-testid="matter" aria-label={t('membership.matter')} onChange={setMatter} options={MATTERS.map((value) => ({ value, label: term('governanceMatter', value) }))} /></Form.Item>
        <Form.Item label={t('membership.about')} required><Select showSearch={{ optionFilterProp: 'label' }} data-testid="about" aria-label={t('membership.about')} placeholder={t('membership.choose')} value={facts['member']} onChange={set('member')} options={people} /></Form.Item>
        {FACTS[matter].map((key) => (
          <Form.Item key={key} label={field(key)} required={key !== 'until'} help={key === 'until' ? t('membership.untilHint') : undefined}>
            {key === 'tier' ? <Select aria-label={field(key)} value={facts[key]} onChange={set(key)} options={TIERS.map((value) => ({ value, label: term('tier', value) }))} />
            : key === 'into' ? <Select showSearch={{ optionFilterProp: 'label' }} aria-label={field(key)} value={facts[key]} onChange={set(key)} options={people.filter(({ value }) => value !== facts['member'])} />
            : key === 'until' ? <DayInput aria-label={field(key)} value={facts[key] ?? ''} onChange={set(key)} />
            : <ImeInput aria-label={field(key)} maxLength={100} value={facts[key] ?? ''} onCommit={set(key)} />}
          </Form.Item>
        ))}
        <Form.Item label={t('membership.reason')} required><LinesInput value={reason} max={1000} data-testid="reason" aria-label={t('membership.reason')} onCommit={setReason} /></Form.Item>
        <Form.Item label={t('membership.deadline')} help={t('membership.deadlineHint')}><DayInput aria-label={t('membership.deadline')} value={deadline} onChange={(day) => setDeadline(day ?? dayFromNow(DEADLINE_DAYS))} /></Form.Item>
        <div className="quiet">{t('membership.proposeEffect')}</div>
      </Form>
    </SignModal>
  )
}

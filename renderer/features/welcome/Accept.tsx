import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Descriptions, Form, Input, Select, Space, Tag } from 'antd'
import { useState } from 'react'
import type { InvitationPreview } from '../../../shared/contract/host.ts'
import { host, hostApi } from '../../api/client.ts'
import { Hash } from '../../ui/Code.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { When } from '../../ui/When.tsx'
import { useWords } from '../../words/use-words.ts'
import { useJoined } from './joined.ts'

interface Answers {
  member?: string
  address: string
  staffPassphrase: string
  repeat: string
  recoveryPassphrase: string
  compared: boolean
}

/** What an invitation says, the fingerprint to compare, and what only this center can decide: its address and passphrases. */
export function Accept({ text, preview, onBack }: { readonly text: string; readonly preview: InvitationPreview; readonly onBack: () => void }) {
  const { t, name } = useWords()
  const centers = useQuery(hostApi.centers.queryOptions())
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const { invitee, inviter, checkpoint } = preview
  const rule = { required: true, message: t('welcome.required') }
  const long = { required: true, min: 10, message: t('welcome.tooShort') }
  const accept = async ({ member: code, address, staffPassphrase, recoveryPassphrase }: Answers): Promise<void> => {
    const member = invitee ?? centers.data?.find((center) => center.code === code)
    if (!member) return
    setBusy(true)
    setProblem(null)
    try {
      useJoined.getState().put(await host.acceptInvitation({ text, member, address, staffPassphrase, recoveryPassphrase }))
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Descriptions
        size="small"
        bordered
        column={2}
        title={t('welcome.accept.preview')}
        items={[
          { key: 'network', label: t('welcome.join.network'), children: <strong data-testid="accept-network">{preview.network}</strong> },
          { key: 'until', label: t('welcome.accept.until'), children: <When ms={preview.expiresAt} /> },
          { key: 'inviter', label: t('welcome.accept.inviter'), children: <>{name(inviter)} <Tag>{inviter.code}</Tag></> },
          { key: 'issued', label: t('welcome.accept.issued'), children: <When ms={preview.issuedAt} /> },
          { key: 'role', label: t('welcome.accept.role'), children: <>{invitee && <>{name(invitee)} <Tag>{invitee.code}</Tag></>}{t(`welcome.accept.roles.${preview.role}`)}</> },
          { key: 'key', label: t('welcome.accept.key'), children: <span className="mono">{preview.keyFingerprint}</span> },
          { key: 'genesis', label: t('welcome.join.genesis'), children: <Hash hex={preview.genesis} length={16} /> },
          { key: 'checkpoint', label: t('welcome.accept.checkpoint'), children: checkpoint ? <>{checkpoint.height} · <When ms={checkpoint.time} /></> : t('welcome.accept.noBlock') },
          { key: 'members', label: t('welcome.join.members'), span: 2, children: preview.members.map((member) => <Tag key={member.id}>{member.id} {member.nameZh}</Tag>) },
          { key: 'fingerprint', label: t('welcome.join.fingerprint'), span: 2, children: <strong className="mono" data-testid="accept-fingerprint">{preview.fingerprint}</strong> },
        ]}
      />
      <Alert type="info" showIcon title={t('welcome.accept.compare')} />
      <Form<Answers> layout="vertical" onFinish={(answers) => void accept(answers)} requiredMark={false}>
        <div className="form-grid">
          {!invitee && (
            <Form.Item name="member" label={t('welcome.accept.member')} rules={[rule]}>
              <Select
                showSearch={{ optionFilterProp: 'label' }}
                options={(centers.data ?? []).map((center) => ({ value: center.code, label: `${center.code} ${name(center)}` }))}
                data-testid="accept-member"
              />
            </Form.Item>
          )}
          <Form.Item name="address" label={t('welcome.accept.address')} rules={[{ ...rule, pattern: /^[^\s:]+:\d{2,5}$/ }]}>
            <Input placeholder="10.0.0.7:4100" className="mono" data-testid="accept-address" />
          </Form.Item>
          <Form.Item name="staffPassphrase" label={t('welcome.join.staffPassphrase')} rules={[long]}><Input.Password autoComplete="new-password" data-testid="accept-staff-passphrase" /></Form.Item>
          <Form.Item
            name="repeat"
            label={t('welcome.join.repeat')}
            dependencies={['staffPassphrase']}
            rules={[({ getFieldValue }) => ({ validator: (_, value) => (value === getFieldValue('staffPassphrase') ? Promise.resolve() : Promise.reject(new Error(t('welcome.notSame')))) })]}
          >
            <Input.Password autoComplete="new-password" data-testid="accept-repeat" />
          </Form.Item>
          <Form.Item name="recoveryPassphrase" label={t('welcome.accept.recoveryPassphrase')} rules={[long]}><Input.Password autoComplete="new-password" data-testid="accept-recovery-passphrase" /></Form.Item>
        </div>
        <Form.Item name="compared" valuePropName="checked" rules={[{ validator: (_, value) => (value ? Promise.resolve() : Promise.reject(new Error(t('welcome.accept.compare')))) }]}>
          <Checkbox data-testid="accept-compared">{t('welcome.join.compared')}</Checkbox>
        </Form.Item>
        <div className="stack">
          {problem !== null && <ProblemAlert problem={problem} />}
          <Space>
            <Button type="primary" htmlType="submit" loading={busy} data-testid="accept-submit">{t('welcome.accept.go')}</Button>
            <Button onClick={onBack}>{t('app.cancel')}</Button>
          </Space>
        </div>
      </Form>
    </>
  )
}

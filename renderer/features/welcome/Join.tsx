import { Alert, Button, Checkbox, Descriptions, Form, Input, Space, Tag } from 'antd'
import { useState } from 'react'
import type { InvitationPreview, PackagePreview } from '../../../shared/contract/host.ts'
import { host } from '../../api/client.ts'
import { useHost } from '../../api/host-state.ts'
import { Hash } from '../../ui/Code.tsx'
import { FileDrop } from '../../ui/FileDrop.tsx'
import { Block } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { When } from '../../ui/When.tsx'
import { useWords } from '../../words/use-words.ts'
import { Accept } from './Accept.tsx'

interface Secrets {
  packagePassphrase: string
  staffPassphrase: string
  repeat: string
  compared: boolean
}

/** Joining with an invitation (see Accept), or with a package or recovery file: who invites whom into what, the fingerprint to compare, then the passphrases. */
export function Join({ onBack }: { readonly onBack: () => void }) {
  const { t, term, name } = useWords()
  const [file, setFile] = useState<{ text: string; preview: PackagePreview } | null>(null)
  const [invitation, setInvitation] = useState<{ text: string; preview: InvitationPreview } | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const read = async (chosen: File): Promise<void> => {
    setProblem(null)
    setFile(null)
    setInvitation(null)
    try {
      const text = await chosen.text()
      if (text.slice(0, 200).includes('zhengxinlian/invitation')) setInvitation({ text, preview: await host.previewInvitation({ text }) })
      else setFile({ text, preview: await host.previewPackage({ text }) })
    } catch (error) {
      setProblem(error)
    }
  }
  const join = async (secrets: Secrets): Promise<void> => {
    if (!file) return
    setBusy(true)
    setProblem(null)
    try {
      const { packagePassphrase, staffPassphrase } = secrets
      useHost.getState().set(await host.join({ text: file.text, packagePassphrase, staffPassphrase }))
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Block title={t('welcome.join.title')} extra={<Button size="small" onClick={onBack} data-testid="welcome-back">{t('welcome.back')}</Button>} testId="join">
      <div className="stack">
        <FileDrop accept=".zxlmember,.zxlrecovery,.json" maxBytes={8_388_608} hint={t('welcome.join.file')} onFile={(chosen) => void read(chosen)} testId="join-file" />
        {problem !== null && <ProblemAlert problem={problem} />}
        {invitation && <Accept text={invitation.text} preview={invitation.preview} onBack={onBack} />}
        {file && (
          <>
            <Descriptions
              size="small"
              bordered
              column={2}
              title={t('welcome.join.preview')}
              items={[
                { key: 'network', label: t('welcome.join.network'), children: <strong>{file.preview.network}</strong> },
                { key: 'created', label: t('welcome.join.created'), children: <When ms={file.preview.createdAt} /> },
                { key: 'me', label: t('welcome.join.me'), children: <>{name(file.preview.me)} <Tag>{file.preview.me.code}</Tag>{term('tier', file.preview.me.tier)}</> },
                { key: 'genesis', label: t('welcome.join.genesis'), children: <Hash hex={file.preview.genesis} length={16} /> },
                { key: 'members', label: t('welcome.join.members'), span: 2, children: file.preview.members.map((member) => <Tag key={member.id}>{member.id} {member.nameZh}</Tag>) },
                { key: 'fingerprint', label: t('welcome.join.fingerprint'), span: 2, children: <strong className="mono" data-testid="join-fingerprint">{file.preview.fingerprint}</strong> },
              ]}
            />
            <Alert type="info" showIcon title={t('welcome.join.compare')} />
            <Form<Secrets> layout="vertical" onFinish={(secrets) => void join(secrets)} requiredMark={false}>
              <div className="form-grid">
                <Form.Item name="packagePassphrase" label={t('welcome.join.packagePassphrase')} rules={[{ required: true, message: t('welcome.required') }]}>
                  <Input.Password autoComplete="off" data-testid="join-package-passphrase" />
                </Form.Item>
                <Form.Item name="staffPassphrase" label={t('welcome.join.staffPassphrase')} rules={[{ required: true, min: 10, message: t('welcome.tooShort') }]}>
                  <Input.Password autoComplete="new-password" data-testid="join-staff-passphrase" />
                </Form.Item>
                <Form.Item
                  name="repeat"
                  label={t('welcome.join.repeat')}
                  dependencies={['staffPassphrase']}
                  rules={[
                    ({ getFieldValue }) => ({
                      validator: (_, value) => (value === getFieldValue('staffPassphrase') ? Promise.resolve() : Promise.reject(new Error(t('welcome.notSame')))),
                    }),
                  ]}
                >
                  <Input.Password autoComplete="new-password" data-testid="join-repeat" />
                </Form.Item>
              </div>
              <Form.Item
                name="compared"
                valuePropName="checked"
                rules={[{ validator: (_, value) => (value ? Promise.resolve() : Promise.reject(new Error(t('welcome.join.compare')))) }]}
              >
                <Checkbox data-testid="join-compared">{t('welcome.join.compared')}</Checkbox>
              </Form.Item>
              <Space>
                <Button type="primary" htmlType="submit" loading={busy} data-testid="join-submit">{t('welcome.join.go')}</Button>
                <Button onClick={onBack}>{t('app.cancel')}</Button>
              </Space>
            </Form>
          </>
        )}
      </div>
    </Block>
  )
}

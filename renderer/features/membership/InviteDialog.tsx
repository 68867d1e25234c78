import { Alert, Form, Input, InputNumber, Modal, Select } from 'antd'
import { useState } from 'react'
import { peer } from '../../api/client.ts'
import { download } from '../../ui/files.ts'
import { ImeInput } from '../../ui/ImeInput.tsx'
import { useAct } from '../../ui/use-act.ts'
import { When } from '../../ui/When.tsx'
import { useWords } from '../../words/use-words.ts'

const ROLES = ['member', 'desktop', 'regulator', 'auditor'] as const

/** Makes an invitation file: for whom, as what, until when. */
export function InviteDialog({ close }: { readonly close: () => void }) {
  const { t } = useWords()
  const act = useAct()
  const [role, setRole] = useState<(typeof ROLES)[number]>('member')
  const [invitee, setInvitee] = useState('')
  const [days, setDays] = useState(7)
  const [passphrase, setPassphrase] = useState('')
  const [busy, setBusy] = useState(false)
  const [made, setMade] = useState<{ readonly fingerprint: string; readonly expiresAt: number } | null>(null)
  const code = invitee.normalize('NFKC').trim().toUpperCase()
  const submit = async (): Promise<void> => {
    setBusy(true)
    const file = await act(() => peer.membership.createInvitation({ role, invitee: code === '' || role === 'desktop' ? null : code, days, ...(passphrase === '' ? {} : { rootPassphrase: passphrase }) }))
    setBusy(false)
    if (!file) return
    download(file.fileName, file.text)
    setMade(file)
  }
  return (
    <Modal
      open
      title={t('membership.invite')}
      width={560}
      okText={made ? t('membership.close') : t('membership.makeInvitation')}
      cancelText={t('app.cancel')}
      cancelButtonProps={{ hidden: made !== null }}
      okButtonProps={{ loading: busy, 'data-testid': 'make-invitation' }}
      onOk={() => (made ? close() : void submit())}
      onCancel={close}
    >
      {made ? (
        <Alert type="success" showIcon data-testid="invitation-made" title={t('membership.invitationSaved')} description={<>{t('membership.fingerprint')}: <b className="mono">{made.fingerprint}</b> · {t('membership.inviteEnds')} <When ms={made.expiresAt} /></>} />
      ) : (
        <Form layout="vertical">
          <Form.Item label={t('membership.inviteRole')} help={t(`membership.roleHint.${role}`)}><Select value={role} aria-label={t('membership.inviteRole')} onChange={setRole} options={ROLES.map((value) => ({ value, label: t(`membership.role.${value}`) }))} /></Form.Item>
          {role !== 'desktop' && <Form.Item label={t('membership.invitee')} help={t('membership.inviteeHint')}><ImeInput className="mono" value={invitee} maxLength={16} aria-label={t('membership.invitee')} onCommit={setInvitee} /></Form.Item>}
          <Form.Item label={t('membership.days')}><InputNumber min={1} max={30} precision={0} value={days} aria-label={t('membership.days')} onChange={(value) => setDays(value ?? 7)} /></Form.Item>
          <Form.Item label={t('membership.root')} help={t('membership.rootHint')}><Input.Password value={passphrase} maxLength={256} autoComplete="off" aria-label={t('membership.root')} onChange={(event) => setPassphrase(event.target.value)} /></Form.Item>
        </Form>
      )}
    </Modal>
  )
}

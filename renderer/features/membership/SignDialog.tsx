import { Alert, Form, Input, Modal } from 'antd'
import { useState, type ReactNode } from 'react'
import { useAct } from '../../ui/use-act.ts'
import { useWords } from '../../words/use-words.ts'

export interface Signing {
  readonly reason: string
  readonly rootPassphrase?: string
}

interface Props {
  readonly title: string
  /** What it leads to, before it is signed. */
  readonly effect: ReactNode
  readonly asksReason?: boolean
  /** Whether the member's root key may sign instead of the signed-in person. */
  readonly offersRoot?: boolean
  readonly danger?: boolean
  readonly sign: (signing: Signing) => Promise<unknown>
  /** Called once it is signed, or when the person turns away. */
  readonly close: (signed: boolean) => void
}

/** One signature that takes effect for the whole network: what it does, why, and who signs. */
export function SignDialog({ title, effect, asksReason = false, offersRoot = true, danger = false, sign, close }: Props) {
  const { t } = useWords()
  const act = useAct()
  const [reason, setReason] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const [busy, setBusy] = useState(false)
  const ready = !asksReason || reason.trim().length >= 4
  const submit = async (): Promise<void> => {
    setBusy(true)
    const done = await act(async () => {
      await sign({ reason: reason.normalize('NFC').trim(), ...(passphrase === '' ? {} : { rootPassphrase: passphrase }) })
      return true
    })
    setBusy(false)
    if (done) close(true)
  }
  return (
    <Modal
      open
      title={title}
      okText={t('membership.sign')}
      cancelText={t('app.cancel')}
      okButtonProps={{ disabled: !ready, danger, loading: busy, ...{ 'data-testid': 'sign' } }}
      onOk={() => void submit()}
      onCancel={() => close(false)}
    >
      <div className="stack">
        <Alert type={danger ? 'warning' : 'info'} showIcon title={effect} />
        <Form layout="vertical">
          {asksReason && (
            <Form.Item label={t('membership.reason')} required help={ready ? undefined : t('membership.reasonShort')}>
              <Input.TextArea autoFocus value={reason} maxLength={1000} rows={3} data-testid="reason" onChange={(event) => setReason(event.target.value)} />
            </Form.Item>
          )}
          {offersRoot && (
            <Form.Item label={t('membership.root')} help={t('membership.rootHint')}>
              <Input.Password value={passphrase} maxLength={256} autoComplete="off" onChange={(event) => setPassphrase(event.target.value)} />
            </Form.Item>
          )}
        </Form>
      </div>
    </Modal>
  )
}

import { Alert, Form, Input } from 'antd'
import { useState, type ReactNode } from 'react'
import { LinesInput } from '../../ui/LinesInput.tsx'
import { SignModal } from '../../ui/SignModal.tsx'
import { useWords } from '../../words/use-words.ts'
import { whyNoReason } from './why-not.ts'

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

/** The root passphrase alone, for deeds that need no reason. */
export const rootOnly = ({ rootPassphrase }: Signing): { rootPassphrase?: string } => (rootPassphrase === undefined ? {} : { rootPassphrase })

/** One signature that takes effect for the whole network: what it does, why, and who signs. */
export function SignDialog({ title, effect, asksReason = false, offersRoot = true, danger = false, sign, close }: Props) {
  const { t } = useWords()
  const [reason, setReason] = useState('')
  const [passphrase, setPassphrase] = useState('')
  return (
    <SignModal
      title={title}
      okText={t('membership.sign')}
      danger={danger}
      why={asksReason ? whyNoReason(reason) : null}
      onOk={() => sign({ reason: reason.normalize('NFC').trim(), ...(passphrase === '' ? {} : { rootPassphrase: passphrase }) })}
      close={close}
    >
      <div className="stack">
        <Alert type={danger ? 'warning' : 'info'} showIcon title={effect} />
        <Form layout="vertical">
          {asksReason && (
            <Form.Item label={t('membership.reason')} required>
              <LinesInput autoFocus value={reason} max={1000} data-testid="reason" aria-label={t('membership.reason')} onCommit={setReason} />
            </Form.Item>
          )}
          {offersRoot && (
            <Form.Item label={t('membership.root')} help={t('membership.rootHint')}>
              <Input.Password value={passphrase} maxLength={256} autoComplete="off" aria-label={t('membership.root')} onChange={(event) => setPassphrase(event.target.value)} />
            </Form.Item>
          )}
        </Form>
      </div>
    </SignModal>
  )
}

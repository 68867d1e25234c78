import { Button, Modal } from 'antd'
import { useState, type ReactNode } from 'react'
import type { Problem } from '../../shared/kit/result.ts'
import { useWords } from '../words/use-words.ts'
import { GuardedButton } from './GuardedButton.tsx'
import { useAct } from './use-act.ts'

interface Props {
  readonly title: ReactNode
  readonly okText: string
  /** What is missing before it can be done; null where nothing is. */
  readonly why: Problem | null
  readonly danger?: boolean
  /** Resolves when it is done; a refusal is shown in words and the dialog stays open. */
  readonly onOk: () => Promise<unknown>
  readonly close: (done: boolean) => void
  readonly children: ReactNode
}

/** A dialog with one deed; as long as it can't be done, its button says why. */
export function SignModal({ title, okText, why, danger = false, onOk, close, children }: Props) {
  const { t } = useWords()
  const act = useAct()
  const [busy, setBusy] = useState(false)
  const submit = async (): Promise<void> => {
    setBusy(true)
    const done = await act(async () => {
      await onOk()
      return true
    })
    setBusy(false)
    if (done) close(true)
  }
  return (
    <Modal
      open
      title={title}
      width={560}
      onCancel={() => close(false)}
      footer={
        <span className="dialog-foot">
          <Button onClick={() => close(false)}>{t('app.cancel')}</Button>
          <GuardedButton type="primary" danger={danger} why={why} loading={busy} data-testid="sign" onClick={() => void submit()}>{okText}</GuardedButton>
        </span>
      }
    >
      {children}
    </Modal>
  )
}

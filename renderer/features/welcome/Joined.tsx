import { CheckOutlined, DownloadOutlined } from '@ant-design/icons'
import { Alert, Button, Input, Space } from 'antd'
import { useState } from 'react'
import type { Accepted } from '../../../shared/contract/host.ts'
import { host } from '../../api/client.ts'
import { FileDrop } from '../../ui/FileDrop.tsx'
import { download } from '../../ui/files.ts'
import { Block } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { useWords } from '../../words/use-words.ts'
import { useJoined } from './joined.ts'

/** After joining: the recovery file is saved, opened again with its passphrase, and only then the desktop opens. */
export function Joined({ made }: { readonly made: Accepted }) {
  const { t } = useWords()
  const [saved, setSaved] = useState(false)
  const [file, setFile] = useState<string | null>(null)
  const [passphrase, setPassphrase] = useState('')
  const [checked, setChecked] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const check = async (): Promise<void> => {
    if (file === null) return
    setBusy(true)
    setProblem(null)
    try {
      await host.checkRecovery({ text: file, passphrase })
      setChecked(true)
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <main className="center-screen" data-testid="joined">
      <div className="welcome">
        <Block title={t('welcome.joined.title')} testId="joined-recovery">
          <div className="stack">
            <Alert type="success" showIcon title={t('welcome.joined.done')} description={<>{t('welcome.joined.fingerprint')} <strong className="mono" data-testid="joined-fingerprint">{made.fingerprint}</strong></>} />
            <div>{t('welcome.joined.why')}</div>
            <Space wrap>
              <Button
                type="primary"
                icon={saved ? <CheckOutlined /> : <DownloadOutlined />}
                data-testid="joined-save-recovery"
                onClick={() => {
                  download(made.recovery.fileName, made.recovery.text)
                  setSaved(true)
                }}
              >
                {t('welcome.joined.saveRecovery')}
              </Button>
              <Button icon={<DownloadOutlined />} data-testid="joined-save-request" onClick={() => download(made.request.fileName, made.request.text)}>{t('welcome.joined.saveRequest')}</Button>
            </Space>
            <FileDrop accept=".zxlrecovery" maxBytes={4_194_304} hint={t('welcome.joined.reopen')} onFile={(chosen) => void chosen.text().then(setFile)} testId="joined-file" />
            <Space>
              <Input.Password
                value={passphrase}
                onChange={(event) => setPassphrase(event.target.value)}
                placeholder={t('welcome.accept.recoveryPassphrase')}
                aria-label={t('welcome.accept.recoveryPassphrase')}
                autoComplete="off"
                data-testid="joined-passphrase"
              />
              <Button loading={busy} disabled={file === null || passphrase === ''} onClick={() => void check()} data-testid="joined-check">{t('welcome.joined.check')}</Button>
            </Space>
            {problem !== null && <ProblemAlert problem={problem} />}
            {checked && <Alert type="success" showIcon title={t('welcome.joined.checked')} data-testid="joined-checked" />}
            <Button type="primary" disabled={!checked} data-testid="joined-enter" onClick={() => useJoined.getState().put(null)}>{t('welcome.found.enter')}</Button>
          </div>
        </Block>
      </div>
    </main>
  )
}

import { GlobalOutlined, KeyOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Input, Tag } from 'antd'
import { useState } from 'react'
import type { Account } from '../../../shared/contract/session.ts'
import { api } from '../../api/client.ts'
import { useHost } from '../../api/host-state.ts'
import { useSession } from '../../api/session.ts'
import { composing } from '../../ui/ImeInput.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { EmptyHint, Wait } from '../../ui/Wait.tsx'
import { useSettings } from '../../words/settings.ts'
import { usePerson } from '../../words/use-person.ts'
import { useWords } from '../../words/use-words.ts'

/** Choosing the account and unlocking its key. */
export function SignIn() {
  const { t } = useWords()
  const { language, setLanguage } = useSettings()
  const demoPassphrase = useHost((host) => host.state?.demoPassphrase ?? null)
  const signIn = useSession((state) => state.signIn)
  const ended = useSession((state) => state.ended)
  const accounts = useQuery(api.session.accounts.queryOptions())
  const overview = useQuery(api.overview.get.queryOptions())
  const [chosen, setChosen] = useState<string | null>(null)
  const [passphrase, setPassphrase] = useState(demoPassphrase ?? '')
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const before = accounts.data?.find((account) => account.staffId === ended)?.staffId
  const staffId = chosen ?? before ?? accounts.data?.[0]?.staffId ?? null
  const submit = async (): Promise<void> => {
    if (!staffId || busy) return
    setBusy(true)
    setProblem(null)
    try {
      await signIn(staffId, passphrase)
    } catch (error) {
      setProblem(error)
      setBusy(false)
    }
  }
  return (
    <main className="center-screen" data-testid="sign-in">
      <div className="stack sign-in">
        <header className="head-row">
          <div>
            <h1>{t('signIn.title')}{overview.data && <CenterName me={overview.data.me} />}</h1>
            <div className="quiet">{t('signIn.lead')}</div>
          </div>
          <span className="header-space" />
          <Button icon={<GlobalOutlined />} data-testid="language" onClick={() => setLanguage(language === 'en' ? 'zh-CN' : 'en')}>{language === 'en' ? '中文' : 'English'}</Button>
        </header>
        {ended !== null && <Alert type="info" showIcon data-testid="session-ended" title={t('signIn.ended')} description={t('signIn.endedHint')} />}
        <Wait query={accounts}>
          {(list) =>
            list.length === 0 ? (
              <EmptyHint text={t('signIn.none')} hint={t('signIn.noneHint')} />
            ) : (
              <div role="radiogroup" aria-label={t('signIn.accounts')} className="accounts">
                {list.map((account) => <AccountChoice key={account.staffId} account={account} chosen={account.staffId === staffId} onChoose={() => setChosen(account.staffId)} explain={demoPassphrase !== null} />)}
              </div>
            )
          }
        </Wait>
        <label className="stack-tight">
          <span>{t('signIn.passphrase')}</span>
          <Input.Password
            value={passphrase}
            prefix={<KeyOutlined aria-hidden />}
            autoComplete="current-password"
            maxLength={256}
            data-testid="signin-passphrase"
            onChange={(event) => setPassphrase(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !composing(event)) void submit()
            }}
          />
          {demoPassphrase !== null && <span className="quiet" data-testid="demo-passphrase">{t('signIn.demoPassphrase', { passphrase: demoPassphrase })}</span>}
        </label>
        {problem !== null && <ProblemAlert problem={problem} />}
        <Button type="primary" size="large" block loading={busy} disabled={!staffId} onClick={() => void submit()} data-testid="signin-submit">{t('signIn.submit')}</Button>
      </div>
    </main>
  )
}

function CenterName({ me }: { readonly me: { nameZh: string; nameEn: string; id: string } }) {
  const { name } = useWords()
  return <span> · {name(me)} <Tag>{me.id}</Tag></span>
}

interface ChoiceProps {
  readonly account: Account
  readonly chosen: boolean
  readonly onChoose: () => void
  /** Say what each role does (demonstration). */
  readonly explain: boolean
}

function AccountChoice({ account, chosen, onChoose, explain }: ChoiceProps) {
  const { t, term } = useWords()
  const { person } = usePerson()
  return (
    <button type="button" role="radio" aria-checked={chosen} className="account" onClick={onChoose} data-testid={`signin-account-${account.staffId}`}>
      <span className="row">
        <strong>{person(account)}</strong>
        <span className="mono quiet">{account.staffId}</span>
        {account.roles.filter((role) => !person(account).startsWith(term('role', role))).map((role) => <Tag key={role}>{term('role', role)}</Tag>)}
        {!account.onLedger && <span className="warn-text">▲ {t('signIn.notOnLedger')}</span>}
      </span>
      {explain && <span className="quiet">{account.roles.map((role) => term('roleHint', role)).join('; ')}</span>}
    </button>
  )
}

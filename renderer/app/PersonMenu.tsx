import { DownOutlined, UserOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Dropdown, type MenuProps } from 'antd'
import { api, host } from '../api/client.ts'
import { useHost } from '../api/host-state.ts'
import { useSession } from '../api/session.ts'
import { useAct } from '../ui/use-act.ts'
import { usePerson } from '../words/use-person.ts'
import { useWords } from '../words/use-words.ts'

/** Who is signed in; in the demonstration the other accounts are one click away, because their passphrase protects nothing. */
export function PersonMenu() {
  const { t, term } = useWords()
  const { session, signIn, signOut } = useSession()
  const passphrase = useHost((state) => state.state?.demoPassphrase ?? null)
  const demo = useHost((state) => state.state?.mode === 'demo')
  const accounts = useQuery({ ...api.session.accounts.queryOptions(), enabled: passphrase !== null })
  const act = useAct()
  const { person } = usePerson()
  if (!session) return null
  const rolesOf = (account: { readonly roles: readonly string[] }): string => account.roles.map((role) => term('role', role)).join(' · ')
  // A name that begins with the role says it already.
  const rolesBeside = (account: Parameters<typeof person>[0]): string => (person(account).startsWith(rolesOf(account)) ? '' : rolesOf(account))
  const roles = rolesOf(session)
  const others = passphrase === null ? [] : (accounts.data ?? []).filter((account) => account.staffId !== session.staffId)
  const items: MenuProps['items'] = [
    ...(others.length > 0
      ? [
          {
            key: 'switch',
            type: 'group' as const,
            label: t('app.header.switchPerson'),
            children: others.map((account) => ({
              key: `to:${account.staffId}`,
              label: (
                <span data-testid={`switch-to-${account.staffId}`}>
                  {person(account)} <span className="quiet">{rolesBeside(account)}</span> <span className="mono quiet">{account.staffId}</span>
                </span>
              ),
            })),
          },
          { type: 'divider' as const },
        ]
      : []),
    { key: 'out', label: <span data-testid="sign-out">{t('app.header.signOut')}</span> },
    ...(demo ? [{ key: 'leave', danger: true, label: <span data-testid="leave-demo">{t('app.header.leaveDemo')}</span> }] : []),
  ]
  const onClick = ({ key }: { key: string }): void => {
    if (key === 'out') void act(signOut)
    else if (key === 'leave') void act(async () => useHost.getState().set(await host.leaveDemo()))
    else if (passphrase !== null) void act(() => signIn(key.slice(3), passphrase))
  }
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick }}>
      <Button type="text" icon={<UserOutlined />} data-testid="person" aria-label={`${t('app.header.person')}: ${person(session)}, ${roles}`}>
        <span className="ellipsis person-name">{person(session)} <span className="quiet">{rolesBeside(session)}</span></span>
        <DownOutlined aria-hidden />
      </Button>
    </Dropdown>
  )
}

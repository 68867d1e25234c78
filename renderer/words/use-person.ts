import { useQuery } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { useHost } from '../api/host-state.ts'
import type { Account } from '../../shared/contract/session.ts'
import { demoPersonName } from './person.ts'
import { useWords } from './use-words.ts'

/** How people of this center are called on screen: by account, or by the staff id of one. */
export function usePerson(): { readonly person: (account: Pick<Account, 'staffId' | 'displayName' | 'roles'>) => string; readonly nameOf: (staffId: string) => string } {
  const { zh, term } = useWords()
  const demo = useHost((host) => host.state?.mode === 'demo')
  const accounts = useQuery(api.session.accounts.queryOptions())
  const person = (account: Pick<Account, 'staffId' | 'displayName' | 'roles'>): string => (demo && !zh ? demoPersonName(account, (code) => term('role', code)) : account.displayName)
  const nameOf = (staffId: string): string => {
    const account = accounts.data?.find((one) => one.staffId === staffId)
    return account ? person(account) : staffId
  }
  return { person, nameOf }
}

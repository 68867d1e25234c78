import type { Account } from '../../shared/contract/session.ts'

type Person = Pick<Account, 'staffId' | 'displayName' | 'roles'>

/**
 * The name of a person of the demonstration in English. Display names belong to each computer and are kept as they are;
 * those of the demonstration are functions in Chinese, so that the role and the number of the account say the same.
 */
export function demoPersonName({ staffId, displayName, roles }: Person, role: (code: string) => string): string {
  const [first] = roles
  if (first === undefined || !/\p{Script=Han}/u.test(displayName)) return displayName
  const number = /-0*(\d+)$/.exec(staffId)?.[1]
  return number === undefined ? role(first) : `${role(first)} ${number}`
}

import { toHex } from '../../../shared/kit/bytes.ts'
import type { Session as SessionOut } from '../../../shared/contract/session.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import { signedIn, type Guarded } from './context.ts'
import type { ApiDeps } from './deps.ts'
import { staffOf } from './ledger-facts.ts'
import type { Session, Sessions } from './sessions.ts'
import type { Topics } from './topics.ts'

/** session.*: the accounts of this desktop, and who has unlocked a signing key on this channel. */
export function sessionHandlers(os: Guarded, deps: ApiDeps, sessions: Sessions, topics: Topics) {
  const { network, signer } = deps
  const local = (staffId: string) => network.staff.find((account) => account.staffId === staffId)

  const describe = (session: Session): SessionOut => ({
    token: session.token,
    staffId: session.staffId,
    displayName: local(session.staffId)?.displayName ?? session.staffId,
    roles: [...(staffOf(deps, session.staffId)?.roles ?? local(session.staffId)?.roles ?? [])],
    memberId: network.me,
    idleUntil: session.idleUntil,
  })

  return {
    accounts: os.session.accounts.handler(() => {
      const keys = new Map(signer.staff().map((key) => [key.staffId, toHex(key.keyId)]))
      return network.staff.map((account) => {
        const known = staffOf(deps, account.staffId)
        return {
          staffId: account.staffId,
          displayName: account.displayName,
          roles: [...(known?.roles ?? account.roles)],
          onLedger: known?.status === 'ACTIVE' && known.keyId === keys.get(account.staffId),
        }
      })
    }),
    signIn: os.session.signIn.handler(async ({ input, context }) => {
      const before = context.channel.session
      const session = await sessions.open(input.staffId, input.passphrase).catch((error: unknown) => {
        deps.log('warn', 'session.refused', { staffId: input.staffId, channel: context.channel.label, code: error instanceof CodedError ? error.code : 'INTERNAL' })
        throw error
      })
      if (before) sessions.close(before)
      context.channel.session = session
      deps.log('info', 'session.opened', { staffId: session.staffId, channel: context.channel.label })
      topics.publish('session')
      return describe(session)
    }),
    resume: os.session.resume.handler(({ input, context }) => {
      // A page that asks whether its session still runs doesn't keep it alive; one that comes back after a reload does.
      const { session } = context.channel
      context.channel.session = session?.token === input.token ? session : sessions.take(input.token)
      return describe(context.channel.session)
    }),
    signOut: os.session.signOut.handler(({ context }) => {
      const session = signedIn(context)
      sessions.close(session)
      context.channel.session = null
      deps.log('info', 'session.closed', { staffId: session.staffId })
      topics.publish('session')
      return {}
    }),
  }
}

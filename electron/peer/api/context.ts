import { implement } from '@orpc/server'
import { peerContract } from '../../../shared/contract/index.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import type { ApiDeps } from './deps.ts'
import { toRefusal } from './errors.ts'
import type { Session, Sessions } from './sessions.ts'

/** One page's channel. A person who signs in does so on one channel. */
export interface Channel {
  session: Session | null
  /** Where the page comes from, for the log: `port`, `browser`. */
  readonly label: string
}
export interface ApiContext {
  readonly channel: Channel
}

/** Calls that screens repeat by themselves: they don't keep an idle session alive. */
const PASSIVE: ReadonlySet<string> = new Set([
  'session.accounts', 'session.resume', 'overview.get', 'outbox.list', 'events.watch', 'network.members', 'network.blocks', 'drafts.list',
])

/** The contract with the one guard around every procedure: session time on the way in, coded refusals on the way out. */
export function guarded(deps: ApiDeps, sessions: Sessions) {
  const os = implement(peerContract).$context<ApiContext>()
  return os.use(async ({ context, path, next }) => {
    const name = path.join('.')
    const { channel } = context
    channel.session = sessions.alive(channel.session, PASSIVE.has(name))
    try {
      return await next()
    } catch (error) {
      throw toRefusal(error, name, deps.log, deps.random)
    }
  })
}
export type Guarded = ReturnType<typeof guarded>

/** The signed-in person's session. Throws CodedError SESSION_NEEDED. */
export function signedIn(context: ApiContext): Session {
  const { session } = context.channel
  if (!session) throw new CodedError('SESSION_NEEDED')
  return session
}

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
  /** What the page has looked at, newest last: see `isActivity`. */
  readonly looked: Set<string>
}
export interface ApiContext {
  readonly channel: Channel
}

/** Calls that screens make by themselves, whenever something changed. */
const PASSIVE: ReadonlySet<string> = new Set([
  'session.accounts', 'session.resume', 'overview.get', 'outbox.list', 'events.watch', 'network.members', 'network.blocks', 'drafts.list', 'membership.myStanding', 'membership.joinRequests', 'membership.proposals',
])
/** Looking at one thing: done by a person the first time, repeated by the screen after every block. */
const LOOKING: ReadonlySet<string> = new Set([
  'institutions.search', 'institutions.get', 'drafts.get', 'ratings.compute', 'ratings.permissions', 'ratings.ofDraft', 'network.block', 'network.record',
])
const MAX_LOOKED = 200

/** Whether a call shows that somebody sits there: an unattended page refreshes itself and must not keep its session alive. */
function isActivity(name: string, input: unknown, { looked }: Channel): boolean {
  if (!LOOKING.has(name)) return !PASSIVE.has(name)
  const key = `${name} ${JSON.stringify(input)?.slice(0, 500)}`
  if (looked.has(key)) return false
  looked.add(key)
  for (const oldest of looked) {
    if (looked.size <= MAX_LOOKED) break
    looked.delete(oldest)
  }
  return true
}

/** The contract with the one guard around every procedure: session time on the way in, coded refusals on the way out. */
export function guarded(deps: ApiDeps, sessions: Sessions) {
  const os = implement(peerContract).$context<ApiContext>()
  return os.use(async ({ context, path, next }, input) => {
    const name = path.join('.')
    const { channel } = context
    channel.session = sessions.alive(channel.session, !isActivity(name, input, channel))
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

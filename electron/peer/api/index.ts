import type { Channel } from './context.ts'
import { guarded, type ApiContext } from './context.ts'
import type { ApiDeps } from './deps.ts'
import { draftHandlers } from './drafts/handlers.ts'
import { createDispatch, type Dispatch } from './drafts/publish.ts'
import { evidenceHandlers } from './evidence.ts'
import { eventHandlers } from './events.ts'
import { importHandlers } from './imports.ts'
import { institutionHandlers } from './institutions.ts'
import { membershipHandlers } from './membership/handlers.ts'
import { networkHandlers } from './network.ts'
import { outboxHandlers } from './outbox.ts'
import { overviewHandlers } from './overview.ts'
import { ratingHandlers } from './ratings/handlers.ts'
import { sessionHandlers } from './session.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { createTopics, type Topics } from './topics.ts'

export type { ApiContext } from './context.ts'
export type { ApiDeps, ApiNode, SeenMember } from './deps.ts'

/** How often idle sessions are looked for: a locked key shall not wait for the next call. */
const SWEEP_MS = 15_000

/** The peer contract answered over these parts. */
export function createPeerRouter(deps: ApiDeps, sessions: Sessions, dispatch: Dispatch, topics: Topics) {
  const os = guarded(deps, sessions)
  return os.router({
    session: sessionHandlers(os, deps, sessions, topics),
    overview: overviewHandlers(os, deps),
    institutions: institutionHandlers(os, deps),
    drafts: draftHandlers(os, deps, dispatch, topics),
    imports: importHandlers(os, deps, topics),
    ratings: ratingHandlers(os, deps, topics),
    outbox: outboxHandlers(os, deps),
    network: networkHandlers(os, deps),
    membership: membershipHandlers(os, deps),
    evidence: evidenceHandlers(os, deps),
    events: eventHandlers(os, topics),
  })
}
export type PeerRouter = ReturnType<typeof createPeerRouter>

export interface PeerApi {
  readonly router: PeerRouter
  /** Context of one page's channel; `label` says where it comes from, for the log. */
  context(label: string): ApiContext
  /** Locks all keys, ends all event streams and timers. The peer itself is stopped by whoever started it. */
  close(): void
}

/**
 * Starts the API of a running peer: follows its changes for the pages, offers again what its pool had no room for, ends
 * idle sessions.
 */
export function startPeerApi(deps: ApiDeps): PeerApi {
  const sessions = createSessions(deps.signer, deps.clock, deps.random)
  const topics = createTopics()
  const dispatch = createDispatch(deps)
  const unwatch = deps.node.onChange((changed) => {
    if (changed.includes('chain')) dispatch.retry()
    topics.publish(...changed)
  })
  const sweeper = setInterval(() => {
    if (sessions.sweep() > 0) topics.publish('session')
  }, SWEEP_MS)
  sweeper.unref()
  return {
    router: createPeerRouter(deps, sessions, dispatch, topics),
    context: (label) => ({ channel: { session: null, label, looked: new Set() } satisfies Channel }),
    close() {
      clearInterval(sweeper)
      unwatch()
      topics.close()
      sessions.closeAll()
    },
  }
}

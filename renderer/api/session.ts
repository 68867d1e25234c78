import { create } from 'zustand'
import type { Session } from '../../shared/contract/session.ts'
import { api, peer } from './client.ts'
import { toProblem } from './problems.ts'
import { queryClient } from './query-client.ts'

const KEY = 'zxl.sessions'
const PEOPLE = 'zxl.people'

/** What this tab remembers by scope (a member of the demonstration, or `self`). */
const remembered = (key: string) => {
  const read = (): Record<string, string> => {
    try {
      return JSON.parse(sessionStorage.getItem(key) ?? '{}') as Record<string, string>
    } catch {
      return {}
    }
  }
  return {
    get: (scope: string): string | null => read()[scope] ?? null,
    put: (scope: string, value: string | null): void => {
      const { [scope]: _, ...rest } = read()
      sessionStorage.setItem(key, JSON.stringify(value ? { ...rest, [scope]: value } : rest))
    },
  }
}

/** Session tokens: looking elsewhere signs nobody out. */
const tokens = remembered(KEY)
/** Who was signed in, to be offered again where a session ended by itself. */
const people = remembered(PEOPLE)

interface SessionState {
  /** undefined: not yet known for this channel. null: nobody is signed in. */
  readonly session: Session | null | undefined
  readonly scope: string
  /** Whose session ended without being asked to: by being idle, or because the peer started anew. */
  readonly ended: string | null
  readonly signIn: (staffId: string, passphrase: string) => Promise<void>
  readonly signOut: () => Promise<void>
  /** Takes up the session of this scope after a reload or a reopened channel; null where there is none. */
  readonly resume: (scope: string) => Promise<void>
  /** Asks whether the session still stands (it ends when idle). */
  readonly check: () => Promise<void>
  readonly forget: () => void
}

export const useSession = create<SessionState>((set, get) => {
  // While one is under way, the end of the former session is no news.
  let signingIn = 0
  const become = (session: Session | null): void => {
    set({ session })
    void queryClient.invalidateQueries({ queryKey: api.key() })
  }
  return {
    session: undefined,
    scope: 'self',
    ended: null,
    async signIn(staffId, passphrase) {
      signingIn += 1
      try {
        const session = await peer.session.signIn({ staffId, passphrase })
        tokens.put(get().scope, session.token)
        people.put(get().scope, session.staffId)
        set({ ended: null })
        become(session)
      } finally {
        signingIn -= 1
      }
    },
    async signOut() {
      tokens.put(get().scope, null)
      set({ ended: null })
      try {
        await peer.session.signOut()
      } finally {
        become(null)
      }
    },
    async resume(scope) {
      if (get().scope !== scope) set({ scope, ended: null })
      const token = tokens.get(scope)
      if (!token) return set({ session: null })
      try {
        set({ session: await peer.session.resume({ token }) })
      } catch (error) {
        // The channel went before the answer came: its next opening asks again.
        if (toProblem(error).code.startsWith('UI_')) return
        tokens.put(scope, null)
        set({ session: null, ended: people.get(scope) })
      }
    },
    async check() {
      const old = get().session
      if (!old || signingIn > 0) return
      try {
        const session = await peer.session.resume({ token: old.token })
        if (get().session === old) set({ session })
      } catch (error) {
        if (toProblem(error).code.startsWith('UI_') || signingIn > 0 || get().session !== old) return
        tokens.put(get().scope, null)
        set({ ended: old.staffId })
        become(null)
      }
    },
    forget: () => set({ session: undefined }),
  }
})

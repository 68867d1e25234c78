import { create } from 'zustand'
import type { Session } from '../../shared/contract/session.ts'
import { api, peer } from './client.ts'
import { toProblem } from './problems.ts'
import { queryClient } from './query-client.ts'

const KEY = 'zxl.sessions'

/** Session tokens of this tab, by scope (a member of the demonstration, or `self`): looking elsewhere signs nobody out. */
const tokens = {
  read: (): Record<string, string> => {
    try {
      return JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Record<string, string>
    } catch {
      return {}
    }
  },
  put: (scope: string, token: string | null): void => {
    const { [scope]: _, ...rest } = tokens.read()
    sessionStorage.setItem(KEY, JSON.stringify(token ? { ...rest, [scope]: token } : rest))
  },
}

interface SessionState {
  /** undefined: not yet known for this channel. null: nobody is signed in. */
  readonly session: Session | null | undefined
  readonly scope: string
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
    async signIn(staffId, passphrase) {
      signingIn += 1
      try {
        const session = await peer.session.signIn({ staffId, passphrase })
        tokens.put(get().scope, session.token)
        become(session)
      } finally {
        signingIn -= 1
      }
    },
    async signOut() {
      tokens.put(get().scope, null)
      try {
        await peer.session.signOut()
      } finally {
        become(null)
      }
    },
    async resume(scope) {
      set({ scope })
      const token = tokens.read()[scope]
      if (!token) return set({ session: null })
      try {
        set({ session: await peer.session.resume({ token }) })
      } catch {
        tokens.put(scope, null)
        set({ session: null })
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
        become(null)
      }
    },
    forget: () => set({ session: undefined }),
  }
})

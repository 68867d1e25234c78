import { toHex } from '../../../shared/kit/bytes.ts'
import type { Clock, Random } from '../../../shared/kit/env.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import type { Signer, Unlocked } from '../signer/types.ts'

/** A session without calls ends after this long, and its key is locked. */
export const IDLE_MS = 15 * 60_000
/** Sessions open at once on one desktop: several windows and browser tabs, not an unbounded list. */
export const MAX_SESSIONS = 32

/** A staff member signed in: the token is the page's, `unlocked` is the signer's and never leaves the process. */
export interface Session {
  readonly token: string
  readonly staffId: string
  readonly unlocked: Unlocked
  /** Device key id of the unlocked key, lower-case hex. */
  readonly keyId: string
  idleUntil: number
}

/** The open sessions of this desktop. */
export interface Sessions {
  /** Unlocks the account's key. Throws what `Signer.unlock` throws. */
  open(staffId: string, passphrase: string): Promise<Session>
  /** The session of a token, if it still runs. Throws SESSION_ENDED. */
  take(token: string): Session
  /** The same session while it runs, its time renewed unless `passive`; null after its end. */
  alive(session: Session | null, passive: boolean): Session | null
  close(session: Session): void
  /** Ends what is idle for too long; returns how many ended. */
  sweep(): number
  closeAll(): void
}

export function createSessions(signer: Signer, clock: Clock, random: Random): Sessions {
  const open = new Map<string, Session>()
  const end = (session: Session): void => {
    if (open.delete(session.token)) signer.lock(session.unlocked)
  }
  const running = (session: Session): boolean => {
    if (open.get(session.token) !== session) return false
    if (clock.now() < session.idleUntil && signer.isUnlocked(session.unlocked)) return true
    end(session)
    return false
  }
  return {
    async open(staffId, passphrase) {
      for (const session of open.values()) running(session)
      const unlocked = await signer.unlock(staffId, passphrase)
      const session: Session = {
        token: toHex(random.bytes(32)),
        staffId,
        unlocked,
        keyId: toHex(signer.who(unlocked).keyId),
        idleUntil: clock.now() + IDLE_MS,
      }
      // Pages that were closed without signing out: the one unused for longest makes room.
      while (open.size >= MAX_SESSIONS) end([...open.values()].reduce((a, b) => (a.idleUntil <= b.idleUntil ? a : b)))
      open.set(session.token, session)
      return session
    },
    take(token) {
      const session = open.get(token)
      if (!session || !running(session)) throw new CodedError('SESSION_ENDED')
      session.idleUntil = clock.now() + IDLE_MS
      return session
    },
    alive(session, passive) {
      if (!session || !running(session)) return null
      if (!passive) session.idleUntil = clock.now() + IDLE_MS
      return session
    },
    close: end,
    sweep() {
      let ended = 0
      for (const session of open.values()) if (!running(session)) ended += 1
      return ended
    },
    closeAll() {
      for (const session of open.values()) end(session)
    },
  }
}

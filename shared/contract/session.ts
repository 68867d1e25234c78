import { z } from 'zod'
import { base, memberId, ms } from './base.ts'

export const account = z.object({
  staffId: z.string(),
  displayName: z.string(),
  roles: z.array(z.string()),
  /** The ledger knows the key of this account (its grant is final) . */
  onLedger: z.boolean(),
})
export type Account = z.infer<typeof account>

export const session = z.object({
  token: z.string(),
  staffId: z.string(),
  displayName: z.string(),
  roles: z.array(z.string()),
  memberId,
  /** The session ends by itself when idle until then. */
  idleUntil: ms,
})
export type Session = z.infer<typeof session>

/** Staff choose their account and unlock its signing key; a session belongs to one channel. */
export const sessionContract = {
  accounts: base.output(z.array(account)),
  signIn: base.input(z.object({ staffId: z.string().max(40), passphrase: z.string().max(256) })).output(session),
  /** Takes up a session after a reload of the page. */
  resume: base.input(z.object({ token: z.string().max(128) })).output(session),
  signOut: base.output(z.object({})),
}

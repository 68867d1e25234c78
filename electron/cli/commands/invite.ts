import { existsSync, writeFileSync } from 'node:fs'
import type { MyStanding } from '../../../shared/contract/membership.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import { readPassphrase, YES, type Cli, type Exit } from '../context.ts'
import { withPeer } from '../with-peer.ts'

export interface InviteArguments {
  readonly data: string
  readonly for?: string
  readonly role: NonNullable<MyStanding['joining']>['role']
  readonly days: number
  readonly as: string
  readonly passphraseFile?: string
  readonly rootPassphraseFile?: string
  readonly out: string
  readonly json?: boolean
}

/** Writes an invitation, signed by the person (or by the member's root key). Throws CodedError of signing in and INVITE_*. */
export async function invite(cli: Cli, options: InviteArguments): Promise<Exit> {
  const passphrase = await readPassphrase(options.passphraseFile)
  const root = options.rootPassphraseFile === undefined ? {} : { rootPassphrase: await readPassphrase(options.rootPassphraseFile) }
  if (existsSync(options.out)) throw new CodedError('CLI_FOLDER_EXISTS', { folder: options.out })
  const made = await withPeer(options.data, async (client) => {
    await client.session.signIn({ staffId: options.as, passphrase })
    return client.membership.createInvitation({ role: options.role, invitee: options.for ?? null, days: options.days, ...root })
  })
  writeFileSync(options.out, made.text, { flag: 'wx' })
  const expires = new Date(made.expiresAt).toISOString()
  if (options.json) cli.json({ file: options.out, fingerprint: made.fingerprint, expiresAt: expires })
  else cli.say(cli.words.invite.done, { file: options.out, fingerprint: made.fingerprint, expires })
  return YES
}

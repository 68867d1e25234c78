import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { InvitationPreview } from '../../../shared/contract/host.ts'
import { centerOf } from '../../../shared/credit/member/centers.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import { acceptInto, previewInvitation } from '../../peer/host/joining.ts'
import { NO, readInput, readPassphrase, YES, type Cli, type Exit } from '../context.ts'

export interface JoinArguments {
  readonly folder?: string
  readonly fingerprint?: string
  readonly member?: string
  readonly address?: string
  readonly passphraseFile?: string
  readonly recoveryFile?: string
  readonly json?: boolean
}

/**
 * Tells what an invitation says (exit 0), or makes a data folder of it: then the fingerprint that the inviter read out must
 * be given, and agree (exit 1 where it doesn't). Throws CodedError INVITATION_*, CLI_JOIN_ARGUMENTS and those of writing.
 */
export async function join(cli: Cli, file: string, options: JoinArguments): Promise<Exit> {
  const text = Buffer.from(await readInput(file)).toString('utf8')
  const now = Date.now()
  const preview = previewInvitation(text, now)
  if (options.folder === undefined) {
    if (options.json) cli.json(preview)
    else tell(cli, preview)
    return YES
  }
  const { address, fingerprint, recoveryFile } = options
  const code = options.member ?? preview.invitee?.code
  if (address === undefined || fingerprint === undefined || recoveryFile === undefined || code === undefined) throw new CodedError('CLI_JOIN_ARGUMENTS')
  const plain = (given: string): string => given.replaceAll(/\s/g, '').toLowerCase()
  if (plain(fingerprint) !== plain(preview.fingerprint)) {
    cli.say(cli.words.join.otherFingerprint, { fingerprint: preview.fingerprint })
    return NO
  }
  const member = preview.invitee?.code === code ? preview.invitee : centerOf(code)
  if (!member) throw new CodedError('FOUND_MEMBER_UNKNOWN', { id: code })
  if (existsSync(recoveryFile)) throw new CodedError('CLI_FOLDER_EXISTS', { folder: recoveryFile })
  const passphrase = await readPassphrase(options.passphraseFile)
  const { nameZh, nameEn, regionCode } = member
  const made = await acceptInto(() => path.resolve(options.folder!), { text, member: { code, nameZh, nameEn, regionCode }, address, staffPassphrase: passphrase, recoveryPassphrase: passphrase }, { osWrap: null, now })
  writeFileSync(recoveryFile, made.recovery.text, { flag: 'wx', mode: 0o600 })
  if (options.json) cli.json({ member: code, folder: made.folder, fingerprint: made.fingerprint, recoveryFile })
  else {
    cli.say(cli.words.join.done, { member: code, folder: made.folder, fingerprint: made.fingerprint })
    cli.note(cli.words.join.keep)
  }
  return YES
}

function tell(cli: Cli, { network, genesis, fingerprint, role, invitee, inviter, keyFingerprint, issuedAt, expiresAt, checkpoint }: InvitationPreview): void {
  const words = cli.words.join
  const nameOf = ({ code, nameZh, nameEn }: InvitationPreview['inviter']): string => `${code} ${cli.lang === 'en' ? nameEn : nameZh}`
  cli.say(words.network, { network, genesis })
  cli.say(words.inviter, { inviter: nameOf(inviter), key: keyFingerprint })
  cli.say(words.invitee, { invitee: invitee ? nameOf(invitee) : '—', role: words.roles[role] })
  cli.say(words.until, { issued: new Date(issuedAt).toISOString(), expires: new Date(expiresAt).toISOString() })
  cli.say(words.checkpoint, { height: checkpoint?.height ?? 0 })
  cli.say(words.fingerprint, { fingerprint })
}

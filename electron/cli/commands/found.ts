import { existsSync } from 'node:fs'
import path from 'node:path'
import { CodedError } from '../../../shared/kit/result.ts'
import { toHex } from '../../../shared/kit/bytes.ts'
import { DEMO_PASSPHRASE, OPERATOR } from '../../peer/demo/members.ts'
import { writeFolder } from '../../peer/folder/write.ts'
import { foundMembers, foundWith, type MemberPlan } from '../../peer/host/founding.ts'
import { readPassphrase, YES, type Cli, type Exit } from '../context.ts'

export interface FoundArguments {
  readonly net: string
  readonly members: string
  readonly basePort: number
  readonly demo?: boolean
  readonly passphraseFile?: string
  readonly json?: boolean
}

/** `BJ,SH=10.0.0.5:4101,…` as plans; the operator's tier follows from its code, all others are founding (council) centers. */
export function planMembers(text: string, basePort: number): readonly MemberPlan[] {
  const items = text.split(',').map((item) => item.trim()).filter(Boolean)
  if (items.length < 4 || items.length > 100) throw new CodedError('FOUND_COUNT')
  return items.map((item, index) => {
    const [id = '', address] = item.split('=', 2)
    return { id, tier: id === OPERATOR.id ? 'OPERATOR' : 'COUNCIL', address: address ?? `127.0.0.1:${basePort + index}` }
  })
}

/** Makes a genesis and one data folder a member. Throws CodedError FOUND_*, CLI_FOLDER_EXISTS, CLI_PASSPHRASE and of writing. */
export async function found(cli: Cli, folder: string, options: FoundArguments): Promise<Exit> {
  const root = path.resolve(folder)
  const plans = planMembers(options.members, options.basePort)
  const passphrase = options.demo && !options.passphraseFile ? DEMO_PASSPHRASE : await readPassphrase(options.passphraseFile)
  if (existsSync(root)) throw new CodedError('CLI_FOLDER_EXISTS', { folder: root })
  const members = foundMembers(plans)
  const founded = foundWith(options.net, members, options.demo === true)
  const made: { id: string; address: string; folder: string; staff: string[] }[] = []
  for (const bundle of founded.bundles) {
    const { me } = bundle.network
    const target = path.join(root, me)
    await writeFolder(target, bundle, { passphrase, osWrap: null })
    const member = members.find((one) => one.id === me)
    made.push({ id: me, address: member?.address ?? '', folder: target, staff: bundle.network.staff.map((account) => account.staffId) })
  }
  const genesis = toHex(founded.genesisHash)
  if (options.json) cli.json({ net: options.net, genesis, demo: options.demo === true, members: made })
  else {
    cli.say(cli.words.found.done, { net: options.net, genesis })
    for (const member of made) cli.say(cli.words.found.member, { id: member.id, address: member.address, folder: member.folder })
    cli.note(cli.words.found.keep)
  }
  return YES
}

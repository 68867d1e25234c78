import { randomBytes } from 'node:crypto'
import path from 'node:path'
import type { Accepted, AcceptInput, InvitationPreview } from '../../../shared/contract/host.ts'
import { centerOf } from '../../../shared/credit/member/centers.ts'
import { creditParams } from '../../../shared/credit/member/params.ts'
import { toHex } from '../../../shared/kit/bytes.ts'
import { CodedError, unwrap } from '../../../shared/kit/result.ts'
import { JOIN_REQUEST_SUFFIX, keyId, openInvitation, publicKeyOf, requestFingerprint, type OpenInvitation } from '../../../shared/ledger/index.ts'
import { candidate, requestOf } from '../folder/candidate.ts'
import { exportMemberPackage, fingerprintOf, importMemberPackage } from '../folder/package.ts'
import { readNetwork } from '../folder/network-file.ts'
import { folderPaths } from '../folder/paths.ts'
import type { FoundStaff } from '../folder/types.ts'
import { writeFolder } from '../folder/write.ts'
import { readKeyFile } from '../signer/key-file.ts'
import { keyPaths } from '../signer/paths.ts'
import type { OsWrap } from '../signer/types.ts'
import type { ScryptCost } from '../signer/wrap.ts'
import { ADDRESS, networkFolder } from './founding.ts'
import { firstStaff, readingStaff } from './staff.ts'

/** Ending of a recovery file: a member package for the same member's next computer. */
const RECOVERY_SUFFIX = '.zxlrecovery'

/** What an invitation says, verified by itself. Throws INVITATION_* and those of the genesis. */
export function previewInvitation(text: string, now: number): InvitationPreview {
  const { ticket, contents, genesis, checkpoint } = unwrap(openInvitation(text, now))
  const named = (id: string): InvitationPreview['inviter'] => {
    const known = contents.members.find((member) => member.id === id) ?? centerOf(id)
    return { code: id, nameZh: known?.nameZh ?? id, nameEn: known?.nameEn ?? id, regionCode: known?.regionCode ?? '' }
  }
  return {
    network: genesis.genesis.net,
    genesis: toHex(genesis.hash),
    fingerprint: fingerprintOf(genesis.hash),
    demo: creditParams(genesis.genesis.params).demo,
    role: ticket.role,
    invitee: ticket.invitee === null ? null : named(ticket.invitee),
    inviter: named(ticket.inviter),
    keyFingerprint: fingerprintOf(keyId(ticket.key)),
    issuedAt: ticket.issuedAt,
    expiresAt: ticket.expiresAt,
    checkpoint: checkpoint && { height: checkpoint.header.height, time: checkpoint.header.time },
    members: contents.members.map(({ id, nameZh, nameEn, tier }) => ({ id, nameZh, nameEn, tier })),
  }
}

export interface AcceptOptions {
  readonly osWrap: OsWrap | null
  readonly now: number
  readonly cost?: ScryptCost
}

/**
 * First accounts of a candidate. A known member that comes with new keys gets fresh ids: its people's old ones are in use on
 * the ledger until the new root key revokes them.
 */
function staffOf({ ticket, contents }: OpenInvitation, code: string): readonly FoundStaff[] {
  const mark = toHex(ticket.token).slice(0, 4).toUpperCase()
  if (ticket.role !== 'member') return readingStaff(code, mark)
  const staff = firstStaff(code, 'MEMBER')
  return contents.members.some(({ id }) => id === code) ? staff.map((one) => ({ ...one, staffId: `${one.staffId}-${mark}` })) : staff
}

/**
 * Makes a candidate's data folder at `folder` (absolute). Throws INVITATION_*, JOIN_REQUEST_INVITATION, FOUND_ADDRESS,
 * SIGNER_WEAK_PASSPHRASE and those of writing.
 */
export async function acceptInto(folder: (invitation: OpenInvitation, me: string) => string, input: AcceptInput, { osWrap, now, cost }: AcceptOptions): Promise<Accepted & { readonly folder: string }> {
  const invitation = unwrap(openInvitation(input.text, now))
  const { code, nameZh, nameEn, regionCode } = input.member
  const port = Number(ADDRESS.exec(input.address)?.[1] ?? 0)
  if (port < 1 || port > 65_535) throw new CodedError('FOUND_ADDRESS', { id: code, address: input.address })
  const made = candidate(invitation, {
    member: { id: code, nameZh, nameEn, regionCode },
    address: input.address,
    listen: input.address,
    staff: staffOf(invitation, code),
    now,
    random: (length) => new Uint8Array(randomBytes(length)),
  })
  const recovery = await exportMemberPackage(made.bundle, input.recoveryPassphrase, now, cost, { join: made.join })
  const target = folder(invitation, code)
  await writeFolder(target, made.bundle, { passphrase: input.staffPassphrase, osWrap, join: made.join, ...(cost ? { cost } : {}) })
  return {
    folder: target,
    request: { fileName: `${code}${JOIN_REQUEST_SUFFIX}`, text: made.join.request },
    fingerprint: requestFingerprint(requestOf(made.join)),
    recovery: { fileName: `${code}${RECOVERY_SUFFIX}`, text: recovery },
  }
}

/** The same below the user data folder; `folder` is relative to it. */
export async function acceptInvitation(userData: string, input: AcceptInput, options: AcceptOptions): Promise<Accepted & { readonly folder: string }> {
  let relative = ''
  const made = await acceptInto((invitation, me) => path.join(userData, (relative = networkFolder(invitation.genesis.hash, me))), input, options)
  return { ...made, folder: relative }
}

/** Opens a recovery file and compares it with the keys of a data folder. Throws PACKAGE_*, RECOVERY_OTHER, FOLDER_*. */
export async function checkRecovery(folder: string, text: string, passphrase: string): Promise<void> {
  const { network, seeds } = await importMemberPackage(text, passphrase)
  const paths = folderPaths(path.resolve(folder))
  const own = readNetwork(paths.network)
  const files = keyPaths(paths.keys)
  const same = (file: string, role: 'vote' | 'id' | 'peer', seed: Uint8Array): boolean => readKeyFile(file, role, role).publicKey === toHex(publicKeyOf(seed))
  const fits = own.genesisHash === network.genesisHash && own.me === network.me && same(files.vote, 'vote', seeds.vote) && same(files.id, 'id', seeds.id) && same(files.peer, 'peer', seeds.peer)
  for (const seed of [seeds.vote, seeds.id, seeds.peer, ...seeds.staff.map((one) => one.seed)]) seed.fill(0)
  if (!fits) throw new CodedError('RECOVERY_OTHER', { member: network.me })
}

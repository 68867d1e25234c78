import { randomBytes } from 'node:crypto'
import path from 'node:path'
import type { FoundInput, PackagePreview } from '../../../shared/contract/host.ts'
import { centerOf } from '../../../shared/credit/member/centers.ts'
import { DEFAULT_METHODOLOGY } from '../../../shared/credit/methodology/registry.ts'
import { fromHex, toHex } from '../../../shared/kit/bytes.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import { OPERATOR } from '../demo/members.ts'
import { found } from '../folder/found.ts'
import { exportMemberPackage, importMemberPackage, previewMemberPackage } from '../folder/package.ts'
import type { Founded, FoundMember } from '../folder/types.ts'
import { writeFolder } from '../folder/write.ts'
import type { OsWrap } from '../signer/types.ts'
import { firstStaff } from './staff.ts'

export interface JoinInput {
  readonly text: string
  readonly packagePassphrase: string
  readonly staffPassphrase: string
}

/** One member as people name it when they found a network. */
export interface MemberPlan {
  readonly id: string
  readonly tier: string
  /** `host:port` or empty. */
  readonly address: string
}

/** `host:port`. */
export const ADDRESS = /^(?:[A-Za-z0-9.-]{1,80}|\[[0-9a-fA-F:]{2,45}\]):(\d{1,5})$/

/** Names, region and first staff of planned members. Throws FOUND_MEMBER_UNKNOWN {id}, FOUND_MEMBER_TWICE {id}, FOUND_ADDRESS {id, address}. */
export function foundMembers(plans: readonly MemberPlan[]): readonly FoundMember[] {
  const seen = new Set<string>()
  return plans.map(({ id, tier, address }) => {
    if (seen.has(id)) throw new CodedError('FOUND_MEMBER_TWICE', { id })
    seen.add(id)
    const known = id === OPERATOR.id ? OPERATOR : centerOf(id)
    if (!known) throw new CodedError('FOUND_MEMBER_UNKNOWN', { id })
    const port = Number(ADDRESS.exec(address)?.[1] ?? 0)
    if (address !== '' && (port < 1 || port > 65_535)) throw new CodedError('FOUND_ADDRESS', { id, address })
    return { id, tier, nameZh: known.nameZh, nameEn: known.nameEn, regionCode: known.regionCode, address, staff: firstStaff(id, tier) }
  })
}

/** Makes keys, genesis and first grants of a network. Nothing is written; `demo` marks it for ever. */
export function foundWith(net: string, members: readonly FoundMember[], demo: boolean, time = Date.now()): Founded {
  const { id, version, hash } = DEFAULT_METHODOLOGY
  const methodology = { id, version, hash: fromHex(hash) }
  return found({ net, time, members, methodology, demo, random: (length) => new Uint8Array(randomBytes(length)) })
}

/** Where the data of a network lies, relative to the user data folder. */
export const networkFolder = (genesisHash: Uint8Array, me: string): string => path.join('networks', `${toHex(genesisHash).slice(0, 12)}-${me}`)

/**
 * Founds a network from the welcome screen: writes this member's data folder and gives the sealed packages of all others.
 * Throws CodedError as foundMembers does, FOUND_ME {id} where the own member isn't among them, and FOLDER_* on writing.
 */
export async function foundNetwork(
  userData: string,
  input: FoundInput,
  osWrap: OsWrap | null,
): Promise<{ folder: string; packages: { id: string; fileName: string; text: string }[] }> {
  const members = foundMembers(input.members)
  if (!members.some((member) => member.id === input.me)) throw new CodedError('FOUND_ME', { id: input.me })
  const time = Date.now()
  const founded = foundWith(input.name, members, false, time)
  const packages: { id: string; fileName: string; text: string }[] = []
  let folder = ''
  for (const bundle of founded.bundles) {
    const { me } = bundle.network
    if (me === input.me) {
      folder = networkFolder(founded.genesisHash, me)
      await writeFolder(path.join(userData, folder), bundle, { passphrase: input.staffPassphrase, osWrap })
    } else packages.push({ id: me, fileName: `${me}.zxlmember`, text: await exportMemberPackage(bundle, input.packagePassphrase, time) })
  }
  return { folder, packages }
}

/** What a member package says of itself, before any passphrase. Throws CodedError of the package. */
export async function previewPackage(text: string): Promise<PackagePreview> {
  const { network, genesisHash, createdAt, fingerprint } = previewMemberPackage(text)
  const me = network.members.find((member) => member.id === network.me)
  return {
    network: network.net,
    genesis: toHex(genesisHash),
    createdAt,
    fingerprint,
    me: { code: network.me, nameZh: me?.nameZh ?? '', nameEn: me?.nameEn ?? '', regionCode: me?.regionCode ?? '', tier: me?.tier ?? '' },
    members: network.members.map(({ id, nameZh, tier }) => ({ id, nameZh, tier })),
  }
}

/** Writes the data folder of a member from its package or recovery file. Returns the folder, relative to the user data folder. */
export async function joinNetwork(userData: string, input: JoinInput, osWrap: OsWrap | null): Promise<string> {
  const { recovery } = previewMemberPackage(input.text)
  const bundle = await importMemberPackage(input.text, input.packagePassphrase)
  const folder = networkFolder(fromHex(bundle.network.genesisHash), bundle.network.me)
  const join = recovery?.join
  await writeFolder(path.join(userData, folder), bundle, { passphrase: input.staffPassphrase, osWrap, recovered: recovery !== null, ...(join ? { join } : {}) })
  return folder
}

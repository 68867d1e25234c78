import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { fromHex, toHex } from '../../../shared/kit/bytes.ts'
import { CodedError, unwrap } from '../../../shared/kit/result.ts'
import { INVITED_TIER } from '../../../shared/credit/authority/tiers.ts'
import { creditParams } from '../../../shared/credit/member/params.ts'
import {
  applicationPreimage, checkJoinRequest, formatJoinRequest, MAX_JOIN_REQUEST_TEXT, parseJoinRequest, publicKeyOf, sign,
  type Hash, type JoinApplication, type JoinRequest, type OpenInvitation
} from '../../../shared/ledger/index.ts'
import { writeFileAtomic } from './files.ts'
import { makeSeeds, staffGrants } from './found.ts'
import type { FoundStaff, MemberBundle, NetworkFile, NetworkMember } from './types.ts'

/** What a candidate decides beside its invitation. */
export interface CandidatePlan {
  readonly member: Omit<NetworkMember, 'tier' | 'address'>
  /** `host:port` at which its seat will listen and can be reached. */
  readonly address: string
  readonly listen: string
  readonly staff: readonly FoundStaff[]
  /** Clock of this computer, ms. */
  readonly now: number
  readonly random: (length: number) => Uint8Array
}

/** join.json: how a folder that was made from an invitation began. Nothing in it is secret. */
export interface JoinFile {
  readonly v: 1
  /** The request to join, as it is shown to members. */
  readonly request: string
  /** The block from which nobody may lead this folder away; null where the network had none yet. */
  readonly checkpoint: { readonly height: number; readonly blockId: Hash } | null
  /** Transport identities of the members by the inviter's word, until the state says it itself. */
  readonly introduced: readonly { readonly id: string; readonly peers: readonly string[] }[]
}

export interface Candidate {
  readonly bundle: MemberBundle
  readonly join: JoinFile
}

/**
 * Makes the keys of a candidate here, the grants of its first staff (in force once its root key is admitted), and the
 * request that all keys sign. Nothing is written. Throws JOIN_REQUEST_INVITATION and the like where the plan doesn't fit
 * the invitation; INVITATION_* where it is no longer valid.
 */
export function candidate(invitation: OpenInvitation, plan: CandidatePlan): Candidate {
  const { ticket, signature, contents, genesis, checkpoint } = invitation
  const isDesktop = ticket.role === 'desktop'
  const known = contents.members.find(({ id }) => id === plan.member.id)
  // A member that lost its keys keeps its tier; a desktop has that of its member.
  const me: NetworkMember = { ...plan.member, address: plan.address, tier: known?.tier ?? INVITED_TIER[ticket.role] ?? '' }
  const seeds = makeSeeds({ ...me, staff: plan.staff }, plan.random)
  const application: JoinApplication = {
    member: me.id,
    nameZh: me.nameZh,
    nameEn: me.nameEn,
    regionCode: me.regionCode,
    address: plan.address,
    at: plan.now,
    idKey: isDesktop ? null : publicKeyOf(seeds.id),
    voteKey: isDesktop ? null : publicKeyOf(seeds.vote),
    peerKey: publicKeyOf(seeds.peer),
  }
  const message = applicationPreimage(ticket, application)
  const possession = { id: isDesktop ? null : sign(seeds.id, message), vote: isDesktop ? null : sign(seeds.vote, message), peer: sign(seeds.peer, message) }
  const request: JoinRequest = { ticket, signature, application, possession }
  unwrap(checkJoinRequest(request, plan.now))
  const network: NetworkFile = {
    v: 1,
    net: genesis.genesis.net,
    genesisHash: toHex(genesis.hash),
    me: me.id,
    listen: plan.listen,
    members: [...contents.members.filter(({ id }) => id !== me.id).map(withoutPeers), isDesktop && known ? withoutPeers(known) : me],
    staff: plan.staff.map(({ staffId, displayName, roles }) => ({ staffId, displayName, roles: [...roles] })),
    demo: creditParams(genesis.genesis.params).demo,
    createdAt: plan.now,
  }
  return {
    bundle: { network, genesis: genesis.bytes, seeds, grants: isDesktop ? [] : staffGrants({ ...me, staff: plan.staff }, seeds, plan.now, genesis.hash) },
    join: {
      v: 1,
      request: formatJoinRequest(request),
      checkpoint: checkpoint && { height: checkpoint.header.height, blockId: checkpoint.blockId },
      introduced: contents.members.map(({ id, peers }) => ({ id, peers })),
    },
  }
}

const withoutPeers = ({ id, nameZh, nameEn, tier, regionCode, address }: OpenInvitation['contents']['members'][number]): NetworkMember => ({ id, nameZh, nameEn, tier, regionCode, address })

export const joinSchema = z.strictObject({
  v: z.literal(1),
  request: z.string().max(MAX_JOIN_REQUEST_TEXT),
  checkpoint: z.strictObject({ height: z.int().min(1), blockId: z.string().regex(/^[0-9a-f]{64}$/) }).nullable(),
  introduced: z.array(z.strictObject({ id: z.string().max(16), peers: z.array(z.string().max(128)).max(32) })).max(400),
})
type JoinJson = z.infer<typeof joinSchema>

/** The file's JSON, also inside a recovery file. */
export const joinJson = ({ v, request, checkpoint, introduced }: JoinFile): JoinJson => ({
  v, request, checkpoint: checkpoint && { height: checkpoint.height, blockId: toHex(checkpoint.blockId) }, introduced: introduced.map(({ id, peers }) => ({ id, peers: [...peers] })),
})
export const readJoinJson = ({ checkpoint, ...plain }: JoinJson): JoinFile => ({ ...plain, checkpoint: checkpoint && { height: checkpoint.height, blockId: fromHex(checkpoint.blockId) } })

export const writeJoin = (path: string, file: JoinFile): void => writeFileAtomic(path, `${JSON.stringify(joinSchema.parse(joinJson(file)), null, 1)}\n`)

/** Null where the folder was not made from an invitation. Throws FOLDER_DAMAGED {file, detail}. */
export function readJoin(path: string): JoinFile | null {
  if (!existsSync(path)) return null
  try {
    return readJoinJson(joinSchema.parse(JSON.parse(readFileSync(path, 'utf8'))))
  } catch (error) {
    throw new CodedError('FOLDER_DAMAGED', { file: 'join.json', detail: 'content' }, { cause: error })
  }
}

/** The request inside, opened. */
export const requestOf = ({ request }: JoinFile): JoinRequest => unwrap(parseJoinRequest(request))


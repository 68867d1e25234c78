import { compareText, toHex } from '../../../shared/kit/bytes.ts'
import { CodedError, unwrap } from '../../../shared/kit/result.ts'
import { toPayloadBody } from '../../../shared/credit/body.ts'
import { addMonths, dateOfTime } from '../../../shared/credit/dates.ts'
import { STAFF_VALID_MONTHS } from '../../../shared/credit/staff/check.ts'
import type { StaffGrantContent } from '../../../shared/credit/staff/schema.ts'
import { buildPayload, keyId, keySigner, makeGenesis, publicKeyOf, sealEnvelope, SUITE_ED25519, type DeviceHead, type Genesis, type Hash } from '../../../shared/ledger/index.ts'
import { staffIdText } from './network-file.ts'
import { peerIdOf } from './peer-id.ts'
import type { Founded, FoundMember, FoundOptions, MemberBundle, NetworkFile } from './types.ts'

/**
 * Founds a network: makes every member's keys here, the genesis from their public halves, and the grants of the first staff
 * keys, signed by each member's root key. Nothing is written. In a real network each member takes its bundle by a sealed
 * package and the founder keeps only its own.
 * Throws FOUND_MEMBERS {detail}, and GENESIS_INVALID or CBOR_SCHEMA of the ledger where names or codes break its rules.
 */
export function found(options: FoundOptions): Founded {
  const members = [...options.members].sort((a, b) => compareText(a.id, b.id))
  check(members)
  const keys = members.map((member) => ({ member, seeds: makeSeeds(member, options.random) }))
  const plan: Genesis = {
    v: 2,
    net: options.net,
    time: options.time,
    suite: SUITE_ED25519,
    members: keys.map(({ member, seeds }) => ({
      id: member.id,
      voteKey: publicKeyOf(seeds.vote),
      idKey: publicKeyOf(seeds.id),
      peers: [peerIdOf(publicKeyOf(seeds.peer))],
    })),
    params: {
      credit: {
        methodology: { id: options.methodology.id, version: options.methodology.version, hash: toHex(options.methodology.hash) },
        members: Object.fromEntries(members.map(({ id, tier, nameZh, nameEn, regionCode }) => [id, { tier, nameZh, nameEn, regionCode }])),
        demo: options.demo,
      },
    },
  }
  const { genesis, bytes: genesisBytes, hash: genesisHash } = unwrap(makeGenesis(plan))
  const bundles = keys.map(({ member, seeds }): MemberBundle => ({
    network: networkOf(member, options, members, genesisHash),
    genesis: genesisBytes,
    seeds,
    grants: staffGrants(member, seeds, options.time, genesisHash),
  }))
  return { genesis, genesisBytes, genesisHash, bundles }
}

function check(members: readonly FoundMember[]): void {
  const twice = members.find(({ id }, i) => members[i - 1]?.id === id)
  if (twice) throw new CodedError('FOUND_MEMBERS', { detail: twice.id })
  for (const { id, staff } of members) {
    const ids = staff.map(({ staffId }) => staffId)
    const bad = ids.find((staffId, i) => !staffIdText.safeParse(staffId).success || ids.indexOf(staffId) !== i)
    if (bad !== undefined) throw new CodedError('FOUND_MEMBERS', { detail: `${id} ${bad.slice(0, 40)}` })
  }
}

/** Fresh keys of a member and its first staff. */
export function makeSeeds(member: Pick<FoundMember, 'staff'>, random: FoundOptions['random']): MemberBundle['seeds'] {
  return {
    vote: random(32),
    peer: random(32),
    id: random(32),
    staff: member.staff.map(({ staffId }) => ({ staffId, seed: random(32) })),
  }
}

function networkOf(member: FoundMember, options: FoundOptions, members: readonly FoundMember[], genesisHash: Hash): NetworkFile {
  return {
    v: 1,
    net: options.net,
    genesisHash: toHex(genesisHash),
    me: member.id,
    listen: member.listen ?? member.address,
    members: members.map(({ id, nameZh, nameEn, tier, regionCode, address }) => ({ id, nameZh, nameEn, tier, regionCode, address })),
    staff: member.staff.map(({ staffId, displayName, roles }) => ({ staffId, displayName, roles })),
    demo: options.demo,
    createdAt: options.time,
  }
}

/** One staff.grant a person, a chain of records of the member's root key. */
export function staffGrants(member: Pick<FoundMember, 'id' | 'staff'>, seeds: MemberBundle['seeds'], time: number, net: Hash): Uint8Array[] {
  const device = keyId(publicKeyOf(seeds.id))
  const sign = keySigner(seeds.id)
  const from = dateOfTime(time)
  let head: DeviceHead = { n: 0, prev: null }
  return member.staff.map(({ staffId, roles }, i) => {
    const content: StaffGrantContent = {
      staffId,
      roles: roles as StaffGrantContent['roles'],
      key: toHex(publicKeyOf(seeds.staff[i]!.seed)),
      suite: SUITE_ED25519,
      validFrom: from,
      validTo: addMonths(from, STAFF_VALID_MONTHS),
      secondFactor: 'PASSPHRASE',
    }
    const body = toPayloadBody(content, [])
    const record = sealEnvelope(buildPayload({ kind: 'staff.grant', net, author: member.id, device, head, at: time, body }), sign)
    head = { n: record.payload.n, prev: record.id }
    return record.bytes
  })
}

import { publicKeyOf, sha256, type Genesis, type Hash, type VoterSet } from '../../../shared/ledger/index.ts'
import { utf8 } from '../../../shared/kit/bytes.ts'

/** A secret key that every run derives anew from its name. */
export const seed = (name: string): Uint8Array => sha256(utf8(`test key ${name}`))
export const hash = (name: string): Hash => sha256(utf8(name))

const IDS = ['BJ', 'GZ', 'HE', 'JS', 'SH', 'SX', 'SZSE', 'SZX', 'TJ', 'XJ', 'YN', 'ZJ', 'ZZ']

export interface TestMembers {
  readonly genesis: Genesis
  readonly voters: VoterSet
  readonly voteSeeds: readonly Uint8Array[]
  readonly idSeeds: readonly Uint8Array[]
}

/** n members with derived keys, ids in order. */
export function testVoters(n: number): TestMembers {
  const ids = IDS.slice(0, n)
  const voteSeeds = ids.map((id) => seed(`${id} vote`))
  const idSeeds = ids.map((id) => seed(`${id} id`))
  const members = ids.map((id, i) => ({ id, voteKey: publicKeyOf(voteSeeds[i]!), idKey: publicKeyOf(idSeeds[i]!), peers: [`peer-of-${id}`] }))
  const genesis: Genesis = { v: 1, net: 'test network', time: 1_790_000_000_000, suite: 1, members, params: { demo: true } }
  return { genesis, voters: { epoch: 0, members: members.map(({ id, voteKey }) => ({ id, voteKey })) }, voteSeeds, idSeeds }
}

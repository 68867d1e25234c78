/** The ledger of the simulation: records with authors and sequence numbers, members who come and go, roots as 32-bit mixes. */
import type { BlockFacts, BlockId, Signer, Voters } from '../../../shared/ledger/consensus/types.ts'
import { faultBound, quorum } from '../../../shared/ledger/voters.ts'
import { firstKey, mix, type Key } from './keys.ts'

export type MemberChange =
  | { readonly t: 'approve'; readonly member: number }
  | { readonly t: 'ready'; readonly member: number; readonly key: Key; readonly cites: number }
  | { readonly t: 'leave'; readonly member: number }
  | { readonly t: 'standby'; readonly member: number }
  | { readonly t: 'rotate'; readonly member: number; readonly key: Key }

/** `nonsense` is well-formed and breaks a rule of its domain: final, and void. */
export type Body = { readonly t: 'data' } | { readonly t: 'nonsense' } | MemberChange

export interface SimRecord {
  readonly id: number
  /** One device a member: its records carry 1, 2, 3 ... */
  readonly author: number
  readonly seq: number
  readonly at: number
  readonly body: Body
}

/** The voters of an epoch. One object for each list, so that lists are equal where the objects are. */
export interface SimVoters extends Omit<Voters, 'me'> {
  readonly members: readonly { readonly id: number; readonly key: Key }[]
  readonly quorum: number
  readonly faults: number
  readonly index: ReadonlyMap<number, Signer>
}

export type Standing = 'voter' | 'approved' | 'outside' | 'left'

/** The state after a block. Immutable. */
export interface ChainState {
  readonly height: number
  readonly head: BlockId
  readonly time: number
  readonly log: number
  readonly root: number
  /** By member id. */
  readonly seqs: readonly number[]
  readonly standing: readonly Standing[]
  readonly keys: readonly Key[]
  /** Voters of the next block, and of every epoch so far. */
  readonly voters: SimVoters
  readonly epochs: readonly SimVoters[]
}

export interface SimBlock {
  readonly facts: BlockFacts
  readonly height: number
  readonly epoch: number
  readonly parent: BlockId
  readonly time: number
  readonly records: readonly SimRecord[]
  /** What the header commits to. */
  readonly log: number
  readonly root: number
  readonly closes: boolean
  /** False: breaks a deterministic rule that the simulation has no other name for. */
  readonly sound: boolean
}

export const GENESIS = 'genesis'
export const MAX_RECORDS = 64
export const RECORD_AHEAD = 10 * 60_000
const MIN_VOTERS = 4

/** Voter lists of one simulated network. */
export class VoterLists {
  private readonly known = new Map<string, SimVoters>()
  private readonly seed: number

  constructor(seed: number) {
    this.seed = seed
  }

  of(epoch: number, members: SimVoters['members']): SimVoters {
    const name = `${epoch}:${members.map(({ key }) => key).join()}`
    let voters = this.known.get(name)
    if (!voters) {
      const n = members.length
      // Any fixed order serves; turned by the seed and the epoch so that every index leads first somewhere.
      const order = members.map((_, i) => (i * (n % 2 ? 2 : 1) + this.seed + 3 * epoch) % n)
      const index = new Map(members.map(({ id }, i) => [id, i]))
      this.known.set(name, (voters = { epoch, size: n, order, members, quorum: quorum(n), faults: faultBound(n), index }))
    }
    return voters
  }
}

export const rootOf = (seqs: readonly number[], standing: readonly Standing[], keys: readonly Key[]): number => {
  let h = 0x811c9dc5
  for (const seq of seqs) h = mix(h, seq)
  for (const each of standing) h = mix(h, each.length * 31 + each.charCodeAt(0))
  for (const key of keys) h = mix(h, key)
  return h
}

/** `n` voters, `more` who may become some. */
export function genesisState(lists: VoterLists, n: number, more: number): ChainState {
  const ids = Array.from({ length: n + more }, (_, id) => id)
  const standing = ids.map((id): Standing => (id < n ? 'voter' : 'outside'))
  const keys = ids.map(firstKey)
  const seqs = ids.map(() => 0)
  const voters = lists.of(0, ids.slice(0, n).map((id) => ({ id, key: keys[id]! })))
  return { height: 0, head: GENESIS, time: 0, log: 0, root: rootOf(seqs, standing, keys), seqs, standing, keys, voters, epochs: [voters] }
}

/** The effect of one record; false: void. */
export function applyBody(body: Body, author: number, height: number, standing: Standing[], keys: Key[]): boolean {
  if (body.t === 'data') return true
  if (body.t === 'nonsense') return false
  const { member } = body
  const now = standing[member]
  const spare = standing.filter((each) => each === 'voter').length > MIN_VOTERS
  if (body.t === 'approve') {
    if (now !== 'outside' || standing[author] !== 'voter') return false
    standing[member] = 'approved'
  } else if (body.t === 'ready') {
    if (now !== 'approved' || author !== member || body.cites < height - 50 || body.cites >= height) return false
    standing[member] = 'voter'
    keys[member] = body.key
  } else if (now !== 'voter') return false
  else if (body.t === 'rotate') {
    if (author !== member) return false
    keys[member] = body.key
  } else {
    if (!spare || (body.t === 'leave' ? author !== member : standing[author] !== 'voter')) return false
    standing[member] = body.t === 'leave' ? 'left' : 'approved'
  }
  return true
}

type Content = Pick<SimBlock, 'height' | 'epoch' | 'parent' | 'time' | 'records'>

/** The state after this content on `state`, under the name `head`; null where it makes no valid block. */
export function run(lists: VoterLists, state: ChainState, content: Content, head: BlockId): ChainState | null {
  const { height, records, time } = content
  if (height !== state.height + 1 || content.parent !== state.head || content.epoch !== state.voters.epoch || time <= state.time) return null
  if (records.length === 0 || records.length > MAX_RECORDS) return null
  const seqs = state.seqs.slice()
  const standing = state.standing.slice()
  const keys = state.keys.slice()
  let { log } = state
  for (const { id, author, seq, at, body } of records) {
    if (seqs[author] !== seq - 1 || at > time + RECORD_AHEAD) return null
    seqs[author] = seq
    const effective = applyBody(body, author, height, standing, keys)
    log = mix(mix(log, id), effective ? 1 : 0)
  }
  const members = standing.flatMap((each, id) => (each === 'voter' ? [{ id, key: keys[id]! }] : []))
  const same = members.length === state.voters.size && members.every(({ id, key }, i) => state.voters.members[i]!.id === id && state.voters.members[i]!.key === key)
  const voters = same ? state.voters : lists.of(state.voters.epoch + 1, members)
  const epochs = same ? state.epochs : [...state.epochs, voters]
  return { height, head, time, log, root: rootOf(seqs, standing, keys), seqs, standing, keys, voters, epochs }
}

/** A block's parent names a whole chain, so that its outcome is one and the same for everybody who has that parent. */
const outcomes = new WeakMap<SimBlock, ChainState | null>()

/** The state after a block, or null where it is invalid on `state`. */
export function execute(lists: VoterLists, state: ChainState, block: SimBlock): ChainState | null {
  if (block.parent !== state.head || !block.sound) return null
  let after = outcomes.get(block)
  if (after === undefined) {
    after = run(lists, state, block, block.facts.block)
    if (after && (after.log !== block.log || after.root !== block.root || (after.voters !== state.voters) !== block.closes)) after = null
    outcomes.set(block, after)
  }
  return after
}

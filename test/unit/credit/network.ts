import { toHex, utf8 } from '../../../shared/kit/bytes.ts'
import { unwrap } from '../../../shared/kit/result.ts'
import type { Problem } from '../../../shared/kit/result.ts'
import {
  executeRecords, genesisChanges, genesisHead, hashOf, keyId, leafHash, leaderOrder, makeGenesis, MemoryState, publicKeyOf, readyPreimage, sign, StateTree,
} from '../../../shared/ledger/index.ts'
import type { Head, OpenGenesis, OpenRecord, RecordPayload } from '../../../shared/ledger/index.ts'
import { createExecutor, DEFAULT_METHODOLOGY, stepPreimage, toPayloadBody } from '../../../shared/credit/index.ts'
import type { RecordKind, StaffRole, Step, Tier } from '../../../shared/credit/index.ts'
import { FULL, NOON } from './world.ts'
import type { Signing } from './world.ts'

/** A network whose members live in the state: credit records run through the ledger's own execution, block by block. */

export const NETWORK_TIERS: Readonly<Record<string, Tier>> = { BJ: 'COUNCIL', GD: 'MEMBER', JS: 'COUNCIL', SH: 'COUNCIL', SZSE: 'OPERATOR', ZJ: 'MEMBER' }
const STAFF: readonly (readonly [suffix: string, roles: readonly StaffRole[]])[] = [['CL-01', ['CL']], ['RV-01', ['RV']], ['AP-01', ['AP']], ['AD-01', ['AD']], ['AN-01', ['AN']], ['CM-01', ['CM']], ['CM-02', ['CM']], ['CM-03', ['CM']]]
const DAY = 24 * 60 * 60 * 1000

const secrets = new Map<string, Uint8Array>()
export const secret = (name: string): Uint8Array => secrets.get(name) ?? (secrets.set(name, hashOf(utf8(`network ${name}`))), secrets.get(name)!)
const publics = new Map<string, Uint8Array>()
export const publicOf = (name: string): Uint8Array => publics.get(name) ?? (publics.set(name, publicKeyOf(secret(name))), publics.get(name)!)
export const hexKey = (name: string): string => toHex(publicOf(name))

function genesisOf(ids: readonly string[]): OpenGenesis {
  return unwrap(
    makeGenesis({
      v: 2,
      net: 'test',
      time: 1,
      suite: 1,
      members: ids.map((id) => ({ id, voteKey: publicOf(`${id}/vote`), idKey: publicOf(`${id}/root`), peers: [`seat${id}`] })),
      params: {
        credit: {
          methodology: { id: DEFAULT_METHODOLOGY.id, version: DEFAULT_METHODOLOGY.version, hash: DEFAULT_METHODOLOGY.hash },
          members: Object.fromEntries(ids.map((id) => [id, { tier: NETWORK_TIERS[id]!, nameZh: `${id}中心`, nameEn: `Center ${id}`, regionCode: '110000' }])),
          demo: true,
        },
      },
    }),
  )
}

interface Founded {
  readonly genesis: OpenGenesis
  readonly entries: readonly (readonly [string, Uint8Array])[]
  readonly head: Head
}
/** Founding takes a while (every key is checked), so it is done once for each list of members. */
const founded = new Map<string, Founded>()

export class Network {
  readonly genesis: OpenGenesis
  readonly state = new MemoryState()
  readonly executor = createExecutor()
  head: Head
  time = NOON
  #count = 0

  constructor(ids: readonly string[] = Object.keys(NETWORK_TIERS)) {
    const known = founded.get(ids.join())
    if (known) {
      this.genesis = known.genesis
      this.state.apply(known.entries)
      this.head = { ...known.head, state: this.state, tree: StateTree.of(this.state) }
      return
    }
    this.genesis = genesisOf(ids)
    this.state.apply(genesisChanges(this.genesis, this.executor))
    this.head = genesisHead(this.genesis, this.state, StateTree.of(this.state))
    for (const id of ids) this.staff(id)
    founded.set(ids.join(), { genesis: this.genesis, entries: [...this.state.list('')], head: this.head })
  }

  staff(id: string, root = `${id}/root`): void {
    for (const [suffix, roles] of STAFF) {
      const name = `${id}-${suffix}`
      const content = { staffId: name, roles, key: hexKey(name), suite: 1, validFrom: '2026-01-01', validTo: '2027-12-31', secondFactor: 'PASSPHRASE' }
      const refused = this.root(id, 'staff.grant', content, root)
      if (refused) throw new Error(`not granted: ${JSON.stringify(refused)}`)
    }
  }

  /** One block with these records; why each is void, or null. */
  block(...payloads: readonly RecordPayload[]): readonly (Problem | null)[] {
    const records = payloads.map((payload): OpenRecord => {
      this.#count += 1
      return { payload, id: this.idOf(this.#count), bytes: utf8(String(this.#count)), signature: new Uint8Array(64), leaf: leafHash(utf8(String(this.#count))) }
    })
    const done = executeRecords(this.head, this.executor, records, this.time)
    this.state.apply(done.changes)
    this.head.tree.apply(done.buckets)
    const voters = done.nextVoters ?? this.head.voters
    this.head = { ...this.head, voters, order: leaderOrder(voters), height: this.head.height + 1, id: hashOf(utf8(`block ${this.head.height + 1}`)), time: this.time, log: done.log }
    return done.outcomes.map((outcome) => outcome.void)
  }

  idOf = (count: number): Uint8Array => hashOf(utf8(`record ${count}`))
  get lastId(): string {
    return toHex(this.idOf(this.#count))
  }

  payload(member: string, kind: string, content: object, signer: string, steps: readonly Step[] = []): RecordPayload {
    return { t: kind, v: 1, net: this.genesis.hash, a: member, d: keyId(publicOf(signer)), n: 1, prev: null, at: this.time, b: toPayloadBody(JSON.parse(JSON.stringify(content)) as object, steps) }
  }

  /** One record of one signature by a person (suffix of the staff id), in a block of its own; the code where it is void. */
  solo(member: string, kind: RecordKind, content: object, by = 'AP-01'): string | null {
    return this.block(this.payload(member, kind, content, `${member}-${by}`))[0]?.code ?? null
  }

  root(member: string, kind: RecordKind, content: object, key = `${member}/root`): string | null {
    return this.block(this.payload(member, kind, content, key))[0]?.code ?? null
  }

  /** One record of several steps, in a block of its own. */
  publish(member: string, kind: RecordKind, content: object, signings: readonly Signing[] = FULL): string | null {
    const clean = JSON.parse(JSON.stringify(content)) as object
    const steps = signings.slice(0, -1).map(({ step, by, choice }): Step => {
      const name = `${member}-${by}`
      return { s: step, d: keyId(publicOf(name)), at: this.time, ...(choice ? { choice } : {}), sig: sign(secret(name), stepPreimage({ net: this.genesis.hash, member, kind, content: clean, step, at: this.time, choice })) }
    })
    return this.block(this.payload(member, kind, clean, `${member}-${signings.at(-1)!.by}`, steps))[0]?.code ?? null
  }

  /** Puts a matter forward and answers its id. */
  propose(matter: string, details: object, { by = 'BJ', deadline = '2026-07-10' } = {}): string {
    const refused = this.solo(by, 'governance.propose', { matter, details, reason: '模拟事由', deadline })
    if (refused) throw new Error(`not proposed: ${refused}`)
    return this.lastId
  }

  votes(proposal: string, ...members: readonly string[]): readonly (string | null)[] {
    return members.map((member) => this.solo(member, 'governance.vote', { proposal, choice: 'FOR' }))
  }

  /** The statement of a vote key over the last block, as `member.ready` and `member.rotate` carry it. */
  possession(member: string, name = `${member}/vote`): { voteKey: string; height: number; blockId: string; sig: string } {
    this.block()
    const { height, id: blockId } = this.head
    const sig = toHex(sign(secret(name), readyPreimage(this.genesis.hash, { height, blockId, member })))
    return { voteKey: hexKey(name), height, blockId: toHex(blockId), sig }
  }

  later(days: number): void {
    this.time += days * DAY
  }

  get voters(): string {
    return this.head.voters.members.map(({ id }) => id).join(' ')
  }
}

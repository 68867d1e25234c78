import { Auditing } from '../../../electron/peer/node/auditing.ts'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient, type RouterClient } from '@orpc/server'
import { startPeerApi, type ApiDeps, type ApiNode, type PeerApi } from '../../../electron/peer/api/index.ts'
import type { PeerRouter } from '../../../electron/peer/api/index.ts'
import { LedgerEngine } from '../../../electron/peer/consensus/ledger-engine.ts'
import { found } from '../../../electron/peer/folder/found.ts'
import { openFolder } from '../../../electron/peer/folder/open.ts'
import type { Folder, FoundMember, MemberBundle } from '../../../electron/peer/folder/types.ts'
import { writeFolder } from '../../../electron/peer/folder/write.ts'
import { creditApplication } from '../../../electron/peer/node/application.ts'
import { useNativeCrypto } from '../../../electron/peer/node/native-crypto.ts'
import { openChain } from '../../../electron/peer/store/chain/open.ts'
import type { ChainStore } from '../../../electron/peer/store/chain/types.ts'
import { openWorkbench } from '../../../electron/peer/store/workbench/open.ts'
import type { WorkbenchStore } from '../../../electron/peer/store/workbench/types.ts'
import type { Topic } from '../../../shared/contract/events.ts'
import { centerOf, DEFAULT_METHODOLOGY } from '../../../shared/credit/index.ts'
import { toHex, fromHex } from '../../../shared/kit/bytes.ts'
import { CodedError, unwrap } from '../../../shared/kit/result.ts'
import {
  certOf, checkSigner, encodeCert, FINALIZE, genesisChanges, openEnvelope, openGenesis, quorum, signVote, type OpenGenesis,
} from '../../../shared/ledger/index.ts'

export const PASSPHRASE = 'correct horse battery'
/** 2026-03-02 09:00 in Beijing. */
export const START = Date.UTC(2026, 2, 2, 1)
const DAY = 86_400_000

/** Roles of the made-up staff of each center; the number makes the id. */
const STAFF = ['CL', 'CL', 'RV', 'AP', 'AN', 'CM', 'CM', 'CM', 'AU', 'AD', 'SE'] as const

export type Client = RouterClient<PeerRouter>

function member(id: string): FoundMember {
  const center = centerOf(id)
  const count = new Map<string, number>()
  return {
    id,
    nameZh: center?.nameZh ?? '深圳证券交易所',
    nameEn: center?.nameEn ?? 'Shenzhen Stock Exchange',
    tier: id === 'SZSE' ? 'OPERATOR' : 'COUNCIL',
    regionCode: center?.regionCode ?? '440300',
    address: '127.0.0.1:0',
    staff: STAFF.map((role) => {
      const n = (count.get(role) ?? 0) + 1
      count.set(role, n)
      return { staffId: `${id}-${role}-0${n}`, displayName: `${id} ${role} ${n}`, roles: [role] }
    }),
  }
}

/** A network in one process: real folders, stores, keys and execution; the quorum signs whatever is pending at once. */
export class TestNetwork {
  readonly root = mkdtempSync(join(tmpdir(), 'zxl-api-'))
  readonly desks = new Map<string, Desk>()
  readonly genesis: OpenGenesis
  readonly bundles: readonly MemberBundle[]
  now = START
  private constructor(genesis: OpenGenesis, bundles: readonly MemberBundle[]) {
    this.genesis = genesis
    this.bundles = bundles
  }

  /** Founds a network of these members and opens the desktops named in `at`; the staff's grants are final (unless not `known`). */
  static async start(members: readonly string[] = ['BJ', 'JS', 'SH', 'SZSE'], at: readonly string[] = ['BJ'], known = true): Promise<TestNetwork> {
    useNativeCrypto(() => undefined)
    const { id, version, hash } = DEFAULT_METHODOLOGY
    const founded = found({
      net: '测试网络',
      time: START - DAY,
      members: members.map(member),
      methodology: { id, version, hash: fromHex(hash) },
      demo: true,
      random: (length) => new Uint8Array(randomBytes(length)),
    })
    const network = new TestNetwork(unwrap(openGenesis(founded.genesisBytes)), founded.bundles)
    for (const bundle of founded.bundles.filter(({ network: { me } }) => at.includes(me))) {
      await writeFolder(join(network.root, bundle.network.me), bundle, { passphrase: PASSPHRASE, cost: { N: 1024, r: 1, p: 1 } })
      await network.open(bundle.network.me)
    }
    if (known) network.finalize()
    return network
  }

  async open(me: string): Promise<Desk> {
    const desk = await Desk.open(this, join(this.root, me))
    this.desks.set(me, desk)
    return desk
  }

  desk(me: string): Desk {
    return this.desks.get(me)!
  }

  /** One block of everything pending anywhere, signed by a quorum, committed everywhere. Returns the number of records. */
  finalize(): number {
    const desks = [...this.desks.values()]
    const first = desks[0]!
    const body = new Map(desks.flatMap((desk) => desk.chain.pending.list({ limit: 2000 }).map((record) => [toHex(record.recordId), record.envelope] as const)))
    if (body.size === 0) return 0
    this.now += 1000
    const built = unwrap(first.engine.build({ view: 0, time: this.now, body: [...body.values()] }))
    const { genesis, hash, voters } = this.genesis
    const statement = { kind: FINALIZE, epoch: 0, height: built.commit.height, view: 0, blockId: built.blockId }
    const votes = voters.members.slice(0, quorum(genesis.members.length)).map((voter, index) => {
      const { seeds } = this.bundles.find((bundle) => bundle.network.me === voter.id)!
      return signVote(hash, statement, index, seeds.vote)
    })
    const cert = encodeCert(certOf(votes))
    for (const desk of desks) {
      desk.chain.commitBlock({ ...built.commit, cert, finalizedAt: this.now })
      const mine = built.commit.records.filter(({ recordId }) => desk.workbench.outbox.get(toHex(recordId)) !== null)
      desk.workbench.outbox.markFinal(mine.map((record) => ({ recordId: toHex(record.recordId), height: built.commit.height, at: this.now, void: record.void })))
      desk.changed('chain', 'outbox')
    }
    return built.body.length
  }

  close(): void {
    for (const desk of this.desks.values()) desk.close()
    rmSync(this.root, { recursive: true, force: true })
  }
}

/** What a desktop takes from its surroundings: the network's genesis, and the time. */
export type World = Pick<TestNetwork, 'genesis' | 'now'>

/** One member's desktop. */
export class Desk {
  readonly folder: Folder
  readonly chain: ChainStore
  readonly workbench: WorkbenchStore
  readonly engine: LedgerEngine
  readonly api: PeerApi
  readonly deps: ApiDeps
  readonly logged: string[] = []
  /** What the other members' clocks say, ms; null while none is heard. */
  clockOffset: number | null = null
  private readonly listeners = new Set<(topics: readonly Topic[]) => void>()
  private closed = false

  static async open(network: World, path: string): Promise<Desk> {
    const folder = openFolder(path)
    return new Desk(network, folder, await folder.signer())
  }

  private constructor(network: World, folder: Folder, signer: Awaited<ReturnType<Folder['signer']>>) {
    const application = creditApplication()
    const { genesis, bytes, hash } = network.genesis
    this.folder = folder
    this.chain = openChain(folder.paths.chain, {
      genesis: bytes,
      genesisHash: hash,
      genesisTime: genesis.time,
      genesisState: () => genesisChanges(network.genesis, application.executor),
      projector: application.projector,
      now: network.now,
    }).store
    this.workbench = openWorkbench(folder.paths.workbench, { genesisHash: hash, memberId: folder.network.me, backups: folder.paths.backups, now: network.now })
    this.engine = new LedgerEngine({ chain: this.chain, genesis: network.genesis, executor: application.executor, describe: application.describe })
    this.deps = {
      node: this.node(network),
      workbench: this.workbench,
      signer,
      network: folder.network,
      appVersion: '0.0.0-test',
      clock: { now: () => network.now },
      random: { bytes: (length) => new Uint8Array(randomBytes(length)) },
      log: (level, event, fields) => void this.logged.push(`${level} ${event} ${JSON.stringify(fields ?? {})}`),
    }
    for (const { envelope } of this.workbench.outbox.open()) this.deps.node.submit(envelope)
    this.api = startPeerApi(this.deps)
  }

  private node(network: World): ApiNode {
    const { chain } = this
    const q = quorum(network.genesis.genesis.members.length)
    return {
      genesis: network.genesis.genesis,
      voters: network.genesis.genesis.members.length,
      chain,
      seat: true,
      submit: (envelope) => {
        const { payload, id } = unwrap(openEnvelope(chain.genesisHash, envelope))
        if (chain.record(id)) return 'known'
        unwrap(checkSigner(unwrap(openEnvelope(chain.genesisHash, envelope)), chain.state))
        return chain.pending.add({ recordId: id, envelope, author: payload.a, device: payload.d, seq: payload.n, at: payload.at, receivedAt: network.now })
      },
      recordState: (id) => {
        const final = chain.record(id)
        if (final) return { word: 'final', k: q, q, height: final.height, void: final.void && { code: final.void.code, params: { ...final.void.params } } }
        return chain.pending.has(id) ? { word: 'saved', k: 0, q, height: null, void: null } : null
      },
      members: () => [],
      membership: {
        peerId: network.genesis.genesis.members.find(({ id }) => id === this.folder.network.me)?.peers[0] ?? '',
        voters: () => network.genesis.voters,
        isSeat: () => true,
        votes: () => true,
        checkpoint: () => 'none',
        joining: () => null,
        requests: () => [],
        addRequest: () => {
          throw new CodedError('JOIN_REQUEST_UNREADABLE')
        },
        dismissRequest: () => {
          throw new CodedError('JOIN_REQUEST_UNKNOWN')
        },
      },
      audit: new Auditing({ chain, worker: 'credit', clock: { now: () => network.now }, log: () => undefined, changed: () => undefined }),
      evidence: {
        list: () => [],
        file: () => {
          throw new CodedError('EVIDENCE_NONE')
        },
      },
      health: () => [],
      clockOffset: () => this.clockOffset,
      sync: () => ({ state: 'current', height: chain.head().height, target: chain.head().height }),
      onChange: (listener) => {
        this.listeners.add(listener)
        return () => void this.listeners.delete(listener)
      },
    }
  }

  changed(...topics: Topic[]): void {
    for (const listener of this.listeners) listener(topics)
  }

  /** A page's channel that nobody signed in on. */
  page(): Client {
    return createRouterClient(this.api.router, { context: this.api.context('test') })
  }

  /** A page on which this person has signed in; `role` and number, e.g. `CL`, `CM-02`. */
  async as(role: string): Promise<Client> {
    const page = this.page()
    const name = /-\d\d$/.test(role) ? role : `${role}-01`
    await page.session.signIn({ staffId: `${this.folder.network.me}-${name}`, passphrase: PASSPHRASE })
    return page
  }

  close(): void {
    if (this.closed) return
    this.closed = true
    this.api.close()
    this.workbench.close()
    this.chain.close()
    this.folder.close()
  }
}

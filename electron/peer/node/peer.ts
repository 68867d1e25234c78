import { equalBytes, toHex } from '../../../shared/kit/bytes.ts'
import { CodedError, problem, type Problem } from '../../../shared/kit/result.ts'
import type { RecordState } from '../../../shared/contract/base.ts'
import type { Overview } from '../../../shared/contract/overview.ts'
import type { Topic } from '../../../shared/contract/events.ts'
import type { Signer as VoterIndex } from '../../../shared/ledger/consensus/types.ts'
import type { OpenGenesis } from '../../../shared/ledger/genesis.ts'
import type { Genesis, Hash } from '../../../shared/ledger/types.ts'
import { faultBound, leaderOrder, quorum, voterIndex } from '../../../shared/ledger/voters.ts'
import type { SeenMember } from '../api/deps.ts'
import { Driver } from '../consensus/driver.ts'
import type { ExecutedBlock } from '../consensus/engine.ts'
import { LedgerEngine } from '../consensus/ledger-engine.ts'
import { gossipIdOf, Pool } from '../consensus/pool.ts'
import type { Folder } from '../folder/types.ts'
import { Directory, type PeerRef } from '../net/directory.ts'
import type { RecordVerdict } from '../net/gossip.ts'
import { RECORD_RATE } from '../net/limits.ts'
import { Network } from '../net/network.ts'
import { fetchBodies } from '../net/protocols/bodies/client.ts'
import { INSTANCE_BYTES } from '../net/protocols/status/protocol.ts'
import { TokenBucket } from '../net/token-bucket.ts'
import type { Signer } from '../signer/types.ts'
import type { ChainStore } from '../store/chain/types.ts'
import { CatchUp } from '../sync/catch-up.ts'
import { Heartbeats } from '../sync/heartbeat.ts'
import { PeerBook, type PeerView } from '../sync/peer-book.ts'
import { Reconciler } from '../sync/reconcile.ts'
import type { Application } from './application.ts'
import { Arrivals } from './arrivals.ts'
import { Changes, type NodeEvent } from './changes.ts'
import { CLOCK_STOP_MS, healthOf } from './health.ts'
import { OutboxKeeper } from './outbox.ts'
import { Presence } from './presence.ts'
import { Quarantine } from './quarantine.ts'
import { RecordStates } from './record-states.ts'
import { requestHandlers } from './requests.ts'
import { StatusDesk } from './status-desk.ts'
import type { OpenedStores } from './stores.ts'
import type { Node, NodeOptions, NodeStatus, Stores } from './types.ts'

export interface PeerParts {
  readonly stores: OpenedStores
  readonly genesis: OpenGenesis
  readonly signer: Signer
  readonly application: Application
  readonly peerId: string
}

/** After a record was signed here, ms until peers are asked whether they hold it. */
const ASK_HOLDERS_MS = 500

/** The composition root: every part of a running peer, and how they are tied together. */
export class Peer implements Node {
  readonly genesis: Genesis
  readonly chain: ChainStore
  readonly stores: Stores
  readonly signer: Signer
  readonly folder: Folder
  readonly seat: boolean
  readonly #options: NodeOptions
  readonly #parts: PeerParts
  readonly #q: number
  readonly #me: VoterIndex | null
  readonly #changes: Changes
  readonly #book: PeerBook
  readonly #pool: Pool
  readonly #driver: Driver
  readonly #network: Network
  readonly #heartbeats: Heartbeats
  readonly #catchUp: CatchUp
  readonly #reconciler: Reconciler
  readonly #presence: Presence
  readonly #quarantine: Quarantine
  readonly #outbox: OutboxKeeper
  readonly #arrivals: Arrivals
  readonly #states: RecordStates
  readonly #allowances = new Map<string, TokenBucket>()
  readonly #startProblem: Problem | null
  #refusedForeign = 0
  #consensusSent = 0
  #holdersTimer: NodeJS.Timeout | null = null
  #stopping: Promise<void> | null = null

  constructor(options: NodeOptions, parts: PeerParts) {
    const { folder, clock, log } = options
    const { stores, genesis, signer, application, peerId } = parts
    const { chain, safety, workbench } = stores
    const { voters, hash } = genesis
    this.#options = options
    this.#parts = parts
    this.genesis = genesis.genesis
    this.chain = chain
    this.stores = stores
    this.signer = signer
    this.folder = folder
    this.#q = quorum(voters.members.length)
    const directory = new Directory(genesis.genesis.members)
    const index = voterIndex(voters, folder.network.me)
    const isSeat = directory.get(peerId)?.seat === true && directory.get(peerId)?.member === folder.network.me
    const holdsVoteKey = index >= 0 && equalBytes(voters.members[index]!.voteKey, signer.vote.publicKey)
    this.seat = isSeat && holdsVoteKey
    this.#startProblem = isSeat && !holdsVoteKey ? problem('NODE_VOTE_KEY_MISMATCH', { member: folder.network.me }) : null
    this.#me = this.seat ? index : null
    this.#changes = new Changes((cause) => log('error', 'node.listener-failed', { reason: cause instanceof Error ? cause.stack : String(cause) }))
    this.#book = new PeerBook(clock, directory.all().filter((peer) => peer.id !== peerId))
    const order = leaderOrder(voters)
    const engine = new LedgerEngine({ chain, voters, order, executor: application.executor, describe: application.describe })
    this.#pool = new Pool({ genesisHash: hash, chain, device: (keyId) => engine.device(keyId), clock, log })
    this.#outbox = new OutboxKeeper({ outbox: workbench.outbox, chain, pool: this.#pool, clock, log })
    this.#driver = this.#createDriver(engine, order)
    this.#arrivals = new Arrivals({
      pool: this.#pool,
      pending: chain.pending,
      refuse: (peer, why, points) => this.#network.refuse(peer, why, points),
      changed: (added) => this.#pendingChanged(added),
      log,
    })
    this.#states = new RecordStates(chain, () => this.#driver, this.#q)
    this.#quarantine = new Quarantine({ safety, me: folder.network.me, members: voters.members.length, log, left: () => this.#changes.touch('health') })
    const desk = this.#createDesk()
    this.#network = this.#createNetwork(desk)
    this.#heartbeats = new Heartbeats({ network: this.#network, book: desk, clock, log, woke: () => this.wake() })
    this.#catchUp = this.#createCatchUp(engine)
    this.#reconciler = new Reconciler({
      network: this.#network,
      pending: chain.pending,
      take: (peer, envelope) => this.#take(peer, envelope),
      changed: (added) => this.#pendingChanged(added),
      log,
    })
    this.#presence = new Presence({ book: this.#book, voters, me: this.#me, clock, changed: (online, rtt) => this.#driver.presence(online, rtt) })
  }

  async start(): Promise<void> {
    this.#outbox.resume()
    this.#driver.start()
    this.#presence.refresh()
    await this.#network.start()
    this.#options.log('info', 'node.started', { member: this.folder.network.me, height: this.chain.head().height, seat: this.seat, pending: this.chain.pending.size })
  }

  submit(envelope: Uint8Array): 'added' | 'known' {
    const admission = this.#pool.admit(envelope)
    if (!admission.added) {
      if (admission.why.code === 'RECORD_DUPLICATE') return 'known'
      throw new CodedError(admission.why.code, admission.why.params)
    }
    this.#pendingChanged(1)
    void this.#spread(envelope)
    return 'added'
  }

  recordState(recordId: Hash): RecordState | null {
    return this.#states.of(recordId)
  }

  members(): readonly SeenMember[] {
    const { me } = this.folder.network
    return this.genesis.members.flatMap(({ id }) => {
      if (id === me) return []
      const view = this.#book.all().find(({ peer }) => peer.member === id && peer.seat)
      return view ? [seen(view)] : []
    })
  }

  health(): Overview['health'] {
    const { stores } = this.#parts
    const meta = this.seat ? stores.safety.meta() : null
    return healthOf({
      n: this.genesis.members.length,
      q: this.#q,
      online: this.#online(),
      pending: this.chain.pending.size,
      seat: this.seat,
      notVoting: this.#startProblem ?? this.#driver.notVoting,
      quarantine: meta?.quarantined ? { answers: this.#quarantine.answers, needed: this.#quarantine.needed } : null,
      sync: this.#catchUp.progress,
      clockOffset: this.#clockOffset(),
      folder: this.folder.warnings,
      setAside: stores.setAside,
      refusedForeign: this.#refusedForeign,
    })
  }

  sync(): Overview['sync'] {
    const { running, height, target } = this.#catchUp.progress
    const state = running ? 'catchingUp' : this.#network.connected().length === 0 ? 'alone' : 'current'
    return { state, height, target }
  }

  status(): NodeStatus {
    const head = this.chain.head()
    return {
      me: this.folder.network.me,
      seat: this.seat,
      genesis: toHex(this.#parts.genesis.hash),
      peerId: this.#parts.peerId,
      height: head.height,
      blockId: toHex(head.blockId),
      stateRoot: toHex(head.stateRoot),
      records: head.logSize,
      view: this.#driver.view,
      pending: this.chain.pending.size,
      includable: this.#pool.includable,
      consensusSent: this.#consensusSent,
      quorum: { n: this.genesis.members.length, q: this.#q, online: this.#online() },
      health: this.health(),
      peers: this.#book.all().map((view) => ({
        id: view.peer.member,
        peerId: view.peer.id,
        seat: view.peer.seat,
        online: view.connected,
        lastSeen: view.lastSeen,
        height: view.height,
        version: view.version,
        instanceId: view.instance,
        rttMs: view.rtt,
        clockOffsetMs: view.offset,
        address: view.address,
      })),
    }
  }

  onChange(listener: (topics: readonly Topic[]) => void): () => void {
    return this.#changes.onChange(listener)
  }
  onEvent(listener: (event: NodeEvent) => void): () => void {
    return this.#changes.onEvent(listener)
  }

  wake(): void {
    this.#network.wake()
    for (const peer of this.#network.connected()) void this.#heartbeats.now(peer.id)
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop()
    return this.#stopping
  }

  async #stop(): Promise<void> {
    if (this.#holdersTimer) clearTimeout(this.#holdersTimer)
    this.#heartbeats.stop()
    this.#catchUp.stop()
    this.#presence.stop()
    this.#driver.stop()
    await this.#network.stop()
    this.#changes.stop()
    this.signer.lockAll()
    this.#parts.stores.close()
    this.folder.close()
  }

  #createDriver(engine: LedgerEngine, order: readonly number[]): Driver {
    const { clock, log, random, timing } = this.#options
    const { stores, genesis, signer } = this.#parts
    const { voters, hash } = genesis
    return new Driver({
      genesisHash: hash,
      voters,
      order,
      me: this.#me,
      chain: stores.chain,
      safety: stores.safety,
      engine,
      pool: this.#pool,
      signVote: (vote) => signer.signVote(hash, vote),
      seed: new DataView(random.bytes(4).buffer).getUint32(0),
      timing,
      clock,
      adjustedNow: () => clock.now() + (this.#clockOffset() ?? 0),
      mayPropose: () => Math.abs(this.#clockOffset() ?? 0) < CLOCK_STOP_MS,
      log,
      send: (to, frames) => this.#send(to, frames),
      askable: (holders) => this.#askable(holders),
      fetchBodies: async (from, block, at, stop) => {
        const seat = this.#seatOf(from)
        return seat ? fetchBodies(this.#network, seat, block, at, stop) : null
      },
      startSync: (from, final) => this.#catchUp.request(final.height, this.#seatOf(from)),
      committed: (block) => this.#committed(block),
      evidence: () => this.#changes.touch('health'),
      changed: () => this.#changes.touch('health', 'outbox'),
    })
  }

  #createDesk(): StatusDesk {
    const { clock, random, version } = this.#options
    const { stores, genesis } = this.#parts
    return new StatusDesk({
      genesisHash: genesis.hash,
      voters: genesis.voters,
      me: this.folder.network.me,
      instance: random.bytes(INSTANCE_BYTES),
      version,
      chain: stores.chain,
      safety: stores.safety,
      book: this.#book,
      network: () => this.#network,
      driver: () => this.#driver,
      catchUp: () => this.#catchUp,
      reconciler: () => this.#reconciler,
      quarantine: this.#quarantine,
      heard: (peer) => {
        this.#heartbeats.heard(peer.id)
        this.#presence.refresh()
        this.#changes.touch('peers')
      },
      clock,
    })
  }

  #createNetwork(desk: StatusDesk): Network {
    const { clock, log, random, version } = this.#options
    const { genesis, signer, stores } = this.#parts
    const { me, listen, members } = this.folder.network
    return new Network({
      seed: signer.transportSeed(),
      listen,
      me,
      members: genesis.genesis.members,
      addresses: new Map(members.map(({ id, address }) => [id, address])),
      genesisHash: genesis.hash,
      version,
      recordIdOf: (envelope) => gossipIdOf(genesis.hash, envelope),
      clock,
      random,
      log,
      handlers: {
        up: (peer) => this.#up(peer),
        down: (peer) => this.#down(peer),
        consensus: (peer, payload) => {
          const from = voterIndex(genesis.voters, peer.member)
          if (peer.seat && from >= 0) this.#driver.receive(from, payload)
        },
        record: (peer, envelope) => this.#gossiped(peer, envelope),
        requests: requestHandlers(stores.chain, desk, () => this.#driver, clock),
        refused: ({ peer, problem: why, points }) => this.#changes.emit({ t: 'refused', member: peer.member, code: why.code, points }),
        foreign: (peerId) => {
          this.#refusedForeign += 1
          this.#changes.emit({ t: 'foreign', peerId })
          this.#changes.touch('health')
        },
      },
    })
  }

  #createCatchUp(engine: LedgerEngine): CatchUp {
    const { genesis, stores } = this.#parts
    return new CatchUp({
      genesisHash: genesis.hash,
      voters: genesis.voters,
      chain: stores.chain,
      engine,
      driver: () => this.#driver,
      network: this.#network,
      sources: () => {
        const { height } = this.chain.head()
        const ahead = this.#book.all().filter((view) => view.connected && (view.height ?? 0) > height)
        return ahead.sort((a, b) => b.height! - a.height! || (a.rtt ?? 0) - (b.rtt ?? 0)).map(({ peer }) => peer)
      },
      log: this.#options.log,
      changed: () => this.#changes.touch('health', 'chain'),
    })
  }

  #up(peer: PeerRef): void {
    this.#book.setConnected(peer.id, true)
    this.#presence.refresh()
    const from = voterIndex(this.#parts.genesis.voters, peer.member)
    if (peer.seat && from >= 0) this.#driver.connected(from)
    this.#heartbeats.add(peer)
    this.#changes.emit({ t: 'peer', member: peer.member, connected: true })
    this.#changes.touch('peers', 'health')
  }

  #down(peer: PeerRef): void {
    this.#book.setConnected(peer.id, false)
    this.#heartbeats.drop(peer.id)
    this.#presence.refresh()
    this.#changes.emit({ t: 'peer', member: peer.member, connected: false })
    this.#changes.touch('peers', 'health')
  }

  #committed(block: ExecutedBlock): void {
    const { log } = this.#options
    try {
      this.#outbox.committed(block)
    } catch (cause) {
      // The ledger is right in any case; the outbox is brought in step at the next start.
      log('error', 'outbox.failed', { code: cause instanceof CodedError ? cause.code : 'unknown' })
    }
    const { height, records } = block.commit
    log('info', 'node.block', { height, records: records.length })
    this.#changes.emit({ t: 'block', height, records: records.length })
    this.#changes.touch('chain', 'outbox')
  }

  /** A record that arrived by gossip. What is left out here comes by reconciliation, at our own pace. */
  #gossiped(peer: PeerRef, envelope: Uint8Array): Promise<RecordVerdict> {
    const bucket = this.#allowances.get(peer.id) ?? new TokenBucket(this.#options.clock, RECORD_RATE)
    this.#allowances.set(peer.id, bucket)
    return bucket.take() ? this.#arrivals.push(peer, envelope) : Promise.resolve('ignore')
  }

  /** Records fetched from a peer's pool. */
  #take(peer: PeerRef, envelopes: readonly Uint8Array[]): number {
    const { pending } = this.chain
    return pending.together(() => {
      let added = 0
      for (const envelope of envelopes) {
        const admission = this.#pool.admit(envelope)
        if (!admission.added && admission.blame) throw new CodedError(admission.why.code, admission.why.params)
        if (!admission.added) continue
        pending.markHeld(admission.record.id, peer.member)
        added += 1
      }
      return added
    })
  }

  #pendingChanged(added: number): void {
    if (added > 0) this.#driver.pendingChanged()
    this.#changes.touch('outbox')
  }

  /** Gossips an own record, makes sure of those whom gossip does not reach yet, and asks later who holds it. */
  async #spread(envelope: Uint8Array): Promise<void> {
    try {
      const reached = await this.#network.publish(envelope)
      for (const peer of this.#network.connected()) if (!reached.has(peer.id)) void this.#heartbeats.now(peer.id)
    } catch (cause) {
      this.#options.log('debug', 'net.publish-failed', { reason: cause instanceof Error ? cause.name : 'unknown' })
    }
    this.#holdersTimer ??= setTimeout(() => {
      this.#holdersTimer = null
      if (this.chain.pending.size > 0) for (const peer of this.#network.connected()) void this.#reconciler.run(peer)
    }, ASK_HOLDERS_MS)
  }

  #send(to: VoterIndex | 'all', frames: readonly Uint8Array[]): void {
    const peers = to === 'all' ? this.#network.connected() : [this.#seatOf(to)]
    for (const peer of peers) if (peer) for (const frame of frames) this.#consensusSent += this.#network.send(peer.id, frame) ? 1 : 0
  }

  #askable(holders: readonly VoterIndex[]): readonly VoterIndex[] {
    const connected = this.#network.connected().flatMap((peer) => (peer.seat ? [voterIndex(this.#parts.genesis.voters, peer.member)] : []))
    return [...new Set([...holders.filter((holder) => connected.includes(holder)), ...connected])]
  }

  #seatOf(index: VoterIndex): PeerRef | null {
    const member = this.#parts.genesis.voters.members[index]
    return member ? this.#network.directory.seat(member.id) : null
  }

  /** Members connected now, this one included. */
  #online(): number {
    const members = new Set(this.#network.connected().map(({ member }) => member))
    return members.add(this.folder.network.me).size
  }

  #clockOffset(): number | null {
    return this.#book.clockOffset(faultBound(this.genesis.members.length) + 1, this.folder.network.me)
  }
}

const seen = (view: PeerView): SeenMember => ({
  id: view.peer.member,
  online: view.connected,
  address: view.address,
  lastSeen: view.lastSeen,
  height: view.height,
  appVersion: view.version,
  rttMs: view.rtt,
})

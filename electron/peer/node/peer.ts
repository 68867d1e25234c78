import { CodedError } from '../../../shared/kit/result.ts'
import type { RecordState } from '../../../shared/contract/base.ts'
import type { Overview } from '../../../shared/contract/overview.ts'
import type { Topic } from '../../../shared/contract/events.ts'
import type { Genesis, Hash } from '../../../shared/ledger/types.ts'
import { MAX_RECORD_AHEAD_MS } from '../../../shared/ledger/limits.ts'
import { quorum } from '../../../shared/ledger/voters.ts'
import type { SeenMember } from '../api/deps.ts'
import type { Driver } from '../consensus/driver.ts'
import { LedgerEngine } from '../consensus/ledger-engine.ts'
import { Pool } from '../consensus/pool.ts'
import { readJoin } from '../folder/candidate.ts'
import type { Folder } from '../folder/types.ts'
import type { PeerRef } from '../net/directory.ts'
import type { Network } from '../net/network.ts'
import { INSTANCE_BYTES } from '../net/protocols/status/protocol.ts'
import type { Signer } from '../signer/types.ts'
import type { ChainStore } from '../store/chain/types.ts'
import type { CatchUp } from '../sync/catch-up.ts'
import { Heartbeats } from '../sync/heartbeat.ts'
import { PeerBook } from '../sync/peer-book.ts'
import { Reconciler } from '../sync/reconcile.ts'
import { Auditing } from './auditing.ts'
import { Arrivals } from './arrivals.ts'
import { keepBackups } from './backups.ts'
import { catchingUp } from './catching-up.ts'
import { Changes, type NodeEvent } from './changes.ts'
import { connecting, otherMachines } from './connecting.ts'
import { driving } from './driving.ts'
import { Entrance } from './entrance.ts'
import { EvidenceDesk } from './evidence.ts'
import { Membership } from './membership.ts'
import { NetworkTime } from './network-time.ts'
import { OutboxKeeper } from './outbox.ts'
import { Presence } from './presence.ts'
import { Reactions } from './reactions.ts'
import { RecordStates } from './record-states.ts'
import { requestHandlers } from './requests.ts'
import { Seats } from './seats.ts'
import { SeatKeeper } from './seat-keeper.ts'
import { seenMembers } from './seen.ts'
import { Spreader } from './spreader.ts'
import { StatusDesk } from './status-desk.ts'
import { Teller } from './teller.ts'
import type { PeerParts } from './parts.ts'
import type { Node, NodeOptions, NodeStatus, Stores } from './types.ts'

/** The composition root: every part of a running peer, and how they are tied together. */
export class Peer implements Node {
  readonly genesis: Genesis
  readonly chain: ChainStore
  readonly stores: Stores
  readonly signer: Signer
  readonly folder: Folder
  readonly evidence: EvidenceDesk
  readonly membership: Entrance
  readonly audit: Auditing
  readonly #options: NodeOptions
  readonly #parts: PeerParts
  readonly #membership: Membership
  readonly #changes: Changes
  readonly #book: PeerBook
  readonly #time: NetworkTime
  readonly #seats: Seats
  readonly #pool: Pool
  readonly #driver: Driver
  readonly #network: Network
  readonly #heartbeats: Heartbeats
  readonly #catchUp: CatchUp
  readonly #reconciler: Reconciler
  readonly #spreader: Spreader
  readonly #presence: Presence
  readonly #keeper: SeatKeeper
  readonly #outbox: OutboxKeeper
  readonly #arrivals: Arrivals
  readonly #states: RecordStates
  readonly #teller: Teller
  readonly #reactions: Reactions
  #refusedForeign = 0
  #stopBackups: () => Promise<void> = async () => {}
  #stopping: Promise<void> | null = null

  constructor(options: NodeOptions, parts: PeerParts) {
    const { folder, clock, log } = options
    const { stores, genesis, signer, application, peerId } = parts
    const { chain, workbench } = stores
    const { hash } = genesis
    const { me } = folder.network
    this.#options = options
    this.#parts = parts
    this.genesis = genesis.genesis
    this.chain = chain
    this.stores = stores
    this.signer = signer
    this.folder = folder
    const engine = new LedgerEngine({ chain, genesis, executor: application.executor, describe: application.describe })
    const join = readJoin(folder.paths.join)
    this.#membership = new Membership({ genesis, chain, engine, signer, me, peerId, clock, join })
    this.membership = new Entrance({
      folder, join, chain, membership: this.#membership, peerId, network: () => this.#network, clock, log, changed: () => this.#changes.touch('membership'),
    })
    this.#changes = new Changes((cause) => log('error', 'node.listener-failed', { reason: cause instanceof Error ? cause.stack : String(cause) }))
    this.#book = new PeerBook(clock, this.#others())
    this.#time = new NetworkTime(this.#book, clock, () => this.voters, me)
    this.#seats = new Seats(() => this.#network)
    this.#pool = new Pool({ genesisHash: hash, chain, device: (keyId) => engine.device(keyId), opened: engine.opened, clock, latest: () => this.#time.now() + MAX_RECORD_AHEAD_MS, doubled: (a, b) => this.evidence.records(a, b), log })
    this.#outbox = new OutboxKeeper({ outbox: workbench.outbox, chain, pool: this.#pool, clock, log })
    this.evidence = new EvidenceDesk({ chain, store: stores.evidence, membership: () => this.#membership, clock, log, changed: () => this.#changes.touch('health') })
    this.#driver = this.#createDriver(engine)
    this.#arrivals = new Arrivals({
      pool: this.#pool,
      pending: chain.pending,
      refuse: (peer, why, points) => this.#network.refuse(peer, why, points),
      changed: (added) => this.#pendingChanged(added),
      clock,
      log,
    })
    this.#states = new RecordStates(chain, () => this.#driver, () => quorum(this.voters))
    this.audit = new Auditing({ chain, worker: application.worker ?? 'credit', clock, log, changed: () => this.#changes.touch('health') })
    this.#keeper = new SeatKeeper({
      safety: stores.safety, chain, membership: this.#membership, signer, evidence: this.evidence, driver: () => this.#driver, me, keys: folder.paths.keys,
      clock, log, changed: () => this.#changes.touch('health'),
    })
    const desk = this.#createDesk()
    this.#network = this.#createNetwork(desk)
    this.#heartbeats = new Heartbeats({ network: this.#network, book: desk, clock, log, woke: () => this.wake() })
    this.#catchUp = this.#createCatchUp(engine)
    this.#reconciler = new Reconciler({
      network: this.#network,
      pending: chain.pending,
      take: (peer, envelopes) => this.#arrivals.take(peer, envelopes),
      changed: (added) => this.#pendingChanged(added),
      log,
    })
    this.#spreader = new Spreader({ network: this.#network, heartbeats: this.#heartbeats, reconciler: this.#reconciler, pending: chain.pending, log })
    this.#teller = new Teller({
      parts,
      folder,
      membership: this.#membership,
      book: this.#book,
      pool: this.#pool,
      driver: this.#driver,
      seats: this.#seats,
      network: this.#network,
      catchUp: this.#catchUp,
      quarantine: this.#keeper.quarantine,
      evidence: this.evidence,
      clockOffset: () => this.clockOffset(),
      refusedForeign: () => this.#refusedForeign,
    })
    this.#presence = new Presence({ book: this.#book, me: () => (this.seat ? me : null), clock, changed: (online, rtt) => this.#driver.presence(online, rtt) })
    this.#reactions = new Reactions({
      book: this.#book,
      presence: this.#presence,
      driver: this.#driver,
      heartbeats: this.#heartbeats,
      catchUp: this.#catchUp,
      pool: this.#pool,
      membership: this.#membership,
      keeper: this.#keeper,
      outbox: this.#outbox,
      changes: this.#changes,
      others: () => this.#others(),
      log,
    })
  }

  async start(): Promise<void> {
    this.#keeper.check()
    this.#outbox.resume()
    await this.#network.start()
    this.#keeper.guard(() => this.#driver.start(this.#seats.connected()))
    // Once nothing more can fail at the start: a copy under way must not outlive the file it reads.
    this.#stopBackups = keepBackups(this.stores.workbench, this.#options.clock, this.#options.log)
    this.#options.log('info', 'node.started', { member: this.folder.network.me, height: this.chain.head().height, seat: this.seat, pending: this.chain.pending.size })
  }

  /** Whether this machine is its member's seat. */
  get seat(): boolean {
    return this.#membership.isSeat
  }
  get voters(): number {
    return this.#membership.voters.members.length
  }

  submit(envelope: Uint8Array): 'added' | 'known' {
    const admission = this.#pool.admit(envelope)
    if (!admission.added) {
      if (admission.why.code === 'RECORD_DUPLICATE') return 'known'
      throw new CodedError(admission.why.code, admission.why.params)
    }
    this.#pendingChanged(1)
    this.#spreader.spread(envelope)
    return 'added'
  }

  recordState(recordId: Hash): RecordState | null {
    return this.#states.of(recordId)
  }

  members(): readonly SeenMember[] {
    return seenMembers(this.#membership.listed(), this.folder.network.me, this.#book)
  }
  health(): Overview['health'] {
    return this.#teller.health()
  }
  clockOffset(): number | null {
    return this.#time.offset()
  }
  sync(): Overview['sync'] {
    return this.#teller.sync()
  }
  status(): NodeStatus {
    return this.#teller.status()
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
    this.#keeper.stop()
    this.#spreader.stop()
    for (const part of [this.audit, this.#heartbeats, this.#catchUp, this.#presence, this.#driver]) part.stop()
    await this.#network.stop()
    await this.#stopBackups()
    this.#keeper.remember()
    this.#changes.stop()
    this.signer.lockAll()
    this.#parts.stores.close()
    this.folder.close()
  }

  #others(): readonly PeerRef[] {
    return otherMachines(this.#membership, this.#parts.peerId)
  }

  #createDriver(engine: LedgerEngine): Driver {
    return driving({
      options: this.#options,
      parts: this.#parts,
      engine,
      membership: this.#membership,
      pool: this.#pool,
      time: this.#time,
      seats: this.#seats,
      network: () => this.#network,
      catchUp: () => this.#catchUp,
      evidence: this.evidence,
      committing: (block) => this.#pool.compare(block.commit.records),
      committed: (block) => this.#reactions.committed(block),
      epochOpened: () => this.#presence.repeat(),
      changed: () => this.#changes.touch('health', 'outbox'),
    })
  }

  #createDesk(): StatusDesk {
    const { clock, random, version } = this.#options
    const { stores, genesis } = this.#parts
    return new StatusDesk({
      genesisHash: genesis.hash,
      membership: this.#membership,
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
      quarantine: this.#keeper.quarantine,
      heard: (peer) => {
        this.#heartbeats.heard(peer.id)
        this.#presence.refresh()
        if (this.#pool.ripen()) this.#driver.pendingChanged()
        this.#changes.touch('peers')
      },
      answered: (member) => this.#keeper.answered(member),
      strangeVote: (height) => this.#keeper.strangeVote(height),
      clock,
    })
  }

  #createNetwork(desk: StatusDesk): Network {
    const { chain } = this.stores
    return connecting({
      options: this.#options,
      parts: this.#parts,
      membership: this.#membership,
      handlers: {
        up: (peer) => this.#reactions.up(peer),
        down: (peer) => this.#reactions.down(peer),
        consensus: (peer, payload) => {
          if (peer.kind === 'seat') this.#driver.receive(peer.member, payload)
        },
        records: (peer, message) => this.#arrivals.push(peer, message),
        requests: requestHandlers(chain, desk, () => this.#driver, this.#options.clock),
        refused: ({ peer, problem: why, points }) => this.#changes.emit({ t: 'refused', member: peer.member, code: why.code, points }),
        foreign: (peerId) => {
          this.#refusedForeign += 1
          this.#changes.emit({ t: 'foreign', peerId })
          this.#changes.touch('health')
        },
        join: (peerId, request) => this.membership.present(peerId, request),
        introduce: (peer) => this.membership.introduce(peer),
      },
    })
  }

  #createCatchUp(engine: LedgerEngine): CatchUp {
    const { clock, log } = this.#options
    return catchingUp({
      parts: this.#parts,
      engine,
      network: this.#network,
      book: this.#book,
      driver: () => this.#driver,
      checkpoint: () => this.#membership.vouched,
      forked: (one, other) => this.#driver.breaches.forked(one, other),
      jumped: () => this.#reactions.jumped(),
      complete: () => this.#outbox.resume(),
      changed: () => this.#changes.touch('health', 'chain'),
      clock,
      log,
    })
  }

  #pendingChanged(added: number): void {
    if (added > 0) this.#driver.pendingChanged()
    this.#changes.touch('outbox')
  }
}

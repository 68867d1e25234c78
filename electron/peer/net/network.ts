import type { Connection, IdentifyResult, PeerId, Stream } from '@libp2p/interface'
import { CodedError, problem, type Problem } from '../../../shared/kit/result.ts'
import type { MemberId } from '../../../shared/ledger/types.ts'
import { hostPortOf, parseHostPort, toMultiaddr, type HostPort } from './address.ts'
import { Dialer } from './dialer.ts'
import { READER_PROTOCOLS, type Directory, type PeerRef } from './directory.ts'
import { Door } from './door.ts'
import { fetchFrames, type FetchSignals } from './fetch.ts'
import { memberGater } from './gater.ts'
import { RecordGossip, recordTopic } from './gossip.ts'
import { createHost, type Host } from './host.ts'
import { usableAddresses } from './learned.ts'
import { MAX_CONS_STREAMS, MAX_INBOUND_STREAMS, MAX_OUTBOUND_STREAMS, POINTS_MALFORMED, REQUEST_RATE, STABLE_MS } from './limits.ts'
import { listenProblem, type NetworkOptions } from './network-options.ts'
import { Penalties } from './penalties.ts'
import { CONS_PROTOCOL, consHello } from './protocols/cons/protocol.ts'
import { readConsensus } from './protocols/cons/handler.ts'
import { ask, serveRequest, type RequestHandler } from './rpc.ts'
import { TokenBucket } from './token-bucket.ts'
import { Writer } from './writer.ts'
import { abortStream } from './stream.ts'

interface Link {
  peer: PeerRef
  readonly writer: Writer
  readonly requests: TokenBucket
  /** Since when there is a connection, ms; null without one. */
  since: number | null
}

/** The libp2p side of a peer: who is connected, bytes in and out. It concludes nothing about the ledger. */
export class Network {
  readonly directory: Directory
  readonly #options: NetworkOptions
  readonly #links = new Map<string, Link>()
  readonly #addresses: Map<MemberId, string>
  readonly #penalties: Penalties
  readonly #hello: Uint8Array
  readonly #door: Door
  #host: Host | null = null
  #gossip: RecordGossip | null = null
  #dialer: Dialer | null = null
  #unwatch: () => void = () => undefined

  constructor(options: NetworkOptions) {
    this.#options = options
    this.directory = options.directory
    this.#addresses = new Map(options.addresses)
    this.#hello = consHello(options.genesisHash)
    this.#penalties = new Penalties(options.clock, options.log, (peer) => void this.disconnect(peer.id), (refusal) => options.handlers.refused(refusal))
    const { clock, log, handlers } = options
    this.#door = new Door({
      clock,
      log,
      directory: this.directory,
      judge: (id, request) => handlers.join(id, request),
      accepted: (id) => this.#onConnect(id),
      foreign: (id) => handlers.foreign(id),
      disconnect: (id) => void this.disconnect(id),
    })
  }

  /** Own peer id. Throws before `start`. */
  get peerId(): string {
    return this.#running().peerId.toString()
  }

  /**
   * Listens and begins to dial. Throws CodedError NET_KEY_NOT_LISTED (the genesis does not know this transport key),
   * NET_BAD_ADDRESS, NET_PORT_TAKEN, NET_LISTEN_FAILED.
   */
  async start(): Promise<void> {
    const { options, host } = await this.#create()
    const me = host.peerId.toString()
    if (!options.mayBeUnlisted && this.directory.get(me)?.member !== options.me) throw new CodedError('NET_KEY_NOT_LISTED', { member: options.me })
    await this.#handleProtocols(host)
    await this.#door.open(host)
    host.addEventListener('peer:connect', (event) => this.#onConnect(event.detail.toString()))
    host.addEventListener('peer:identify', ({ detail }) => this.#identified(me, detail))
    host.addEventListener('peer:disconnect', (event) => this.#onDisconnect(event.detail))
    try {
      await host.start()
    } catch (cause) {
      await host.stop()
      throw listenProblem(cause, options.listen)
    }
    this.#gossip = new RecordGossip(host.services.pubsub, recordTopic(options.genesisHash), (id, data) => {
      const peer = this.directory.get(id)
      return peer?.access === 'full' ? options.handlers.records(peer, data) : Promise.resolve('reject')
    })
    this.#gossip.start()
    this.#startDialer(host, me)
    this.#unwatch = this.directory.onChange(() => this.#followDirectory(me))
    options.log('info', 'net.started', { peerId: me, listen: options.listen })
  }

  async stop(): Promise<void> {
    this.#unwatch()
    this.#door.close()
    this.#dialer?.stop()
    for (const link of this.#links.values()) link.writer.close()
    await this.#host?.stop()
    this.#host = null
    this.#gossip = null
  }

  /** Peers with a connection. */
  connected(): readonly PeerRef[] {
    return [...this.#links.values()].filter((link) => link.since !== null).map((link) => link.peer)
  }

  isConnected(peerId: string): boolean {
    return this.#connection(peerId) !== null
  }

  /** Where a connected peer was reached, `host:port`. */
  remoteAddress(peerId: string): string | null {
    const connection = this.#connection(peerId)
    return connection ? hostPortOf(connection.remoteAddr) : null
  }

  /** Queues a consensus message for one peer; false where it can't go out now. */
  send(peerId: string, payload: Uint8Array): boolean {
    return this.#links.get(peerId)?.writer.send(payload) ?? false
  }

  /** One request over an existing connection. Throws CodedError NET_NOT_CONNECTED and those of `ask`. */
  async ask(peerId: string, protocol: string, request: Uint8Array, stop?: AbortSignal): Promise<Uint8Array[]> {
    const connection = this.#connection(peerId)
    if (!connection) throw new CodedError('NET_NOT_CONNECTED', { member: this.directory.get(peerId)?.member ?? '' })
    return ask(connection, protocol, request, stop)
  }

  /** A request with a long answer, frame by frame (see fetchFrames). Throws NET_NOT_CONNECTED and what that throws. */
  async fetch(peerId: string, protocol: string, request: Uint8Array, onFrame: (frame: Uint8Array) => void, signals: FetchSignals): Promise<void> {
    const connection = this.#connection(peerId)
    if (!connection) throw new CodedError('NET_NOT_CONNECTED', { member: this.directory.get(peerId)?.member ?? '' })
    return fetchFrames(connection, protocol, request, onFrame, signals)
  }

  /** Gossips a message of records; gives the peers it was handed to. */
  async publish(message: Uint8Array): Promise<ReadonlySet<string>> {
    return this.#gossip ? this.#gossip.publish(message) : new Set()
  }

  /** Notes a refused message of a peer (see penalties). */
  refuse(peer: PeerRef, refusal: Problem, points: number): void {
    this.#penalties.refuse(peer, refusal, points)
  }

  async disconnect(peerId: string): Promise<void> {
    for (const connection of this.#connections(peerId)) connection.abort(new CodedError('NET_DISCONNECTED'))
  }

  /** After sleep or a change of network: dial everybody now. */
  wake(): void {
    this.#dialer?.wake()
  }

  setAddress(member: MemberId, address: string): void {
    this.#addresses.set(member, address)
    const seat = this.directory.seat(member)
    if (this.#host && seat) this.#aim(this.peerId, seat)
  }

  async #create(): Promise<{ options: NetworkOptions; host: Host }> {
    const options = this.#options
    const host = await createHost({
      seed: options.seed,
      listen: parseHostPort(options.listen),
      announce: parsedOrNull(options.addresses.get(options.me)),
      gater: memberGater(this.directory, this.#penalties, this.#door, (id) => {
        options.log('warn', 'net.foreign-peer', { peerId: id })
        options.handlers.foreign(id)
      }),
      topic: recordTopic(options.genesisHash),
      isReader: (id) => this.directory.get(id)?.access !== 'full',
      recordIdOf: options.recordIdOf,
      version: options.version,
    })
    this.#host = host
    return { options, host }
  }

  #startDialer(host: Host, me: string): void {
    const { log, random } = this.#options
    this.#dialer = new Dialer({
      me,
      log,
      random,
      isConnected: (id) => this.#connections(id).length > 0,
      dial: async (peer, address) => {
        await host.dial(toMultiaddr(address, peer.id), { signal: AbortSignal.timeout(8_000) })
      },
    })
    this.#aimAll(me)
    this.#dialer.start()
  }

  #aimAll(me: string): void {
    for (const peer of this.directory.all()) if (peer.kind === 'seat') this.#aim(me, peer)
  }

  #aim(me: string, seat: PeerRef): void {
    const known = [this.#addresses.get(seat.member) ?? '', ...this.#options.learned.of(seat.id)].filter((address) => address !== '')
    if (seat.id !== me && known.length > 0) this.#dialer?.setTarget(seat, [...new Set(known)].map(parseHostPort))
  }

  /** What a machine says under its own transport key about where it listens. */
  #identified(me: string, { peerId, signedPeerRecord, connection }: IdentifyResult): void {
    const id = peerId.toString()
    const isNew = this.#options.learned.learn(id, usableAddresses(signedPeerRecord?.addresses ?? [], connection.remoteAddr))
    const peer = isNew ? this.directory.get(id) : null
    if (peer?.kind === 'seat') this.#aim(me, peer)
  }

  /** The membership changed: who may not be here any more goes at once, and who may do other things now comes back as such. */
  #followDirectory(me: string): void {
    for (const [id, link] of this.#links) {
      const now = this.directory.get(id)
      if (now && now.member === link.peer.member && now.kind === link.peer.kind && now.access === link.peer.access) continue
      this.#links.delete(id)
      link.writer.close()
      if (link.since !== null) this.#options.handlers.down(link.peer)
      void this.disconnect(id)
    }
    // Where we ourselves were let in meanwhile, the others hear from us from here on.
    if (this.directory.get(me)?.access === 'full') for (const link of this.#links.values()) if (link.since !== null && link.peer.access === 'full') void link.writer.ensureOpen()
    this.#dialer?.keep((id) => this.directory.get(id) !== null)
    this.#aimAll(me)
  }

  async #handleProtocols(host: Host): Promise<void> {
    const limits = { maxInboundStreams: MAX_INBOUND_STREAMS, maxOutboundStreams: MAX_OUTBOUND_STREAMS }
    for (const [protocol, handler] of Object.entries(this.#options.handlers.requests)) {
      await host.handle(protocol, (stream, connection) => this.#serve(stream, connection, handler), limits)
    }
    const consLimits = { maxInboundStreams: MAX_CONS_STREAMS, maxOutboundStreams: MAX_CONS_STREAMS }
    await host.handle(CONS_PROTOCOL, (stream, connection) => {
      const link = this.#linkOf(connection.remotePeer.toString())
      if (link?.peer.access !== 'full') return this.#deny(stream, connection)
      readConsensus(stream, {
        hello: this.#hello,
        clock: this.#options.clock,
        onMessage: (payload) => this.#options.handlers.consensus(link.peer, payload),
        refuse: (why, points) => this.#penalties.refuse(link.peer, why, points),
      })
    }, consLimits)
  }

  async #serve(stream: Stream, connection: Connection, handler: RequestHandler): Promise<void> {
    const link = this.#linkOf(connection.remotePeer.toString())
    if (!link || (link.peer.access === 'reader' && !READER_PROTOCOLS.has(stream.protocol))) return this.#deny(stream, connection)
    if (!link.requests.take()) {
      this.#penalties.refuse(link.peer, problem('NET_TOO_MANY_REQUESTS', { protocol: stream.protocol }), 1)
      return abortStream(stream, 'NET_TOO_MANY_REQUESTS')
    }
    await serveRequest(stream, (request) => handler(link.peer, request), (why) => {
      // A stream that broke or was late is the line's fault; only content is the sender's.
      const points = why.code.startsWith('NET_') && why.code !== 'NET_FRAME_TOO_LARGE' ? 0 : POINTS_MALFORMED
      this.#penalties.refuse(link.peer, why, points)
    })
  }

  /** Something that only members may do; a stranger goes at once. */
  #deny(stream: Stream, connection: Connection): void {
    abortStream(stream, 'NET_NOT_A_MEMBER')
    this.#door.putOut(connection.remotePeer.toString())
  }

  #onConnect(id: string): void {
    const link = this.#linkOf(id)
    if (!link) return this.#door.connected(id)
    if (link.since !== null) return
    link.since = this.#options.clock.now()
    this.#dialer?.connected(link.peer.id)
    void this.#greet(link)
  }

  /** Readers take no part in the consensus: there is nothing to be written to them, nor by us while we are one. */
  async #greet(link: Link): Promise<void> {
    const { peer, since } = link
    const own = this.directory.get(this.peerId)
    if (peer.access === 'full' && own?.access === 'full') return void link.writer.ensureOpen()
    if (own !== null || peer.access === 'reader' || (await this.#options.handlers.introduce(peer))) {
      if (link.since === since && this.#links.get(peer.id) === link) this.#options.handlers.up(peer)
    } else void this.disconnect(peer.id)
  }

  #onDisconnect(id: PeerId): void {
    this.#door.putOut(id.toString())
    const link = this.#links.get(id.toString())
    // Put out because its place in the membership changed: it may be dialled again as what it is now.
    if (!link) return this.#dialer?.lost(id.toString(), true)
    const { since } = link
    link.since = null
    if (since !== null) this.#options.handlers.down(link.peer)
    // A peer whose gater refuses us is connected for a moment each time: only a connection that lasted earns quick dials.
    this.#dialer?.lost(link.peer.id, since !== null && this.#options.clock.now() - since >= STABLE_MS)
  }

  #linkOf(text: string): Link | null {
    const known = this.#links.get(text)
    if (known) return known
    const peer = this.directory.get(text)
    if (!peer) return null
    const link: Link = {
      peer,
      since: null,
      requests: new TokenBucket(this.#options.clock, REQUEST_RATE),
      writer: new Writer({
        peer,
        protocol: CONS_PROTOCOL,
        log: this.#options.log,
        hello: this.#hello,
        connection: () => this.#connection(text),
        opened: () => this.#options.handlers.up(peer),
      }),
    }
    this.#links.set(text, link)
    return link
  }

  #connections(peerId: string): Connection[] {
    return this.#host?.getConnections().filter((c) => c.status === 'open' && c.remotePeer.toString() === peerId) ?? []
  }
  #connection(peerId: string): Connection | null {
    return this.#connections(peerId)[0] ?? null
  }
  #running(): Host {
    if (!this.#host) throw new CodedError('NET_STOPPED')
    return this.#host
  }
}

const parsedOrNull = (address: string | undefined): HostPort | null => (address ? parseHostPort(address) : null)

export type { HostPort }

import path from 'node:path'
import type { Accepted, AcceptInput, FoundInput, HostState, InvitationPreview, PackagePreview } from '../../../shared/contract/host.ts'
import type { Log } from '../../../shared/kit/env.ts'
import { CodedError, type Problem } from '../../../shared/kit/result.ts'
import { createCluster, type Cluster } from '../demo/cluster.ts'
import { prepareDemo, DEMO_FOLDER } from '../demo/prepare.ts'
import { demoMembers, DEMO_PASSPHRASE, type DemoMember } from '../demo/members.ts'
import { feedDemo } from '../demo/feed.ts'
import type { OsWrap } from '../signer/types.ts'
import { openSocket } from '../gateway/client.ts'
import { socketWire } from '../gateway/socket.ts'
import { pipe, type ChannelServer, type Wire } from '../gateway/wire.ts'
import { foundNetwork, previewPackage, joinNetwork, type JoinInput } from './founding.ts'
import { acceptInvitation, checkRecovery, previewInvitation } from './joining.ts'
import type { MemberPeer, OpenPeer } from './member-peer.ts'
import { readLast, writeLast } from './settings.ts'
import type { Spawner } from './spawner.ts'
import { holdState } from './state.ts'

export interface HostOptions {
  readonly runtime: HostState['runtime']
  readonly appVersion: string
  /** Folder of everything this user has: settings, networks, the demonstration. */
  readonly userData: string
  readonly spawner: Spawner
  readonly openPeer: OpenPeer
  readonly osWrap: OsWrap | null
  readonly log: Log
}

/** What the page's first screen talks to, before and beside any peer. Refusals are CodedErrors. */
export interface Host {
  state(): HostState
  watch(signal?: AbortSignal): AsyncGenerator<HostState, void, void>
  /** Opens the network of the last time, if there was one. Never throws: a failure becomes the state `failed`. */
  resume(): Promise<void>
  startDemo(): Promise<HostState>
  lookAs(id: string): Promise<HostState>
  stopPeer(id: string): Promise<HostState>
  startPeer(id: string): Promise<HostState>
  leaveDemo(): Promise<HostState>
  found(input: FoundInput): Promise<{ packages: { id: string; fileName: string; text: string }[] }>
  previewPackage(text: string): Promise<PackagePreview>
  join(input: JoinInput): Promise<HostState>
  previewInvitation(text: string): InvitationPreview
  acceptInvitation(input: AcceptInput): Promise<Accepted>
  checkRecovery(text: string, passphrase: string): Promise<void>
  /** Connects a page's `peer` channel to whatever peer is looked at; closes it where there is none. */
  readonly peerChannel: ChannelServer
  resumed(): void
  stop(): Promise<void>
}

const asProblem = (error: unknown): Problem =>
  error instanceof CodedError ? { code: error.code, ...(error.params ? { params: error.params } : {}) } : { code: 'HOST_FAULT', params: { procedure: 'start' } }

export function createHost(options: HostOptions): Host {
  const { userData, log } = options
  const holder = holdState({
    mode: 'welcome',
    appVersion: options.appVersion,
    runtime: options.runtime,
    problem: null,
    progress: null,
    demo: null,
    demoPassphrase: null,
  })
  const members = demoMembers()
  const pages = new Set<Wire>()
  let cluster: Cluster | null = null
  let current = members[1]?.id ?? ''
  let own: MemberPeer | null = null
  let starting: Promise<void> | null = null
  let stopping = false

  const demoPeers = (): NonNullable<HostState['demo']>['peers'] =>
    (cluster?.peers() ?? []).map((peer) => {
      const { nameZh, nameEn } = members.find((member) => member.id === peer.id) as DemoMember
      return { ...peer, nameZh, nameEn }
    })
  const showDemo = (): void => {
    if (holder.get().mode === 'demo') holder.set({ demo: { peers: demoPeers(), current } })
  }
  const hangUp = (): void => {
    for (const page of pages) page.close()
  }
  const progress = (step: string, done: number, total: number): void => void holder.set({ progress: { step, done, total } })

  /** One start at a time; a failure is shown, never thrown into nowhere. */
  function begin(work: () => Promise<void>): Promise<void> {
    if (starting) throw new CodedError('HOST_BUSY')
    if (holder.get().mode === 'network' || holder.get().mode === 'demo') throw new CodedError('HOST_NETWORK_OPEN')
    holder.set({ mode: 'starting', problem: null, progress: null })
    starting = work()
      .catch(async (error: unknown) => {
        log('error', 'host.start', { message: error instanceof Error ? (error.stack ?? error.message) : String(error) })
        await closeAll()
        if (!stopping) holder.set({ mode: 'failed', problem: asProblem(error), progress: null, demo: null, demoPassphrase: null })
      })
      .finally(() => (starting = null))
    return starting
  }

  async function runDemo(): Promise<void> {
    const root = path.join(userData, DEMO_FOLDER)
    const started = performance.now()
    const prepared = await prepareDemo(root, members, progress)
    cluster = createCluster(root, members.map((member) => member.id), options.spawner, showDemo)
    let up = 0
    progress('demo.start', 0, members.length)
    await Promise.all(
      members.map(async ({ id }) => {
        await cluster?.start(id)
        progress('demo.start', ++up, members.length)
      }),
    )
    if (!prepared.fed) await feedDemo(cluster, members, prepared, progress)
    writeLast(userData, { kind: 'demo' })
    log('info', 'demo.ready', { ms: Math.round(performance.now() - started), fed: prepared.fed })
    holder.set({ mode: 'demo', progress: null, demo: { peers: demoPeers(), current }, demoPassphrase: DEMO_PASSPHRASE })
  }

  async function runNetwork(folder: string): Promise<void> {
    progress('network.open', 0, 1)
    own = await options.openPeer(path.resolve(userData, folder))
    writeLast(userData, { kind: 'network', folder })
    holder.set({ mode: 'network', progress: null })
  }

  async function closeAll(): Promise<void> {
    hangUp()
    const [peers, peer] = [cluster, own]
    cluster = null
    own = null
    await Promise.all([peers?.stopAll(), peer?.stop()])
  }

  const demo = (): Cluster => {
    if (!cluster || holder.get().mode !== 'demo') throw new CodedError('HOST_NO_DEMO')
    return cluster
  }
  const known = (id: string): string => {
    if (!members.some((member) => member.id === id)) throw new CodedError('DEMO_PEER_UNKNOWN', { id })
    return id
  }

  return {
    state: () => holder.get(),
    watch: (signal) => holder.watch(signal),
    async resume() {
      const last = readLast(userData)
      if (last?.kind === 'demo') await begin(runDemo)
      else if (last?.kind === 'network') await begin(() => runNetwork(last.folder))
    },
    async startDemo() {
      // The page follows the progress by watching: the answer doesn't wait for six peers.
      if (holder.get().mode === 'demo') return holder.get()
      void begin(runDemo)
      return holder.get()
    },
    async lookAs(id) {
      demo()
      current = known(id)
      showDemo()
      hangUp()
      return holder.get()
    },
    async stopPeer(id) {
      await demo().kill(known(id))
      return holder.get()
    },
    async startPeer(id) {
      await demo().start(known(id))
      return holder.get()
    },
    async leaveDemo() {
      demo()
      await closeAll()
      writeLast(userData, null)
      return holder.set({ mode: 'welcome', demo: null, demoPassphrase: null, progress: null, problem: null })
    },
    async found(input) {
      if (holder.get().mode === 'network' || holder.get().mode === 'demo') throw new CodedError('HOST_NETWORK_OPEN')
      const founded = await foundNetwork(userData, input, options.osWrap)
      void begin(() => runNetwork(founded.folder))
      return { packages: founded.packages }
    },
    previewPackage,
    async join(input) {
      if (holder.get().mode === 'network' || holder.get().mode === 'demo') throw new CodedError('HOST_NETWORK_OPEN')
      const folder = await joinNetwork(userData, input, options.osWrap)
      await begin(() => runNetwork(folder))
      return holder.get()
    },
    previewInvitation: (text) => previewInvitation(text, Date.now()),
    async acceptInvitation(input) {
      if (holder.get().mode === 'network' || holder.get().mode === 'demo') throw new CodedError('HOST_NETWORK_OPEN')
      const { folder, ...made } = await acceptInvitation(userData, input, { osWrap: options.osWrap, now: Date.now() })
      void begin(() => runNetwork(folder))
      return made
    },
    async checkRecovery(text, passphrase) {
      const last = readLast(userData)
      if (last?.kind !== 'network') throw new CodedError('HOST_NO_NETWORK')
      await checkRecovery(path.resolve(userData, last.folder), text, passphrase)
    },
    peerChannel(wire) {
      pages.add(wire)
      wire.onClose(() => pages.delete(wire))
      const address = cluster?.addressOf(current)
      if (own) own.serve(wire)
      else if (address && holder.get().mode === 'demo') pipe(wire, socketWire(openSocket(address, 'peer')))
      else wire.close()
    },
    resumed: () => own?.resumed(),
    async stop() {
      stopping = true
      await closeAll()
      await starting?.catch(() => undefined)
      await closeAll()
    },
  }
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Driver } from '../../electron/peer/consensus/driver.ts'
import { LedgerEngine } from '../../electron/peer/consensus/ledger-engine.ts'
import { Pool } from '../../electron/peer/consensus/pool.ts'
import { demoMembers, type DemoMember } from '../../electron/peer/demo/members.ts'
import { foundWith } from '../../electron/peer/host/founding.ts'
import { firstStaff } from '../../electron/peer/host/staff.ts'
import { openChain } from '../../electron/peer/store/chain/open.ts'
import type { ChainStore } from '../../electron/peer/store/chain/types.ts'
import { openSafety } from '../../electron/peer/store/safety/open.ts'
import { unwrap } from '../../shared/kit/result.ts'
import {
  buildPayload, genesisChanges, keyId, keySigner, openGenesis, publicKeyOf, sealEnvelope, sha256, signVote, voterIndex, type DeviceHead, type Hash, type MemberId,
} from '../../shared/ledger/index.ts'
import { LIGHT_KIND, lightApplication, lightBody } from './light.ts'

const TIME = Date.UTC(2026, 0, 5)
const ROUND_TRIP_MS = 1_000

/** One member's peer without sockets: its files, pool and consensus are the product's own. */
export interface MemoryPeer {
  readonly id: MemberId
  readonly chain: ChainStore
  readonly pool: Pool
  readonly driver: Driver
  /** Consensus messages sent, one for each receiver, and their bytes; blocks fetched from others because records were missing. */
  sent: number
  bytes: number
  fetched: number
  /** When each height was committed, ms of performance.now(). */
  readonly commits: Map<number, number>
}

export interface MemoryNetwork {
  readonly peers: readonly MemoryPeer[]
  /** A fresh record of a member: one device signature. */
  record(member: number): Uint8Array
  /** Puts records into every pool, as gossip would. */
  spread(envelopes: readonly Uint8Array[]): void
  close(): void
}

/** So many members: those of the demonstration, and nameless ones beyond. */
function founders(count: number): readonly DemoMember[] {
  const known = demoMembers(count)
  const more = Array.from({ length: count - known.length }, (_, i): DemoMember => ({ ...known.at(-1)!, id: `Y${String(i + 1).padStart(2, '0')}` }))
  return [...known, ...more]
}

/** A network of `count` peers in this process, over queues instead of lines; it is started and idle. */
export function memoryNetwork(count: number): MemoryNetwork {
  const members = founders(count).map((member) => ({ ...member, address: '', staff: firstStaff(member.id, 'OPERATOR').slice(0, 1) }))
  const founded = foundWith('zhengxinlian-bench', members, true, TIME)
  const genesis = unwrap(openGenesis(founded.genesisBytes))
  const { executor, describe, projector } = lightApplication()
  const folder = mkdtempSync(path.join(tmpdir(), 'zxl-bench-'))
  const peers: MemoryPeer[] = []
  const closers: (() => void)[] = []
  let isClosed = false
  const of = (id: MemberId): MemoryPeer => peers.find((peer) => peer.id === id)!
  const now = (): number => Date.now()
  const deliver = (from: MemoryPeer, to: MemoryPeer, frames: readonly Uint8Array[]): void => {
    for (const frame of frames) {
      from.sent += 1
      from.bytes += frame.length + 4
      setImmediate(() => {
        if (!isClosed) to.driver.receive(from.id, frame)
      })
    }
  }
  for (const { network, seeds } of founded.bundles) {
    const id = network.me
    const voteKeyId = keyId(publicKeyOf(seeds.vote))
    const { store: chain } = openChain(path.join(folder, `${id}-chain.db`), {
      genesis: founded.genesisBytes, genesisHash: genesis.hash, genesisTime: TIME, genesisState: () => genesisChanges(genesis, executor), projector, now: TIME,
    })
    const { store: safety } = openSafety(path.join(folder, `${id}-safety.db`), { genesisHash: genesis.hash, voteKeyId, firstTime: true, random: (length) => sha256(seeds.peer).slice(0, length), now: TIME })
    const engine = new LedgerEngine({ chain, genesis, executor, describe })
    const pool = new Pool({ genesisHash: genesis.hash, chain, device: (device) => engine.device(device), opened: engine.opened, clock: { now }, latest: now, log: () => undefined })
    const index = voterIndex(engine.electorate().voters, id)
    const driver = new Driver({
      genesisHash: genesis.hash,
      voters: { me: id, electorate: () => engine.electorate(), of: (epoch) => engine.votersOf(epoch), ownIndex: () => index, role: () => index, epochStart: () => engine.epochStart() },
      chain, safety, engine, pool,
      signVote: (vote) => signVote(genesis.hash, vote, vote.signer, seeds.vote).sig,
      seed: index,
      clock: { now },
      adjustedNow: now,
      mayPropose: () => true,
      log: (level, event, fields) => {
        if (level === 'error') throw new Error(`${id} ${event} ${JSON.stringify(fields)}`)
      },
      send: (to, frames) => {
        for (const peer of peers) if (peer !== self && (to === null || peer.id === to)) deliver(self, peer, frames)
      },
      askable: (holders) => holders,
      fetchBodies: async (from, block: Hash, at) => {
        const content = of(from).driver.content(block)
        self.fetched += 1
        return content && { header: content.header, envelopes: at === null ? content.body : at.map((position) => content.body[position]!) }
      },
      startSync: () => {
        throw new Error(`${id} fell behind.`)
      },
      committing: () => undefined,
      committed: (block) => self.commits.set(block.header.height, performance.now()),
      epochOpened: () => undefined,
      evidence: () => undefined,
      forked: () => undefined,
      changed: () => undefined,
    })
    const self: MemoryPeer = { id, chain, pool, driver, sent: 0, bytes: 0, fetched: 0, commits: new Map() }
    peers.push(self)
    closers.push(() => {
      driver.stop()
      chain.close()
      safety.close()
    })
  }
  for (const { driver } of peers) driver.start(peers.map(({ id }) => id))
  // All peers share one thread, so an answer takes as long as everybody's work: leaders get the longest time there is.
  for (const { driver } of peers) driver.presence(peers.map(({ id }) => id), ROUND_TRIP_MS)
  const heads = new Map<number, DeviceHead>()
  const devices = founded.bundles.map(({ seeds }) => keyId(publicKeyOf(seeds.id)))
  return {
    peers,
    record(member) {
      const { network, seeds } = founded.bundles[member]!
      const head = heads.get(member) ?? { n: 0, prev: null }
      const payload = buildPayload({ kind: LIGHT_KIND, net: genesis.hash, author: network.me, device: devices[member]!, head, at: TIME, body: lightBody(network.me, head.n + 1) })
      const record = sealEnvelope(payload, keySigner(seeds.id))
      heads.set(member, { n: payload.n, prev: record.id })
      return record.bytes
    },
    spread(envelopes) {
      for (const { pool, driver } of peers) {
        for (const envelope of envelopes) {
          const admission = pool.admit(envelope.slice())
          if (!admission.added) throw new Error(admission.why.code)
        }
        driver.pendingChanged()
      }
    },
    close() {
      isClosed = true
      for (const closer of closers) closer()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Until every peer has committed this height. */
export async function allAt(peers: readonly MemoryPeer[], height: number): Promise<void> {
  while (peers.some(({ chain }) => chain.head().height < height)) await new Promise((resolve) => setImmediate(resolve))
}

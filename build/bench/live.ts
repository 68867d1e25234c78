import { measureLimits } from './limits.ts'
import type { Single, Written } from './live-commands.ts'
import { factsOf, settled, withPeers, type LivePeer } from './live-network.ts'
import type { Usage } from './process.ts'
import { round, slope, spread } from './stats.ts'
import { stationCosts } from './stations.ts'

export interface LiveOptions {
  readonly seconds?: number
  readonly members?: number
  readonly writers?: number
  /** Own records a writer may have that are not final yet. */
  readonly inflight?: number
  readonly records?: number
  /** 1: the credit domain with three signatures a record, for information. */
  readonly credit?: number
}

/** Finality of single records in a quiet network: at the author, and at the last of all peers. */
async function singles(peers: readonly LivePeer[], count: number): Promise<object> {
  const before = peers.map(({ usage }) => usage.cpuMs)
  const found = await peers[1]!.ask<Single[]>({ do: 'single', count })
  await settled(peers)
  const cpu = peers.reduce((sum, peer, i) => sum + peer.usage.cpuMs - before[i]!, 0)
  const commits = await Promise.all(peers.map(async (peer) => new Map(await peer.ask<[number, number][]>({ do: 'commits' }))))
  return {
    records: count,
    authorMs: spread(found.map(({ at, height }) => commits[1]!.get(height)! - at)),
    everywhereMs: spread(found.map(({ at, height }) => Math.max(...commits.map((one) => one.get(height)!)) - at)),
    cpuMsPerRecord: round(cpu / count),
  }
}

interface Sample {
  readonly at: number
  readonly usage: readonly Usage[]
}

/** Several peers write as fast as they can. */
async function sustained(peers: readonly LivePeer[], writers: number, seconds: number, inFlight: number): Promise<{ summary: object; perSecond: number }> {
  const [before] = await settled(peers)
  const samples: Sample[] = []
  const started = performance.now()
  const sample = (): number => samples.push({ at: (performance.now() - started) / 1000, usage: peers.map(({ usage }) => usage) })
  sample()
  const timer = setInterval(sample, 1_000)
  const writing = peers.slice(1, 1 + writers).map((peer) => peer.ask<Written>({ do: 'write', seconds, inFlight }))
  const written = await Promise.all(writing)
  clearInterval(timer)
  sample()
  const took = (performance.now() - started) / 1000
  const after = await factsOf(peers)
  const final = Math.min(...after.map(({ records }) => records)) - before!.records
  const blocks = after[0]!.height - before!.height
  const drained = performance.now()
  const settledFacts = await settled(peers)
  const cpuMs = peers.map((_, i) => samples.at(-1)!.usage[i]!.cpuMs - samples[0]!.usage[i]!.cpuMs)
  // The first third fills caches and buffers; growth is what goes on after it.
  const late = samples.filter(({ at }) => at >= took / 3)
  const perSecond = final / took
  return {
    perSecond,
    summary: {
      seconds: round(took, 1), writers, inFlight,
      submitted: written.reduce((sum, { submitted }) => sum + submitted, 0),
      final, blocks, laterViews: after[0]!.laterViews - before!.laterViews, recordsPerBlock: round(final / Math.max(1, blocks), 1),
      finalRecordsPerSecond: round(perSecond, 1),
      finalityMs: spread(written.flatMap(({ latencies }) => latencies)),
      drainMs: Math.round(performance.now() - drained),
      cpuUsPerRecordAndPeer: peers.map((_, i) => Math.round((cpuMs[i]! * 1000) / Math.max(1, final))),
      cpuPercent: cpuMs.map((ms) => round(ms / (took * 10), 1)),
      rssMiB: peers.map((_, i) => samples.filter((__, at) => at % Math.ceil(samples.length / 12) === 0).map(({ usage }) => usage[i]!.rssMiB)),
      rssSlopeMiBPerMinute: peers.map((_, i) => round(60 * slope(late.map(({ at, usage }) => [at, usage[i]!.rssMiB] as const)), 1)),
      heapMiB: settledFacts.map(({ heapMiB }) => heapMiB),
      equalStates: true,
    },
  }
}

/** A running network: finality of single records, then sustained writing by several members at once. */
export async function live(options: LiveOptions): Promise<object> {
  const { seconds = 60, members = 6, writers = 4, inflight = 400, records = 100, credit = 0 } = options
  const limits = await measureLimits()
  const stations = stationCosts()
  const { single, summary, perSecond } = await withPeers(members, credit > 0 ? 'credit' : 'light', async (peers) => {
    // Compilers warm up on the founding grants only: a first few records go unmeasured.
    await peers[1]!.ask({ do: 'single', count: 10 })
    await settled(peers)
    return { single: await singles(peers, records), ...(await sustained(peers, writers, seconds, inflight)) }
  })
  const signatures = credit > 0 ? 3 : 1
  const verifyUs = (signatures * 1_000_000) / limits.verifyPerSecond
  const leastUs = verifyUs + stations.openUs + stations.executeUs + stations.commitUs
  const perSecondAt = (us: number): number => (limits.cpus * 1_000_000) / (members * us)
  return {
    application: credit > 0 ? 'credit: institution.register, three signatures a record' : 'light: one device signature and one state key a record, about 600 bytes',
    limits, stations, single, sustained: summary,
    bound: {
      // A record is verified, opened, executed and stored once by every member; nothing is counted for carrying and ordering it.
      verifyOnlyPerSecond: Math.round(perSecondAt(verifyUs)),
      verifyExecuteStorePerSecond: Math.round(perSecondAt(leastUs)),
      reachedOfBound: round(perSecond / perSecondAt(leastUs)),
    },
    goal: { singleP50Ms: 120, singleP99Ms: 400, finalRecordsPerSecond: 800 },
  }
}

import { measureLimits } from './limits.ts'
import { factsOf, withPeers } from './live-network.ts'
import type { Usage } from './process.ts'
import { pause, round, slope } from './stats.ts'

/** ms after which a network that was just founded has come to rest. */
const REST = 15_000
const SAMPLE_MS = 5_000

/** What a quiet network costs: processor, memory and its growth, wake-ups of each peer, blocks and consensus messages (there must be none). */
export async function idle(options: { readonly seconds?: number; readonly minutes?: number; readonly members?: number }): Promise<object> {
  const { minutes, members = 6 } = options
  const seconds = minutes === undefined ? (options.seconds ?? 60) : minutes * 60
  const limits = await measureLimits()
  return withPeers(members, 'credit', async (peers) => {
    await pause(REST)
    const before = await factsOf(peers)
    const from = peers.map(({ usage }) => usage)
    const samples: { at: number; usage: readonly Usage[] }[] = []
    const started = performance.now()
    for (let left = seconds * 1000; left > 0; left = seconds * 1000 - (performance.now() - started)) {
      await pause(Math.min(SAMPLE_MS, left))
      samples.push({ at: (performance.now() - started) / 1000, usage: peers.map(({ usage }) => usage) })
    }
    const last = samples.at(-1)!
    const after = await factsOf(peers)
    return {
      limits, seconds: Math.round(last.at),
      peers: before.map(({ me }, i) => ({
        me,
        cpuPercent: round((last.usage[i]!.cpuMs - from[i]!.cpuMs) / (last.at * 10)),
        rssMiB: [from[i]!.rssMiB, last.usage[i]!.rssMiB],
        rssSlopeMiBPerMinute: round(60 * slope(samples.map(({ at, usage }) => [at, usage[i]!.rssMiB] as const)), 3),
        heapMiB: [before[i]!.heapMiB, after[i]!.heapMiB],
        wakesPerSecond: round((last.usage[i]!.wakes - from[i]!.wakes) / last.at, 1),
        consensusMessages: after[i]!.consensusSent - before[i]!.consensusSent,
        blocks: after[i]!.height - before[i]!.height,
      })),
      goal: { cpuPercent: 1, consensusMessages: 0 },
      bound: 'nothing to do costs nothing: only heartbeats of the connections remain',
    }
  })
}

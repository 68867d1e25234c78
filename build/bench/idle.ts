import { usageOf } from './process.ts'
import { startNetwork } from './network.ts'
import { headOf } from '../../electron/peer/demo/wait.ts'
import { pause, round } from './stats.ts'

/** ms after which a network that was just founded has come to rest. */
const REST = 8_000

/** What a quiet network costs: processor, memory, wake-ups of each process, and blocks (there must be none). */
export async function idle(options: { readonly seconds?: number; readonly members?: number }): Promise<object> {
  const { seconds = 60, members = 6 } = options
  const network = await startNetwork(members)
  try {
    const height = async (): Promise<number> => (await headOf(network.teamOf(network.ids[0]!))).height
    const before = await height()
    await pause(REST)
    const peers = network.cluster.peers().map(({ id, pid }) => ({ id, pid: pid!, from: usageOf(pid!) }))
    await pause(seconds * 1000)
    const processes = peers.flatMap(({ id, pid, from }) => {
      const to = usageOf(pid)
      if (!from || !to) return []
      return [{ id, cpuPercent: round((to.cpuMs - from.cpuMs) / (seconds * 10)), rssMiB: to.rssMiB, wakesPerSecond: round((to.wakes - from.wakes) / seconds, 1) }]
    })
    return { seconds, processes, blocks: (await height()) - before, limit: 'nothing to do costs nothing: only heartbeats of the connections remain' }
  } finally {
    await network.remove()
  }
}

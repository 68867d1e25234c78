import { forgetVerified } from '../../shared/ledger/index.ts'
import { allAt, memoryNetwork } from './in-process.ts'
import { measureLimits } from './limits.ts'
import { round, spread } from './stats.ts'

/** Slots before the measured ones: compilers and caches warm up. */
const WARM = 2

/**
 * Many peers in one process over queues instead of lines, with real files, signatures and encodings: how long a slot takes
 * and what each peer sends for it. All share one thread, so the time is all peers' work one after another.
 */
export async function forty(options: { readonly members?: number; readonly slots?: number; readonly records?: number }): Promise<object> {
  const { members = 40, slots = 5, records = 1 } = options
  const limits = await measureLimits()
  const before = process.memoryUsage().rss
  const network = memoryNetwork(members)
  try {
    const slotMs: number[] = []
    const cpuMs: number[] = []
    const admitMs: number[] = []
    const messages: number[] = []
    const bytes: number[] = []
    for (let slot = 1; slot <= WARM + slots; slot++) {
      const envelopes = Array.from({ length: records }, (_, i) => network.record(i % members))
      // Every peer verifies for itself: what one has verified helps the others only because they share this process.
      forgetVerified()
      const sent = network.peers.map((peer) => ({ messages: peer.sent, bytes: peer.bytes }))
      const cpu = process.cpuUsage()
      const started = performance.now()
      network.spread(envelopes)
      const admitted = performance.now()
      await allAt(network.peers, slot)
      if (slot <= WARM) continue
      const used = process.cpuUsage(cpu)
      slotMs.push(performance.now() - admitted)
      admitMs.push(admitted - started)
      cpuMs.push((used.user + used.system) / 1000)
      messages.push(network.peers.reduce((sum, peer, i) => sum + peer.sent - sent[i]!.messages, 0))
      bytes.push(...network.peers.map((peer, i) => peer.bytes - sent[i]!.bytes))
    }
    const roots = new Set(network.peers.map(({ chain }) => chain.head().stateRoot.toString()))
    return {
      limits, members, slots, recordsPerSlot: records,
      slotMs: spread(slotMs), admitMs: spread(admitMs), cpuMsPerSlot: spread(cpuMs),
      cpuMsPerSlotAndPeer: round(spread(cpuMs).p50 / members),
      messagesPerSlot: spread(messages), bytesPerPeerAndSlot: spread(bytes),
      bodiesFetched: network.peers.reduce((sum, peer) => sum + peer.fetched, 0),
      rssMiBPerPeer: round((process.memoryUsage().rss - before) / 1_048_576 / members, 1),
      equalStates: roots.size === 1,
      // Peers in one process remember each other's verifications: each vote of the slot is verified once, and signed once.
      bound: { signaturesMs: round(2 * members * (1000 / limits.signPerSecond + 1000 / limits.verifyPerSecond)), flushesMs: round(3 * members * limits.fsyncMs.p50) },
    }
  } finally {
    network.close()
  }
}

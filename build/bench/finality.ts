import { utf8, fromHex } from '../../shared/kit/bytes.ts'
import { agenciesCsv, demoAgencies } from '../../electron/peer/demo/data/agencies.ts'
import { carry, draftsOf, importTable, type Team } from '../../electron/peer/demo/desk.ts'
import { agreed, headOf, settled } from '../../electron/peer/demo/wait.ts'
import { readFolder } from '../../electron/peer/host/read-folder.ts'
import { measureLimits, type Limits } from './limits.ts'
import { startNetwork, type BenchNetwork } from './network.ts'
import { usageOf } from './process.ts'
import { pause, round, spread } from './stats.ts'

const PATIENCE = 180_000
const DAY = '2026-01-05'

/** When a record was signed, and when each member had it final: read from the members' own files afterwards, so that asking disturbs nothing. */
interface Traced {
  readonly author: number
  readonly everywhere: number
  readonly final: number
}

/** Institutions of one center, signed by all but the approver. */
async function reviewed(team: Team, name: string, from: number, count: number): Promise<string[]> {
  const agencies = demoAgencies(from + count, [team.memberId], DAY).slice(from)
  const { batchId, created } = await importTable(team, 'institutions', name, utf8(agenciesCsv(agencies)))
  if (created !== count) throw new Error(`imported ${created} of ${count}`)
  const ids = (await draftsOf(team, batchId)).map(({ id }) => id)
  await carry(team, ids, 'reviewed')
  return ids
}

/** Processor time of all members together so far, ms. */
const cpuOf = ({ cluster }: BenchNetwork): number => cluster.peers().reduce((sum, { pid }) => sum + (usageOf(pid ?? 0)?.cpuMs ?? 0), 0)

/** Approves one draft and waits, without asking more than needed, until its record is final at the author. */
async function single(team: Team, id: string): Promise<string> {
  const { client } = await team.desk('AP')
  const { rev } = await client.drafts.get({ id })
  const { recordId } = await client.drafts.act({ id, rev, action: 'approve' })
  for (;;) {
    await pause(150)
    const { record } = await client.drafts.get({ id })
    if (record?.word === 'final') return recordId!
  }
}

function trace(network: BenchNetwork, author: string, signedAt: ReadonlyMap<string, number>): Map<string, Traced> {
  const committed = new Map<string, number[]>()
  const own = new Map<string, number>()
  for (const id of network.ids) {
    const files = readFolder(network.cluster.folderOf(id))
    try {
      for (const recordId of signedAt.keys()) {
        const record = files.chain!.record(fromHex(recordId))!
        const { finalizedAt } = files.chain!.header(record.height)!
        committed.set(recordId, [...(committed.get(recordId) ?? []), finalizedAt])
        if (id === author) own.set(recordId, finalizedAt)
      }
    } finally {
      files.close()
    }
  }
  return new Map(
    [...signedAt].map(([recordId, at]) => {
      const last = Math.max(...committed.get(recordId)!)
      return [recordId, { author: own.get(recordId)! - at, everywhere: last - at, final: last }]
    }),
  )
}

async function signingTimes(team: Team): Promise<Map<string, { recordId: string; at: number }>> {
  const client = await team.anyone()
  const times = new Map<string, { recordId: string; at: number }>()
  for (let offset = 0; ; offset += 200) {
    const { items } = await client.outbox.list({ limit: 200, offset })
    for (const { draftId, recordId, savedAt } of items) if (draftId) times.set(draftId, { recordId, at: savedAt })
    if (items.length < 200) return times
  }
}

/** Finality as people see it: from the approver's signature to the block's commit, at the author and at the last of all members. */
export async function finality(options: { readonly records?: number; readonly burst?: number; readonly members?: number }): Promise<object> {
  const { records = 100, burst = 200, members = 6 } = options
  const limits: Limits = await measureLimits()
  const network = await startNetwork(members)
  try {
    const author = network.ids[1]!
    const team = network.teamOf(author)
    const ones = await reviewed(team, 'ones.csv', 0, records)
    const many = await reviewed(team, 'many.csv', records, burst)
    const everywhere = async (): Promise<void> => {
      await settled(team, PATIENCE)
      await agreed(network.ids.map((id) => network.teamOf(id)), (await headOf(team)).height, PATIENCE)
    }
    await everywhere()
    const fresh = cpuOf(network)
    for (const id of ones) await single(team, id)
    const cpuSingle = cpuOf(network) - fresh
    const before = (await headOf(team)).height
    const started = performance.now()
    const { client } = await team.desk('AP')
    await client.drafts.actMany({ ids: many, action: 'approve' })
    const signed = performance.now() - started
    await everywhere()
    const cpuBurst = cpuOf(network) - fresh - cpuSingle
    const blocks = (await headOf(team)).height - before
    const times = await signingTimes(team)
    await network.stop()
    const signedAt = new Map([...ones, ...many].map((id) => [times.get(id)!.recordId, times.get(id)!.at]))
    const traced = trace(network, author, signedAt)
    const of = (ids: readonly string[]): Traced[] => ids.map((id) => traced.get(times.get(id)!.recordId)!)
    const group = of(many)
    const wall = Math.max(...group.map(({ final }) => final)) - Math.min(...many.map((id) => times.get(id)!.at))
    const flush = limits.fsyncMs.p50
    return {
      limits,
      upMs: network.upMs,
      singleMs: { records, author: spread(of(ones).map((one) => one.author)), everywhere: spread(of(ones).map((one) => one.everywhere)), cpuPerRecord: round(cpuSingle / records, 1) },
      // Batch wait; proposal, vote and finalize each flushed before they are sent; the outbox before, the block after.
      singleBoundMs: round(60 + 5 * flush + 2 * limits.loopbackRttMs.p50),
      burst: { records: burst, blocks, signedInMs: Math.round(signed), allFinalMs: wall, recordsPerSecond: Math.round((burst * 1000) / wall), cpuPerRecord: round(cpuBurst / burst, 1), everywhereMs: spread(group.map((one) => one.everywhere)) },
      // Every member verifies the record's signature and those of its two steps.
      burstBoundRecordsPerSecond: Math.round((limits.verifyPerSecond * limits.cpus) / (3 * members)),
    }
  } finally {
    await network.remove()
  }
}

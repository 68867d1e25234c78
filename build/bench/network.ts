import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createCluster, type Cluster } from '../../electron/peer/demo/cluster.ts'
import { createTeam, type Team } from '../../electron/peer/demo/desk.ts'
import { DEMO_PASSPHRASE, demoMembers } from '../../electron/peer/demo/members.ts'
import { foundLocal } from '../../electron/peer/demo/prepare.ts'
import { staffKnown } from '../../electron/peer/demo/wait.ts'
import { nodeSpawner } from '../../electron/peer/host/spawn-node.ts'

/** The built file of a member process: what users run is measured, not the sources. */
export const HOST_ENTRY = path.resolve(import.meta.dirname, '../../out/peer/host-node.js')

export interface BenchNetwork {
  readonly ids: readonly string[]
  readonly root: string
  readonly cluster: Cluster
  teamOf(id: string): Team
  /** ms until founded, until all processes answer, and until all staff is on the ledger. */
  readonly upMs: { readonly found: number; readonly start: number; readonly staff: number }
  stop(): Promise<void>
  /** Stops what runs and removes all files. */
  remove(): Promise<void>
}

/** ms a network may take for anything. */
const PATIENCE = 120_000

/** A fresh network of `count` member processes on this machine, ready for work. */
export async function startNetwork(count: number): Promise<BenchNetwork> {
  if (!existsSync(HOST_ENTRY)) throw new Error('Build first: npm run build')
  const folder = mkdtempSync(path.join(tmpdir(), 'zxl-bench-'))
  const root = path.join(folder, 'network')
  const members = demoMembers(count)
  const ids = members.map(({ id }) => id)
  const cluster = createCluster(root, ids, nodeSpawner(HOST_ENTRY))
  const teams = new Map<string, Team>()
  const teamOf = (id: string): Team => {
    const known = teams.get(id) ?? createTeam(id, cluster.addressOf(id)!, DEMO_PASSPHRASE)
    teams.set(id, known)
    return known
  }
  const stop = async (): Promise<void> => {
    for (const team of teams.values()) team.close()
    teams.clear()
    await cluster.stopAll()
  }
  const remove = async (): Promise<void> => {
    await stop()
    rmSync(folder, { recursive: true, force: true })
  }
  const took = async (work: () => Promise<unknown>): Promise<number> => {
    const started = performance.now()
    await work()
    return Math.round(performance.now() - started)
  }
  try {
    const found = await took(() => foundLocal(root, 'zhengxinlian-bench', members, DEMO_PASSPHRASE, () => undefined))
    const start = await took(() => Promise.all(ids.map((id) => cluster.start(id))))
    const staff = await took(() => Promise.all(ids.map((id) => staffKnown(teamOf(id), PATIENCE))))
    return { ids, root, cluster, teamOf, upMs: { found, start, staff }, stop, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

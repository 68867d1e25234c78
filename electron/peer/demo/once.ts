import { readFileSync } from 'node:fs'
import { utf8 } from '../../../shared/kit/bytes.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import type { Spawner } from '../host/spawner.ts'
import { createCluster } from './cluster.ts'
import { conductOfOne } from './data/conduct.ts'
import { engagementsOfOne } from './data/engagements.ts'
import { carry, createTeam, draftsOf, importTable, type Team } from './desk.ts'
import { finalityOf, type Finality } from './latency.ts'
import { demoMembers, DEMO_PASSPHRASE } from './members.ts'
import { foundLocal, type Progress } from './prepare.ts'
import { agreed, headOf, settled, staffKnown, type Head } from './wait.ts'
import { testify, type Testimony } from './witness.ts'

export interface OnceOptions {
  /** A folder that doesn't exist yet. */
  readonly root: string
  readonly members: number
  readonly csv: { readonly name: string; readonly bytes: Uint8Array }
  /** Day of the rating, yyyy-MM-dd. */
  readonly today: string
  readonly spawner: Spawner
  readonly progress: Progress
}

export interface OnceReport {
  readonly ok: boolean
  /** Every single thing that has to hold. */
  readonly checks: Readonly<Record<string, boolean>>
  readonly members: readonly string[]
  readonly counts: { readonly rows: number; readonly rejected: number; readonly known: number; readonly institutions: number; readonly engagements: number; readonly conduct: number; readonly ratings: number; readonly records: number; readonly void: number }
  readonly phaseMs: Readonly<Record<string, number>>
  /** Of the institutions, while all peers are up. */
  readonly finalityMs: Finality
  /** Of what was published around the killing of a peer, until it was back. */
  readonly disturbedFinalityMs: Finality
  readonly heads: Readonly<Record<string, Head>>
  readonly killed: { readonly member: string; readonly atHeight: number; readonly caughtUpTo: number }
  readonly agency: { readonly uscc: string; readonly nameZh: string; readonly notation: string; readonly score: number | null; readonly class: string; readonly recordId: string }
  readonly witness: Testimony & { readonly member: string }
  readonly processes: readonly { readonly id: string; readonly pid: number | null; readonly rssMiB: number | null }[]
}

/** ms: small machines and two hundred records at thirteen peers. */
const TIMEOUT = 180_000

/**
 * The main job without a person: founds the network, starts its peers, registers the table's institutions at one center,
 * records conduct and a rating with a committee's votes, kills one peer in the middle and brings it back, and asks another
 * center's own files. Throws CodedError DEMO_* where a step is refused or takes too long; the peers are stopped either way.
 */
export async function demoOnce(options: OnceOptions): Promise<OnceReport> {
  const { root, today, progress } = options
  const members = demoMembers(options.members)
  const ids = members.map((member) => member.id)
  const [, author = '', witness = ''] = ids
  const victim = ids[ids.length - 1] ?? ''
  const phaseMs: Record<string, number> = {}
  const phase = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const started = performance.now()
    const result = await work()
    phaseMs[name] = Math.round(performance.now() - started)
    progress(name, 1, 1)
    return result
  }
  const cluster = createCluster(root, ids, options.spawner)
  const teams = new Map<string, Team>()
  const teamOf = (id: string): Team => {
    const known = teams.get(id)
    if (known) return known
    const address = cluster.addressOf(id)
    if (!address) throw new CodedError('DEMO_PEER_NOT_STARTED', { id, reason: 'gone' })
    const team = createTeam(id, address, DEMO_PASSPHRASE)
    teams.set(id, team)
    return team
  }
  const publish = async (kind: 'institutions' | 'engagements' | 'conduct', csv: { name: string; bytes: Uint8Array }) => {
    const imported = await importTable(teamOf(author), kind, csv.name, csv.bytes)
    if (imported.created === 0) throw new CodedError('DEMO_IMPORT_REFUSED', { kind, member: author, rejected: imported.rejected })
    const drafts = await draftsOf(teamOf(author), imported.batchId)
    return { imported, drafts, ids: drafts.map((draft) => draft.id) }
  }

  try {
    await phase('found', () => foundLocal(root, 'zhengxinlian-demo-once', members, DEMO_PASSPHRASE, () => undefined))
    await phase('start', () => Promise.all(ids.map((id) => cluster.start(id))))
    await phase('staff', () => Promise.all(ids.map((id) => staffKnown(teamOf(id), TIMEOUT))))

    const institutions = await phase('import', () => publish('institutions', options.csv))
    await phase('sign', () => carry(teamOf(author), institutions.ids))
    const everywhere = async (on: readonly string[]): Promise<Head> => {
      await settled(teamOf(author), TIMEOUT)
      return agreed(on.map(teamOf), (await headOf(teamOf(author))).height, TIMEOUT)
    }
    const atHeight = (await phase('final', () => everywhere(ids))).height

    const reader = await teamOf(author).anyone()
    const first = institutions.drafts[0]
    const uscc = first?.uscc ?? ''
    const institution = await reader.institutions.get({ uscc })
    const roles = institution.content['roles']
    const role = Array.isArray(roles) && typeof roles[0] === 'string' ? roles[0] : 'OTHER'
    await phase('engagements', async () => {
      const { ids: drafts } = await publish('engagements', { name: 'engagements.csv', bytes: utf8(engagementsOfOne(uscc, role, author, today).csv) })
      await carry(teamOf(author), drafts)
    })
    // The plug is pulled while the engagements are on their way.
    await phase('kill', async () => {
      teamOf(victim).close()
      teams.delete(victim)
      await cluster.kill(victim)
    })
    const alive = ids.filter((id) => id !== victim)
    await phase('finalWithoutIt', () => everywhere(alive))
    await phase('conduct', async () => {
      const { ids: drafts } = await publish('conduct', { name: 'conduct.csv', bytes: utf8(conductOfOne(uscc, author, today).csv) })
      // One by one, as people do: this is what a single record's finality looks like.
      for (const id of drafts) {
        await carry(teamOf(author), [id])
        await everywhere(alive)
      }
    })
    const recordId = await phase('rating', async () => {
      const { client } = await teamOf(author).desk('AN')
      const opinion = '演示评级意见：依据网络内已定局的模拟记录计算，不代表任何真实机构。'
      const { draftId } = await client.ratings.propose({ uscc, asOf: today, outlook: 'STA', watch: false, opinion })
      await carry(teamOf(author), [draftId])
      await everywhere(alive)
      return (await client.drafts.get({ id: draftId })).recordId ?? ''
    })
    const head = await phase('rejoin', async () => {
      await cluster.start(victim)
      return everywhere(ids)
    })

    const heads = Object.fromEntries(await Promise.all(ids.map(async (id) => [id, await headOf(teamOf(id))] as const)))
    const { client: clerk } = await teamOf(author).desk('CL')
    const registered = (await clerk.drafts.get({ id: institutions.ids[0] ?? '' })).recordId ?? ''
    const rated = await (await teamOf(witness).anyone()).institutions.get({ uscc })
    const rating = rated.ratings.find((one) => one.origin.recordId === recordId)
    const overview = await (await teamOf(witness).anyone()).overview.get()
    const isInstitution = (kind: string): boolean => kind === 'institution.register'
    const finality = await finalityOf(teamOf(author), isInstitution)
    const disturbed = await finalityOf(teamOf(author), (kind) => !isInstitution(kind))
    const { void: voided } = await settled(teamOf(author), TIMEOUT)
    const processes = cluster.peers().map(({ id, pid }) => ({ id, pid, rssMiB: rssOf(pid) }))
    for (const team of teams.values()) team.close()
    await phase('stop', () => cluster.stopAll())

    const testimony = await phase('verify', async () => testify(cluster.folderOf(witness), recordId))
    const registration = testify(cluster.folderOf(witness), registered)
    const checks = {
      allRowsFinal: institutions.imported.rejected === 0 && overview.counts.institutions === institutions.ids.length,
      nothingVoid: voided === 0,
      threeKeys: registration.final && registration.keys === 3,
      sameStateEverywhere: Object.values(heads).every((one) => one.stateRoot === head.stateRoot && one.height === head.height),
      killedPeerCaughtUp: heads[victim]?.height === head.height && head.height > atHeight,
      ratingSeenByWitness: rating !== undefined && rating.origin.state.word === 'final' && rating.origin.state.void === null,
      ratingFinalInWitnessFiles: testimony.final,
      ratingRecomputes: testimony.recomputed !== '' && testimony.recomputed === testimony.published && testimony.score.recomputed === testimony.score.published,
      committeeVoted: testimony.keys >= 6,
    }
    const { counts } = overview
    return {
      ok: Object.values(checks).every(Boolean),
      checks,
      members: ids,
      counts: { rows: institutions.imported.created + institutions.imported.known + institutions.imported.rejected, rejected: institutions.imported.rejected, known: institutions.imported.known, ...counts, records: head.records, void: voided },
      phaseMs,
      finalityMs: finality,
      disturbedFinalityMs: disturbed,
      heads,
      killed: { member: victim, atHeight, caughtUpTo: heads[victim]?.height ?? 0 },
      agency: { uscc, nameZh: first?.title ?? '', notation: rating?.notation ?? '', score: rating?.score ?? null, class: rating?.class ?? '', recordId },
      witness: { member: witness, ...testimony },
      processes,
    }
  } finally {
    for (const team of teams.values()) team.close()
    await cluster.stopAll()
  }
}

/** Resident memory of a process in MiB where the system tells (Linux); null elsewhere. */
function rssOf(pid: number | null): number | null {
  if (pid === null) return null
  try {
    const kib = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kib === undefined ? null : Math.round(Number(kib) / 1024)
  } catch {
    return null
  }
}

import { utf8 } from '../../../shared/kit/bytes.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import type { ImportKind } from '../../../shared/contract/imports.ts'
import type { Cluster } from './cluster.ts'
import { agenciesCsv, demoAgencies, type DemoAgency } from './data/agencies.ts'
import { demoConduct } from './data/conduct.ts'
import { demoEngagements } from './data/engagements.ts'
import { carry, createTeam, draftsOf, importTable, type OnStep, type Stop, type Team } from './desk.ts'
import { DEMO_PASSPHRASE, type DemoMember } from './members.ts'
import type { Prepared, Progress } from './prepare.ts'
import { agreed, headOf, settled, staffKnown } from './wait.ts'

/** Agencies in the demonstration: most of them final, four a center left on the desks so that every box has something in it. */
const AGENCIES = 65
const LEFT_PER_CENTER = 4
/** How many agencies of its own a center has rated; the next two wait for review and for the committee's votes. */
const RATED = 6
const TIMEOUT = 60_000

/** Counts steps over all centers and tells the page. */
function counter(step: string, total: number, progress: Progress): OnStep {
  let done = 0
  progress(step, 0, total)
  return (_step, count) => progress(step, Math.min((done += count), total), total)
}

async function load(team: Team, kind: ImportKind, csv: string): Promise<string[]> {
  const { batchId, created, rejected } = await importTable(team, kind, `演示-${kind}-${team.memberId}.csv`, utf8(csv))
  if (rejected > 0 || created === 0) throw new CodedError('DEMO_IMPORT_REFUSED', { kind, member: team.memberId, rejected })
  return (await draftsOf(team, batchId)).map((draft) => draft.id)
}

/** Leaves one draft of each: as it was typed, to be reviewed, returned with a comment, to be approved. */
async function leave(team: Team, [, submitted, returned, reviewed]: readonly string[]): Promise<void> {
  await carry(team, [submitted, returned].filter((id) => id !== undefined), 'submitted')
  if (reviewed) await carry(team, [reviewed], 'reviewed')
  if (!returned) return
  const { client } = await team.desk('RV')
  const { rev } = await client.drafts.get({ id: returned })
  await client.drafts.act({ id: returned, rev, action: 'return', comment: '演示退回：请核对注册地与主办中心。' })
}

async function rateAll(team: Team, usccs: readonly string[], today: string, stop: Stop, onStep: OnStep): Promise<void> {
  const { client } = await team.desk('AN')
  const opinion = '演示评级意见：依据网络内已定局的模拟记录计算，不代表任何真实机构。'
  const drafts: string[] = []
  for (const uscc of usccs) drafts.push((await client.ratings.propose({ uscc, asOf: today, outlook: 'STA', watch: false, opinion })).draftId)
  await carry(team, drafts, stop, onStep)
}

/**
 * Fills a fresh demonstration through its peers' own interface, as their staff would: institutions, then services, conduct
 * and ratings, each by several people, with some left at every stage. Throws CodedError DEMO_*, and what the peers refuse.
 */
export async function feedDemo(cluster: Cluster, members: readonly DemoMember[], prepared: Prepared, progress: Progress): Promise<void> {
  const { today } = prepared
  const teamOf = (id: string): Team => {
    const address = cluster.addressOf(id)
    if (!address) throw new CodedError('DEMO_PEER_NOT_STARTED', { id, reason: 'gone' })
    return createTeam(id, address, DEMO_PASSPHRASE)
  }
  const all = members.map((member) => teamOf(member.id))
  const teams = all.filter((team) => team.memberId !== members[0]?.id)
  const centers = teams.map((team) => team.memberId)
  const each = <T>(work: (team: Team, index: number) => Promise<T>): Promise<T[]> => Promise.all(teams.map(work))
  /** All that was signed is final, and every peer has it. */
  const settle = async (): Promise<void> => {
    await each((team) => settled(team, TIMEOUT))
    const heights = await Promise.all(teams.map(headOf))
    await agreed(all, Math.max(...heights.map((head) => head.height)), TIMEOUT)
  }
  try {
    progress('demo.staff', 0, 1)
    await each((team) => staffKnown(team, TIMEOUT))

    const agencies = demoAgencies(AGENCIES, centers, today)
    const shown = agencies.slice(0, AGENCIES - LEFT_PER_CENTER * centers.length)
    const at = (list: readonly DemoAgency[], center: string): string => agenciesCsv(list.filter((agency) => agency.home === center))
    const register = counter('demo.institutions', shown.length * 3, progress)
    await each(async (team) => carry(team, await load(team, 'institutions', at(shown, team.memberId)), 'published', register))
    await settle()
    await each(async (team) => leave(team, await load(team, 'institutions', at(agencies.slice(shown.length), team.memberId))))

    const services = demoEngagements(shown, centers, today)
    const facts = demoConduct(shown, centers, today)
    const sum = (tables: readonly { readonly rows: number }[]): number => tables.reduce((total, table) => total + table.rows, 0)
    const engage = counter('demo.engagements', sum(services) * 2, progress)
    await each(async (team, index) => {
      const ids = await load(team, 'engagements', services[index]?.csv ?? '')
      await carry(team, ids.slice(1), 'published', engage)
      await carry(team, ids.slice(0, 1), 'submitted', engage)
    })
    const record = counter('demo.conduct', sum(facts) * 3, progress)
    await each(async (team, index) => {
      const ids = await load(team, 'conduct', facts[index]?.csv ?? '')
      await carry(team, ids.slice(2), 'published', record)
      await carry(team, ids.slice(0, 1), 'submitted', record)
      await carry(team, ids.slice(1, 2), 'reviewed', record)
    })
    await settle()

    const assess = counter('demo.ratings', centers.length * ((RATED + 1) * 6 + 3), progress)
    await each(async (team, index) => {
      const own = shown.filter((agency) => agency.home === team.memberId).map((agency) => agency.uscc)
      // One that another center rates too: the composite has more than one source.
      const guest = services[index]?.usccs.find((uscc) => !own.includes(uscc))
      await rateAll(team, [...own.slice(0, RATED), ...(guest ? [guest] : [])], today, 'published', assess)
      await rateAll(team, own.slice(RATED, RATED + 1), today, 'submitted', assess)
      await rateAll(team, own.slice(RATED + 1, RATED + 2), today, 'reviewed', assess)
    })
    await settle()
    prepared.done()
  } finally {
    for (const team of all) team.close()
  }
}

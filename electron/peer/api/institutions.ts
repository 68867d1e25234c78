import { dateOfTime } from '../../../shared/credit/dates.ts'
import { compositeView } from '../../../shared/credit/rating/composite-view.ts'
import { disputedRecords } from '../../../shared/credit/redress/target.ts'
import { conductVersions, engagementVersions, institutionVersions, ratingVersions, statusOf } from '../../../shared/credit/state/read.ts'
import type { ConductView, EngagementView, InstitutionView, Origin, RatingView } from '../../../shared/credit/state/views.ts'
import { checkUscc, normaliseUscc } from '../../../shared/credit/uscc/check.ts'
import type { InstitutionDetail, InstitutionRow } from '../../../shared/contract/institutions.ts'
import { fromHex } from '../../../shared/kit/bytes.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import type { InstitutionHit } from '../store/views/types.ts'
import type { Guarded } from './context.ts'
import type { ApiDeps } from './deps.ts'
import { sees, sightOf } from './drafts/visibility.ts'
import { methodology, today } from './ledger-facts.ts'
import { notationOf } from './notation.ts'
import { plainProblem } from './plain.ts'
import { finalState } from './record-state.ts'
import { timelineOf } from './timeline.ts'

/** Look-alikes shown while typing. */
const SIMILAR = 8

/** institutions.*: the register as the newest final block has it. Open to everybody at this desktop: nothing in it is private. */
export function institutionHandlers(os: Guarded, deps: ApiDeps) {
  const { chain } = deps.node
  return {
    search: os.institutions.search.handler(({ input }) => {
      const started = process.hrtime.bigint()
      const { q, type, home, bizStatus, sort, descending, limit, offset } = input
      const found = chain.views.search({
        q,
        sort,
        descending,
        limit,
        offset,
        ...(type ? { type } : {}),
        ...(home ? { home } : {}),
        ...(bizStatus ? { bizStatus } : {}),
        ...(input.class ? { class: input.class } : {}),
      })
      return { total: found.total, items: found.items.map(shownRow), tookMicros: Number((process.hrtime.bigint() - started) / 1000n) }
    }),
    get: os.institutions.get.handler(({ input }) => detailOf(deps, normaliseUscc(input.uscc))),
    similar: os.institutions.similar.handler(({ input, context }) => {
      const uscc = normaliseUscc(input.uscc)
      const check = uscc === '' ? null : checkUscc(uscc)
      const hits = new Map<string, InstitutionHit>()
      for (const hit of uscc.length >= 4 ? chain.views.search({ q: uscc, limit: SIMILAR }).items : []) hits.set(hit.uscc, hit)
      const name = input.name.trim()
      for (const hit of name.length >= 2 ? [...chain.views.named(name), ...chain.views.search({ q: name, limit: SIMILAR }).items] : []) hits.set(hit.uscc, hit)
      const problems = [...(check?.failures ?? []), ...(check?.warnings ?? [])].map((finding) => ({ ...plainProblem(finding), path: finding.path }))
      if (check?.suggestion) problems.push({ code: 'USCC_SUGGESTION', params: { suggestion: check.suggestion }, path: 'uscc' })
      const drafted = uscc.length === 18 ? deps.workbench.drafts.list({ uscc, kind: 'institution.register', states: ['draft', 'submitted', 'returned', 'reviewed'], limit: 1 }).items[0] : undefined
      // The register is everybody's; a draft is shown to those who may read it.
      const { session } = context.channel
      if (drafted && session && sees(sightOf(deps, session), drafted)) problems.push({ code: 'INSTITUTION_IN_DRAFT', params: { title: drafted.title, creator: drafted.creator }, path: 'uscc' })
      return { items: [...hits.values()].slice(0, SIMILAR).map(shownRow), problems }
    }),
  }
}

const shownRow = (hit: InstitutionHit): InstitutionRow => ({
  uscc: hit.uscc,
  nameZh: hit.nameZh,
  shortName: hit.shortName,
  type: hit.type,
  home: hit.home,
  regionCode: hit.regionCode,
  bizStatus: hit.bizStatus,
  composite: hit.composite && { score: hit.composite.score, notation: hit.composite.notation, class: hit.composite.class, flags: [...hit.composite.flags] },
  engagements: hit.engagements,
  conductPositive: hit.conductPositive,
  conductNegative: hit.conductNegative,
  height: hit.height,
})

/** Everything the ledger says of one institution. Throws CodedError INSTITUTION_UNKNOWN. */
function detailOf(deps: ApiDeps, uscc: string): InstitutionDetail {
  const { state } = deps.node.chain
  const versions = institutionVersions(state, uscc)
  const current = versions.at(-1)
  if (!current) throw new CodedError('INSTITUTION_UNKNOWN', { uscc })
  const from = originOf(deps)
  const engagements = engagementVersions(state, uscc)
  const conduct = conductVersions(state, uscc)
  const ratings = ratingVersions(state, uscc)
  const disputed = disputedRecords(state, uscc)
  const seen: FactWorld = { deps, disputed, from }
  return {
    uscc,
    content: { ...current.content },
    home: current.home,
    version: current.version,
    origin: from(current.origin),
    versions: versions.map((view) => ({ version: view.version, content: { ...view.content }, origin: from(view.origin) })),
    engagements: engagements.map((view) => shownEngagement(view, isLatest(engagements, view), seen)),
    conduct: conduct.map((view) => shownConduct(view, isLatest(conduct, view), seen)),
    ratings: ratings.map((view) => shownRating(view, !ratings.some((other) => other.center === view.center && other.version > view.version), seen)),
    composite: shownComposite(deps, current),
    timeline: timelineOf(versions, engagements, conduct, ratings),
  }
}

type OriginOut = InstitutionDetail['origin']
type FromOrigin = (origin: Origin) => OriginOut

/** What stands in the state is final; its origin says since which block. */
function originOf({ node }: ApiDeps): FromOrigin {
  return ({ recordId, author, height, time }) => ({
    recordId,
    author,
    height,
    time,
    state: node.recordState(fromHex(recordId)) ?? finalState(node, height, null),
  })
}

const isLatest = (all: readonly { readonly objectId: string; readonly version: number }[], view: { readonly objectId: string; readonly version: number }): boolean =>
  !all.some((other) => other.objectId === view.objectId && other.version > view.version)

/** What showing a fact needs besides the fact. */
interface FactWorld {
  readonly deps: ApiDeps
  /** Ids of the disputed records. */
  readonly disputed: ReadonlySet<string>
  readonly from: FromOrigin
}

const shownEngagement = (view: EngagementView | ConductView, current: boolean, { disputed, from }: FactWorld): InstitutionDetail['engagements'][number] => ({
  objectId: view.objectId,
  version: view.version,
  content: { ...view.content },
  current,
  status: statusOf(view),
  disputed: disputed.has(view.origin.recordId),
  origin: from(view.origin),
})

function shownConduct(view: ConductView, current: boolean, world: FactWorld): InstitutionDetail['conduct'][number] {
  const { deps } = world
  const wanted = methodology(deps).indicators.get(view.content.indicatorCode)?.evidence ?? []
  return {
    ...shownEngagement(view, current, world),
    expiresOn: view.expiresOn,
    evidenced: (view.content.evidence ?? []).some((item) => wanted.includes(item.type)),
    expired: view.expiresOn !== null && view.expiresOn <= today(deps),
  }
}

const shownRating = ({ content, ...view }: RatingView, current: boolean, { disputed, from }: FactWorld): InstitutionDetail['ratings'][number] => ({
  objectId: `${view.center}-${view.version}`,
  status: statusOf(view),
  disputed: disputed.has(view.origin.recordId),
  center: view.center,
  version: view.version,
  ratingType: content.ratingType,
  asOf: content.asOf,
  validTo: content.validTo,
  score: content.score ?? null,
  rawScore: content.rawScore,
  notation: notationOf(content),
  class: content.class ?? '',
  outlook: content.outlook,
  watch: content.watch,
  dimensions: { ...content.dimensions },
  caps: [...content.caps],
  vetoes: [...content.vetoes],
  opinion: content.opinion,
  current,
  content: { ...content },
  origin: from(view.origin),
})

function shownComposite(deps: ApiDeps, { uscc }: InstitutionView): InstitutionDetail['composite'] {
  const { chain, genesis } = deps.node
  const head = chain.head()
  // Day of the last block at the earliest: a clock that runs behind must not hide what is final.
  const ledgerDay = dateOfTime(Math.max(head.time, genesis.time))
  const asOf = today(deps) < ledgerDay ? ledgerDay : today(deps)
  const view = compositeView(chain.state, { uscc, asOf, basisHeight: head.height, methodology: methodology(deps) })
  if (!view) throw new CodedError('INSTITUTION_UNKNOWN', { uscc })
  return {
    score: view.score,
    notation: view.notation,
    class: view.class ?? '',
    flags: [...view.flags],
    weights: view.weights.map((row) => ({ ...row })),
    reference: view.reference,
    asOf,
  }
}

import { compare, countedLines } from '../../../../shared/credit/methodology/compare.ts'
import type { Methodology } from '../../../../shared/credit/methodology/document.ts'
import type { ScoreLine } from '../../../../shared/credit/methodology/line.ts'
import { computeRating, type RatingComputation } from '../../../../shared/credit/rating/build.ts'
import { listConduct, ratingVersions } from '../../../../shared/credit/state/read.ts'
import type { RatingView } from '../../../../shared/credit/state/views.ts'
import type { Computation, ScoreLine as LineOut } from '../../../../shared/contract/ratings.ts'
import { CodedError } from '../../../../shared/kit/result.ts'
import type { ApiDeps } from '../deps.ts'
import { methodology } from '../ledger-facts.ts'
import { notationOf } from '../notation.ts'
import { plainProblem } from '../plain.ts'

export interface RatingAsk {
  readonly uscc: string
  readonly asOf: string
  readonly basisHeight: number
  readonly adjustment: number
}

/** A center's own rating over the state as it was at a height. Throws CodedError INSTITUTION_UNKNOWN. */
export function compute(deps: ApiDeps, ask: RatingAsk): RatingComputation {
  const computed = computeRating(deps.node.chain.state, { ...ask, center: deps.network.me, methodology: methodology(deps) })
  if (!computed) throw new CodedError('INSTITUTION_UNKNOWN', { uscc: ask.uscc })
  return computed
}

/** The computation as the workbench shows it, with words of the methodology in both languages. */
export function shownComputation(deps: ApiDeps, computed: RatingComputation, ask: RatingAsk, previous: RatingView | null): Computation {
  const method = methodology(deps)
  const { result, derived, gathered } = computed
  const titles = new Map(listConduct(deps.node.chain.state, ask.uscc, ask.basisHeight).map((view) => [view.origin.recordId, view.content.title]))
  return {
    uscc: ask.uscc,
    center: deps.network.me,
    asOf: ask.asOf,
    basisHeight: ask.basisHeight,
    methodology: { id: method.id, version: method.version, hash: method.hash, nameZh: method.document.name['zh-CN'], nameEn: method.document.name.en },
    inputs: gathered.inputs.map(({ recordId, version }) => ({ recordId, version })),
    lines: result.lines.map((line) => shownLine(line, method, titles)),
    dimensions: method.document.dimensions.map(({ code, name, maxPlus, maxMinus }) => {
      const row = result.dimensions.find((item) => item.code === code)
      return { code, nameZh: name['zh-CN'], nameEn: name.en, sum: row?.sum ?? 0, clamped: row?.clamped ?? 0, maxPlus, maxMinus }
    }),
    base: result.base,
    mitigation: result.mitigation,
    adjustment: result.adjustment,
    rawScore: result.rawScore,
    score: result.score,
    notation: result.notation,
    grade: result.grade,
    modifier: result.modifier,
    class: result.class ?? '',
    caps: method.document.caps.filter((cap) => derived.caps.includes(cap.code)).map(({ code, name, maxGrade }) => ({ code, nameZh: name['zh-CN'], nameEn: name.en, maxGrade })),
    vetoes: method.document.vetoes.filter((veto) => derived.vetoes.includes(veto.code)).map(({ code, name }) => ({ code, nameZh: name['zh-CN'], nameEn: name.en })),
    metrics: { ...gathered.input.metrics },
    previous: previous && shownChanges(deps, method, computed, previous),
  }
}

function shownLine(line: ScoreLine, { indicators }: Methodology, titles: ReadonlyMap<string, string>): LineOut {
  const name = indicators.get(line.indicator)?.name
  return {
    indicator: line.indicator,
    nameZh: name?.['zh-CN'] ?? line.indicator,
    nameEn: name?.en ?? line.indicator,
    dimension: line.dimension,
    kind: line.kind,
    points: line.points,
    // What entered the sum; `applied` of a measure outweighed by a heavier one of its case is 0 here, and the reason says so.
    applied: line.counted,
    recordId: line.recordId,
    title: (line.recordId && titles.get(line.recordId)) || null,
    effectiveDate: line.effectiveDate,
    recidivism: line.recidivism,
    subject: line.subject,
    decay: line.decay,
    metric: line.metric && { ...line.metric },
    reason: plainProblem(line.reason),
  }
}

function shownChanges(deps: ApiDeps, method: Methodology, computed: RatingComputation, previous: RatingView): NonNullable<Computation['previous']> {
  const { content } = previous
  // Long lists are on the ledger by their hash: what they were follows from the records of then.
  const before = content.lines.list ?? computeRating(deps.node.chain.state, { ...content, center: previous.center, methodology: method, adjustment: content.adjustment.points })?.lines ?? []
  return {
    version: previous.version,
    asOf: content.asOf,
    score: content.score ?? null,
    notation: notationOf(content),
    changes: compare(before, countedLines(computed.result.lines)).map((change) => {
      const name = method.indicators.get(change.indicator)?.name
      return { ...change, nameZh: name?.['zh-CN'] ?? change.indicator, nameEn: name?.en ?? change.indicator }
    }),
  }
}

/** One version of this center's ratings of an institution; null where there is none. */
export function ownRating(deps: ApiDeps, uscc: string, version: number | undefined): RatingView | null {
  if (version === undefined) return null
  return ratingVersions(deps.node.chain.state, uscc).find((view) => view.center === deps.network.me && view.version === version) ?? null
}

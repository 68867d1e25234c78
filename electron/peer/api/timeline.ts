import { dateOfTime } from '../../../shared/credit/dates.ts'
import type { InstitutionDetail } from '../../../shared/contract/institutions.ts'
import type { ConductView, EngagementView, InstitutionView, Origin, RatingView } from '../../../shared/credit/state/views.ts'
import { notationOf } from './notation.ts'

type Entry = InstitutionDetail['timeline'][number]

const entry = (kind: string, date: string, title: string, tone: Entry['tone'], { author, recordId, height }: Origin): Entry => ({ date, kind, title, author, recordId, height, tone })

const TONE: Readonly<Record<ConductView['content']['polarity'], Entry['tone']>> = { POSITIVE: 'good', NEGATIVE: 'bad', NEUTRAL: 'neutral' }

/** Everything that happened around an institution by the day it happened, newest first; on one day the later block first. */
export function timelineOf(
  versions: readonly InstitutionView[],
  engagements: readonly EngagementView[],
  conduct: readonly ConductView[],
  ratings: readonly RatingView[],
): Entry[] {
  const dayOf = (view: InstitutionView): string => (view.version === 0 ? view.admittedOn : dayOfBlock(view.origin))
  const entries = [
    ...versions.map((view) => entry(view.version === 0 ? 'institution.register' : 'institution.update', dayOf(view), view.content.nameZh, 'neutral', view.origin)),
    ...engagements.map(({ content, origin }) =>
      entry('engagement.record', content.acceptedOn ?? content.terminatedOn ?? content.signedOn, content.clientName, content.state === 'TERMINATED' ? 'bad' : 'neutral', origin),
    ),
    ...conduct.map(({ content, origin }) => entry('conduct.record', content.effectiveDate, content.title, TONE[content.polarity], origin)),
    ...ratings.map((view) => entry('rating.publish', view.ratedOn, notationOf(view.content), toneOf(view, ratings), view.origin)),
  ]
  return entries.sort((a, b) => (a.date === b.date ? b.height - a.height : a.date < b.date ? 1 : -1))
}

const dayOfBlock = ({ time }: Origin): string => dateOfTime(time)

/** Better or worse than the same center's rating before. */
function toneOf(view: RatingView, ratings: readonly RatingView[]): Entry['tone'] {
  const before = ratings.find((other) => other.center === view.center && other.version === view.version - 1)?.content.score
  const { score } = view.content
  if (before === undefined || score === undefined || before === score) return 'neutral'
  return score > before ? 'good' : 'bad'
}

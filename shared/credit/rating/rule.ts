import type { Execution } from '../../ledger/state/executor.ts'
import { problem } from '../../kit/result.ts'
import type { Problem } from '../../kit/result.ts'
import type { Actor } from '../authority/step.ts'
import { gather } from '../gather.ts'
import { originOf, put } from '../rule.ts'
import type { RuleContext } from '../rule.ts'
import { KEY } from '../state/keys.ts'
import { latestRating } from '../state/read.ts'
import type { RatingView } from '../state/views.ts'
import { supersedes } from '../versioned.ts'
import { conflictedStaff } from './check.ts'
import type { RatingContent } from './schema.ts'

/** RATING_CONFLICT_OF_INTEREST where one who took part in the business signed a step of its rating. */
export function ratingConflict(content: RatingContent, actors: readonly Actor[], { state, author }: RuleContext): Problem | null {
  const conflicted = conflictedStaff(state, content.uscc, author)
  const found = actors.find((actor) => conflicted.includes(actor.staffId))
  return found ? problem('RATING_CONFLICT_OF_INTEREST', { staff: found.staffId }) : null
}

/** `checkRating` has recomputed the rating; here it becomes the center's next version. */
export function applyRating(content: RatingContent, actors: readonly Actor[], context: RuleContext): Execution {
  const { author, state, methodology, today } = context
  const before = latestRating(state, content.uscc, author)
  const version = (before?.version ?? -1) + 1
  const gathered = gather(state, { uscc: content.uscc, scope: { center: author }, asOf: content.asOf, basisHeight: content.basisHeight, methodology })
  const view: RatingView = {
    uscc: content.uscc, center: author, version, ratedOn: today,
    acceptedEngagements24m: gathered?.input.metrics['acceptedEngagements24m'] ?? 0, content, origin: originOf(context, actors),
  }
  return { changes: [put(KEY.rating(content.uscc, author, version), view)], effects: supersedes(before) }
}

import type { StateReader } from '../../ledger/state/executor.ts'
import { conductEntries, engagementVersions, listObjections, ratingVersions, statusOf } from '../state/read.ts'
import type { ConductView, EngagementView, RatingView } from '../state/views.ts'

/** The version of an engagement, conduct or rating that a record stated. */
export type Target =
  | { readonly kind: 'engagement'; readonly view: EngagementView; readonly current: boolean }
  | { readonly kind: 'conduct'; readonly view: ConductView; readonly current: boolean }
  | { readonly kind: 'rating'; readonly view: RatingView; readonly current: boolean }

/**
 * What a record (id, hex) said about an institution; null where it said nothing about it. `current`: no later version has
 * taken its place.
 */
export function targetOf(state: StateReader, uscc: string, record: string): Target | null {
  const engagements = engagementVersions(state, uscc)
  const engagement = engagements.find((view) => view.origin.recordId === record)
  if (engagement) return { kind: 'engagement', view: engagement, current: !engagements.some((view) => view.objectId === engagement.objectId && view.version > engagement.version) }
  const conducts = conductEntries(state, uscc)
  const conduct = conducts.find((view) => view.origin.recordId === record)
  if (conduct) return { kind: 'conduct', view: conduct, current: !conducts.some((view) => view.objectId === conduct.objectId && view.version > conduct.version) }
  const ratings = ratingVersions(state, uscc)
  const rating = ratings.find((view) => view.origin.recordId === record)
  return rating ? { kind: 'rating', view: rating, current: !ratings.some((view) => view.center === rating.center && view.version > rating.version) } : null
}

/** Records (ids, hex) about an institution with an objection that is open or could not be settled. */
export const disputedRecords = (state: StateReader, uscc: string): ReadonlySet<string> =>
  new Set(listObjections(state, uscc).filter(({ status }) => status === 'OPEN' || status === 'CANNOT_CONFIRM').map(({ content }) => content.record))

/** Whether a record was taken back. */
export const isWithdrawn = ({ view }: Target): boolean => statusOf(view) === 'REVOKED'

import type { StateReader } from '../../ledger/state/executor.ts'
import { decodeValue } from '../codec.ts'
import { KEY, PREFIX } from './keys.ts'
import type { RecordStatus } from '../enums.ts'
import type {
  ConductView, DoubleVoteView, EngagementView, InstitutionView, MemberEventView, MemberView, NetworkView, ObjectionView, ObjectView, ProposalView, RatingView, StaffView, StatusChange,
} from './views.ts'

/**
 * Reads the application's state as views. The values were written by this room, so their form is known. `until` limits
 * what is seen to records final at or below that height: every version is kept, so the past can be read at any time.
 */

const LAST = Number.MAX_SAFE_INTEGER

function read<T>(state: StateReader, key: string): T | null {
  const bytes = state.get(key)
  return bytes === null ? null : (decodeValue(bytes) as T)
}

function* values<T>(state: StateReader, prefix: string): Iterable<T> {
  for (const [, bytes] of state.list(prefix)) yield decodeValue(bytes) as T
}

export const readNetwork = (state: StateReader): NetworkView | null => read(state, KEY.network)
export const readMember = (state: StateReader, id: string): MemberView | null => read(state, KEY.member(id))
export const listMembers = (state: StateReader): readonly MemberView[] => [...values<MemberView>(state, PREFIX.members)]
export const readStaff = (state: StateReader, member: string, staffId: string): StaffView | null => read(state, KEY.staff(member, staffId))
export const listStaff = (state: StateReader, member?: string): readonly StaffView[] => [...values<StaffView>(state, member === undefined ? PREFIX.staff : PREFIX.staffOf(member))]
export const readObject = (state: StateReader, objectId: string): ObjectView | null => read(state, KEY.object(objectId))

/** The person that has or had a device key (key id, hex). A person with a newer key answers for the old one no more. */
export function staffByKey(state: StateReader, keyId: string): StaffView | null {
  const owner = read<{ readonly member: string; readonly staffId: string }>(state, KEY.staffKey(keyId))
  const staff = owner && readStaff(state, owner.member, owner.staffId)
  if (!staff) return null
  return staff.keyId === keyId ? staff : { ...staff, keyId, status: 'REVOKED' }
}

export const listInstitutions = (state: StateReader): Iterable<InstitutionView> => values<InstitutionView>(state, PREFIX.institutions)

/** The institution as it was at a height; null where it was not yet registered. */
export function readInstitution(state: StateReader, uscc: string, until: number = LAST): InstitutionView | null {
  const current = read<InstitutionView>(state, KEY.institution(uscc))
  if (current === null || current.origin.height <= until) return current
  return institutionVersions(state, uscc).findLast((view) => view.origin.height <= until) ?? null
}

/** All versions, oldest first. */
export function institutionVersions(state: StateReader, uscc: string): readonly InstitutionView[] {
  const current = read<InstitutionView>(state, KEY.institution(uscc))
  return current === null ? [] : [...values<InstitutionView>(state, PREFIX.institutionHistory(uscc)), current]
}

/** Current versions (at a height) of the institution's engagements, by object id. */
export const listEngagements = (state: StateReader, uscc: string, until: number = LAST): readonly EngagementView[] =>
  newest(values<EngagementView>(state, PREFIX.engagements(uscc)), (view) => view.objectId, until)

/** Current versions (at a height) of the institution's conduct records, by object id, with their status at that height. */
export const listConduct = (state: StateReader, uscc: string, until: number = LAST): readonly ConductView[] =>
  newest(values<ConductView>(state, PREFIX.conduct(uscc)), (view) => view.objectId, until).map((view) => withStatus(view, until))

interface Changeable {
  readonly status?: RecordStatus
  readonly changes?: readonly StatusChange[]
}

/** The status of a version at a height: later records repair and withdraw it. */
export const statusOf = ({ status, changes }: Changeable, until: number = LAST): RecordStatus =>
  changes?.findLast((change) => change.height <= until)?.status ?? status ?? 'EFFECTIVE'

const withStatus = (view: ConductView, until: number = LAST): ConductView => (view.changes ? { ...view, status: statusOf(view, until) } : view)

/** The height of the last record that changed what a version says or how it stands. */
export const changedAt = ({ origin, changes }: Changeable & { readonly origin: { readonly height: number } }): number => changes?.at(-1)?.height ?? origin.height

/** All versions of all engagements, for a history. */
export const engagementVersions = (state: StateReader, uscc: string): readonly EngagementView[] => [...values<EngagementView>(state, PREFIX.engagements(uscc))]
export const conductVersions = (state: StateReader, uscc: string): readonly ConductView[] => conductEntries(state, uscc).map((view) => withStatus(view))
/** The same as they stand in the state: `status` as recorded, later ones in `changes`. */
export const conductEntries = (state: StateReader, uscc: string): readonly ConductView[] => [...values<ConductView>(state, PREFIX.conduct(uscc))]

/** The latest rating (at a height) of each center, by center. */
export const listRatings = (state: StateReader, uscc: string, until: number = LAST): readonly RatingView[] =>
  newest(values<RatingView>(state, PREFIX.ratings(uscc)), (view) => view.center, until)

/** All ratings, by center and version. */
export const ratingVersions = (state: StateReader, uscc: string): readonly RatingView[] => [...values<RatingView>(state, PREFIX.ratings(uscc))]

export function latestRating(state: StateReader, uscc: string, center: string): RatingView | null {
  let latest: RatingView | null = null
  for (const view of values<RatingView>(state, PREFIX.ratingsOf(uscc, center))) latest = view
  return latest
}

/** The center's last rating that has a score: ratings without one (M, NR, WD) are passed over. */
export function lastScoredRating(state: StateReader, uscc: string, center: string): RatingView | null {
  let last: RatingView | null = null
  for (const view of values<RatingView>(state, PREFIX.ratingsOf(uscc, center))) if (view.content.score !== undefined) last = view
  return last
}

/** What happened to a member, oldest first. */
export const memberHistory = (state: StateReader, id: string): readonly MemberEventView[] => [...values<MemberEventView>(state, PREFIX.memberHistory(id))]

export const readProposal = (state: StateReader, id: string): ProposalView | null => read(state, KEY.proposal(id))
/** All proposals, the closed ones included, by record id. */
export const listProposals = (state: StateReader): readonly ProposalView[] => [...values<ProposalView>(state, PREFIX.proposals)]

/** Objections to records about an institution; to one record (id, hex) where it is named. */
export const listObjections = (state: StateReader, uscc: string, record?: string): readonly ObjectionView[] => [
  ...values<ObjectionView>(state, record === undefined ? PREFIX.objections(uscc) : PREFIX.objectionsTo(uscc, record)),
]
export const readObjection = (state: StateReader, uscc: string, record: string, id: string): ObjectionView | null => read(state, KEY.objection(uscc, record, id))

export const readDoubleVote = (state: StateReader, breach: string): DoubleVoteView | null => read(state, KEY.doubleVote(breach))
export const listDoubleVotes = (state: StateReader): readonly DoubleVoteView[] => [...values<DoubleVoteView>(state, PREFIX.doubleVotes)]

/** Of versions in ascending order, the last one of each object that was final at the height. */
function newest<T extends { readonly origin: { readonly height: number } }>(versions: Iterable<T>, objectOf: (view: T) => string, until: number): readonly T[] {
  const found = new Map<string, T>()
  for (const view of versions) if (view.origin.height <= until) found.set(objectOf(view), view)
  return [...found.values()]
}

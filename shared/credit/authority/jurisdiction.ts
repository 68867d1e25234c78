import { decodeValue } from '../codec.ts'
import { error } from '../finding.ts'
import type { Finding } from '../finding.ts'
import type { CheckContext } from '../context.ts'
import { listEngagements, readInstitution, readMember, readObject, statusOf } from '../state/read.ts'
import { actsFor, linesOf } from '../state/succession.ts'
import type { StateReader } from '../../ledger/state/executor.ts'
import { KEY } from '../state/keys.ts'
import type { ConductView, EngagementView, InstitutionView } from '../state/views.ts'
import type { ObjectRef } from '../fields.ts'
import { TIER_RIGHTS } from './tiers.ts'

/** Who may state what about whom: the rules J1 to J4 of the network, as far as the kinds recorded today need them. */

/** The author must be an active member of a tier that writes. */
export function authorMayWrite({ author, state }: CheckContext): readonly Finding[] {
  if (author === undefined || !state) return []
  const member = readMember(state, author)
  if (!member || member.status !== 'ACTIVE') return [error('', 'MEMBER_NOT_ACTIVE', { member: author })]
  return TIER_RIGHTS[member.tier].writes ? [] : [error('', 'TIER_MAY_NOT_WRITE', { tier: member.tier })]
}

/** J1: only the home center (or who goes on with its records, J9) changes an institution's base record. */
export const isHome = (institution: InstitutionView, author: string, state: StateReader): boolean => actsFor(state, author, institution.home)

/** J2: a center rates an institution that it registered, that is a member there, or that worked in its market. */
export function mayRate(institution: InstitutionView, { author, state }: CheckContext, basisHeight: number): boolean {
  if (author === undefined || !state || isHome(institution, author, state)) return true
  const lines = linesOf(state, author, basisHeight)
  const memberships = institution.content.memberships ?? []
  if (memberships.some((item) => lines.has(item.center) && item.status !== 'ENDED')) return true
  return listEngagements(state, institution.uscc, basisHeight).some((view) => lines.has(view.origin.author) && statusOf(view, basisHeight) !== 'REVOKED')
}

/**
 * J3, A4, A6: what happened at a center is stated by that center alone. A correction by the member that goes on with its
 * records keeps the code of the time.
 */
export function onlyByCenter(path: string, { center, replaces }: { readonly center: string | undefined; readonly replaces?: ObjectRef | undefined }, { author, state }: CheckContext, code: string): readonly Finding[] {
  if (center === undefined || author === undefined || center === author || (replaces && state && actsFor(state, author, center))) return []
  return [error(path, code, { center, author })]
}

/** The subject must be registered before anything is said about it. */
export function knownInstitution(uscc: string, { state }: CheckContext): readonly Finding[] {
  return state && !readInstitution(state, uscc) ? [error('uscc', 'INSTITUTION_UNKNOWN', { uscc: uscc.slice(0, 40) })] : []
}

/** A later version replaces the current one of the author's own object of the same kind and institution. */
export function mayReplace(replaces: ObjectRef | undefined, kind: 'engagement' | 'conduct', uscc: string, { author, state }: CheckContext): readonly Finding[] {
  if (!replaces || !state) return []
  const object = readObject(state, replaces.objectId)
  if (!object || object.kind !== kind || object.uscc !== uscc) return [error('replaces', 'REPLACES_UNKNOWN')]
  if (author !== undefined && !actsFor(state, author, object.author)) return [error('replaces', 'REPLACES_OTHER_AUTHOR', { author: object.author })]
  if (object.version !== replaces.version) return [error('replaces', 'VERSION_CONFLICT', { current: object.version, base: replaces.version })]
  const current = state.get(KEY[kind](uscc, replaces.objectId, replaces.version))
  return current && statusOf(decodeValue(current) as EngagementView | ConductView) === 'REVOKED' ? [error('replaces', 'RECORD_WITHDRAWN')] : []
}

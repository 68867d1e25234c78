import { error } from '../finding.ts'
import type { Finding } from '../finding.ts'
import type { CheckContext } from '../context.ts'
import { listEngagements, readInstitution, readMember, readObject } from '../state/read.ts'
import type { InstitutionView } from '../state/views.ts'
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

/** J1: only the home center changes an institution's base record. */
export const isHome = (institution: InstitutionView, author: string): boolean => institution.home === author

/** J2: a center rates an institution that it registered, that is a member there, or that worked in its market. */
export function mayRate(institution: InstitutionView, { author, state }: CheckContext, basisHeight: number): boolean {
  if (author === undefined || !state || isHome(institution, author)) return true
  const memberships = institution.content.memberships ?? []
  if (memberships.some((item) => item.center === author && item.status !== 'ENDED')) return true
  return listEngagements(state, institution.uscc, basisHeight).some((view) => view.origin.author === author)
}

/** J3, A4, A6: what happened at a center is stated by that center alone. */
export function onlyByCenter(path: string, center: string | undefined, { author }: CheckContext, code: string): readonly Finding[] {
  if (center === undefined || author === undefined || center === author) return []
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
  if (author !== undefined && object.author !== author) return [error('replaces', 'REPLACES_OTHER_AUTHOR', { author: object.author })]
  return object.version === replaces.version ? [] : [error('replaces', 'VERSION_CONFLICT', { current: object.version, base: replaces.version })]
}

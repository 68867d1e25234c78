import { MATRIX } from '../../../shared/credit/authority/matrix.ts'
import { whyNotCreate, type StaffPerson } from '../../../shared/credit/authority/why-not.ts'
import type { CheckContext } from '../../../shared/credit/context.ts'
import { dateOfTime } from '../../../shared/credit/dates.ts'
import { STAFF_ROLES } from '../../../shared/credit/enums.ts'
import type { DraftKind } from '../../../shared/credit/kinds.ts'
import type { Methodology } from '../../../shared/credit/methodology/document.ts'
import { methodologyOf } from '../../../shared/credit/methodology/registry.ts'
import { readMember, readNetwork, readStaff } from '../../../shared/credit/state/read.ts'
import type { StaffView } from '../../../shared/credit/state/views.ts'
import { fromHex } from '../../../shared/kit/bytes.ts'
import { CodedError, err, ok, problem, type Problem, type Result } from '../../../shared/kit/result.ts'
import { readDevice, type DeviceEntry } from '../../../shared/ledger/state/system.ts'
import type { ApiDeps } from './deps.ts'
import type { Session } from './sessions.ts'

/** What the ledger's state says about this network, its members and its staff, as the features need it. */

/** Today in Beijing by this computer's clock. */
export const today = (deps: ApiDeps): string => dateOfTime(deps.clock.now())

/** The adopted methodology. Throws CodedError METHODOLOGY_UNKNOWN {hash} where this version doesn't carry it. */
export function methodology(deps: ApiDeps): Methodology {
  const hash = readNetwork(deps.node.chain.state)?.methodology.hash ?? ''
  const found = methodologyOf(hash)
  if (!found) throw new CodedError('METHODOLOGY_UNKNOWN', { hash: hash.slice(0, 16) })
  return found
}

/** What contents written here are checked against: the newest final state, today, in this member's name. */
export const checkContext = (deps: ApiDeps): CheckContext => ({
  today: today(deps),
  methodology: methodology(deps),
  author: deps.network.me,
  state: deps.node.chain.state,
})

/** A staff member of this center as the ledger knows them; null before their grant is final. */
export const staffOf = (deps: ApiDeps, staffId: string): StaffView | null => readStaff(deps.node.chain.state, deps.network.me, staffId)

/** Where a device key stands on the ledger (key id, hex); null where no member granted it. */
export const deviceOf = (deps: ApiDeps, keyId: string): DeviceEntry | null => readDevice(deps.node.chain.state, fromHex(keyId))

/**
 * The signed-in person with what they may do on the ledger now, or why their signature would be void:
 * STAFF_NOT_ON_LEDGER, STAFF_KEY_REVOKED, STAFF_KEY_EXPIRED {until}.
 */
export function personOf(deps: ApiDeps, session: Session): Result<StaffPerson> {
  const staff = staffOf(deps, session.staffId)
  if (!staff) return err(problem('STAFF_NOT_ON_LEDGER'))
  if (staff.status !== 'ACTIVE' || staff.keyId !== session.keyId) return err(problem('STAFF_KEY_REVOKED'))
  const day = today(deps)
  if (day < staff.validFrom || day > staff.validTo) return err(problem('STAFF_KEY_EXPIRED', { until: staff.validTo }))
  const member = readMember(deps.node.chain.state, deps.network.me)
  if (!member) return err(problem('MEMBER_NOT_ACTIVE', { member: deps.network.me }))
  return ok({ member: staff.member, staffId: staff.staffId, roles: staff.roles, tier: member.tier })
}

/**
 * The same for work that signs nothing: who has no grant on the ledger yet drafts with the roles this desktop knows, so that
 * a center can begin before its first block and while it is offline.
 */
export function authorOf(deps: ApiDeps, session: Session): Result<StaffPerson> {
  const person = personOf(deps, session)
  if (person.ok || person.error.code !== 'STAFF_NOT_ON_LEDGER') return person
  const account = deps.network.staff.find(({ staffId }) => staffId === session.staffId)
  const member = readMember(deps.node.chain.state, deps.network.me)
  if (!account || !member) return person
  const roles = STAFF_ROLES.filter((role) => account.roles.includes(role))
  return ok({ member: member.id, staffId: session.staffId, roles, tier: member.tier })
}

/** Why the signed-in person may not start a draft of this kind; null where they may. */
export function whyNotStart(deps: ApiDeps, session: Session, kind: DraftKind): Problem | null {
  const person = authorOf(deps, session)
  return person.ok ? whyNotCreate(kind, person.value, MATRIX[kind].create) : person.error
}

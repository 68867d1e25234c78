import { fromHex, toHex } from '../../kit/bytes.ts'
import { problem } from '../../kit/result.ts'
import type { Problem } from '../../kit/result.ts'
import { keyId } from '../../ledger/crypto/keys.ts'
import type { LedgerEffect, StateReader } from '../../ledger/state/executor.ts'
import { readLedgerMember } from '../../ledger/state/membership.ts'
import { readDevice } from '../../ledger/state/system.ts'
import type { MemberEntry, Standing } from '../../ledger/state/membership.ts'
import { TIER_RIGHTS } from '../authority/tiers.ts'
import type { GovernanceMatter, MemberChange } from '../enums.ts'
import { ledgerRefusal, memberTurn } from '../plan.ts'
import type { Moment, Plan } from '../plan.ts'
import { staffKeyId } from '../staff/check.ts'
import { put } from '../rule.ts'
import { KEY } from '../state/keys.ts'
import { listStaff, readMember } from '../state/read.ts'
import type { Inheritance, MemberView, StaffView } from '../state/views.ts'
import { DETAILS } from './schema.ts'
import type { DetailsOf, ProposalContent } from './schema.ts'

/** A matter whose details have been checked against its form. */
type Matter = { readonly [M in GovernanceMatter]: { readonly matter: M; readonly details: DetailsOf[M] } }[GovernanceMatter]

/**
 * What carrying out a matter would do in this state, or why it cannot be done: the credit rules of the matter, then the
 * ledger's own (least number of voters, unique keys), asked of the ledger itself. So a vote that carries a matter is never
 * void for the matter's sake.
 *
 * @param content of a checked proposal. Problems: GOVERNANCE_*, MEMBERSHIP_*, KEY_INVALID, DEVICE_*.
 */
export function planMatter({ matter, details }: Pick<ProposalContent, 'matter' | 'details'>, state: StateReader, moment: Moment): Plan | Problem {
  const parsed = DETAILS[matter].safeParse(details)
  if (!parsed.success) return problem('GOVERNANCE_DETAILS', { matter })
  const plan = steps({ matter, details: parsed.data } as Matter, state, moment)
  return 'code' in plan ? plan : (ledgerRefusal(state, plan.effects, moment) ?? plan)
}

function steps(matter: Matter, state: StateReader, moment: Moment): Plan | Problem {
  if (matter.matter === 'ADMIT') return admit(matter.details, state, moment)
  const member = readMember(state, matter.details.member)
  const entry = readLedgerMember(state, matter.details.member)
  if (!member) return problem('GOVERNANCE_MEMBER_UNKNOWN', { member: matter.details.member })
  const subject: Subject = { member, entry }
  switch (matter.matter) {
    case 'RENAME': {
      const { nameZh, nameEn } = matter.details
      return nameZh === member.nameZh && nameEn === member.nameEn ? unchanged(member) : { changes: memberTurn(member, { ...member, nameZh, nameEn }, 'RENAMED', moment), effects: [] }
    }
    case 'SUCCESSOR':
      return member.status === 'EXITED' ? inherit(subject, matter.details.into, state, moment) : problem('GOVERNANCE_MEMBER_STATUS', { member: member.id, standing: member.status })
    case 'REINSTATE':
      return member.status === 'SUSPENDED' ? turn(subject, 'REINSTATED', 'observer', moment, cleared(member)) : problem('GOVERNANCE_MEMBER_STATUS', { member: member.id, standing: member.status })
  }
  if (member.status === 'EXITED') return problem('GOVERNANCE_MEMBER_STATUS', { member: member.id, standing: member.status })
  switch (matter.matter) {
    case 'SUSPEND': {
      const { until } = matter.details
      if (member.status === 'SUSPENDED') return problem('GOVERNANCE_MEMBER_STATUS', { member: member.id, standing: member.status })
      if (until !== undefined && until <= moment.today) return problem('GOVERNANCE_UNTIL_PAST', { until })
      return turn(subject, 'SUSPENDED', 'suspended', moment, { ...member, status: 'SUSPENDED', ...(until === undefined ? {} : { suspendedUntil: until }) })
    }
    case 'STANDBY':
      return entry?.standing === 'voter' ? turn(subject, 'STANDBY', 'observer', moment) : notVoter(member, entry)
    case 'EXPEL':
      return turn(subject, 'EXPELLED', 'left', moment, { ...cleared(member), status: 'EXITED' })
    case 'TIER':
      return retier(subject, matter.details.tier, moment)
    case 'MERGE':
      return inherit(subject, matter.details.into, state, moment)
    case 'REKEY':
      return rekey(subject, matter.details, state, moment)
  }
}

interface Subject {
  readonly member: MemberView
  /** Null in a network whose voters the genesis fixed. */
  readonly entry: MemberEntry | null
}

const unchanged = ({ id }: MemberView): Problem => problem('GOVERNANCE_UNCHANGED', { member: id })
const notVoter = ({ id }: MemberView, entry: MemberEntry | null): Problem => (entry ? problem('MEMBER_NOT_VOTER', { member: id }) : problem('MEMBERSHIP_FIXED'))

/** The member without a suspension. */
function cleared({ suspendedUntil: _until, ...member }: MemberView): MemberView {
  return { ...member, status: 'ACTIVE' }
}

/** A member whose standing changes; a vote on who may be in the network needs a network that keeps its members in the state. */
function turn({ member, entry }: Subject, change: MemberChange, standing: Standing, moment: Moment, after: MemberView = member): Plan | Problem {
  if (!entry) return problem('MEMBERSHIP_FIXED')
  return { changes: memberTurn(member, after, change, moment), effects: [memberEffect(member.id, { ...entry, standing })] }
}

const memberEffect = (id: string, member: MemberEntry): LedgerEffect => ({ t: 'member', id, member })

/** A new member follows and writes at once; who is to vote becomes a voter by its own `member.ready`. */
function admit(details: DetailsOf['ADMIT'], state: StateReader, moment: Moment): Plan | Problem {
  const { member: id, nameZh, nameEn, regionCode, tier, role, idKey, voteKey, peers } = details
  if (readMember(state, id)) return problem('GOVERNANCE_MEMBER_EXISTS', { member: id })
  if (role === 'VOTER' && isWatcher(tier)) return problem('GOVERNANCE_WATCHER_VOTES', { tier })
  if (role === 'VOTER' && voteKey === undefined) return problem('MEMBERSHIP_KEY', { member: id })
  const view: MemberView = { id, tier, nameZh, nameEn, regionCode, idKeyId: toHex(keyId(fromHex(idKey))), status: 'ACTIVE', ...(role === 'OBSERVER' ? { observer: true } : {}) }
  const entry: MemberEntry = { idKey: fromHex(idKey), voteKey: voteKey === undefined ? null : fromHex(voteKey), peers, standing: 'observer' }
  return { changes: memberTurn(view, view, 'ADMITTED', moment), effects: [memberEffect(id, entry)] }
}

const isWatcher = (tier: MemberView['tier']): boolean => TIER_RIGHTS[tier].authority === 'OBSERVER'

/** A tier that only watches gives up the vote on blocks too. */
function retier({ member, entry }: Subject, tier: MemberView['tier'], moment: Moment): Plan | Problem {
  if (tier === member.tier) return unchanged(member)
  const { observer: _observer, ...voting } = member
  const watcher = isWatcher(tier)
  const after: MemberView = { ...(watcher ? { ...member, observer: true as const } : isWatcher(member.tier) ? voting : member), tier }
  const effects = watcher && entry?.standing === 'voter' ? [memberEffect(member.id, { ...entry, standing: 'observer' })] : []
  // Where the voters are fixed a voter cannot become a watcher.
  return watcher && !entry ? problem('MEMBERSHIP_FIXED') : { changes: memberTurn(member, after, 'TIER', moment), effects }
}

/** One member ends (or has ended) and another goes on with its records, and with those it went on with (J9). */
function inherit({ member, entry }: Subject, into: string, state: StateReader, moment: Moment): Plan | Problem {
  const heir = readMember(state, into)
  if (!heir || into === member.id) return problem('GOVERNANCE_MEMBER_UNKNOWN', { member: into })
  if (heir.status !== 'ACTIVE') return problem('GOVERNANCE_MEMBER_STATUS', { member: into, standing: heir.status })
  if (member.successor) return problem('GOVERNANCE_HAS_SUCCESSOR', { member: member.id, successor: member.successor.id })
  const change: MemberChange = member.status === 'EXITED' ? 'SUCCEEDED' : 'MERGED'
  if (change === 'MERGED' && !entry) return problem('MEMBERSHIP_FIXED')
  const gone: MemberView = { ...cleared(member), status: 'EXITED', successor: { id: into, height: moment.height } }
  const added = [member.id, ...(member.inherits ?? []).map(({ id }) => id)].map((id): Inheritance => ({ id, height: moment.height }))
  const changes = [...memberTurn(member, gone, change, moment, into), ...memberTurn(heir, { ...heir, inherits: [...(heir.inherits ?? []), ...added] }, change, moment, member.id)]
  return { changes, effects: change === 'MERGED' && entry ? [memberEffect(member.id, { ...entry, standing: 'left' })] : [] }
}

/**
 * New keys for a member that lost its own. A voter with a new vote key stands by until it shows that it holds the key
 * (`member.ready`); only where four voters would not remain it goes on voting, or a network of four could never recover. With a
 * new root key all staff keys of the old one end.
 */
function rekey({ member, entry }: Subject, { idKey, voteKey, peers }: DetailsOf['REKEY'], state: StateReader, moment: Moment): Plan | Problem {
  if (!entry) return problem('MEMBERSHIP_FIXED')
  const root = idKey === undefined ? member.idKeyId : staffKeyId(idKey)
  const vote = voteKey === undefined ? null : staffKeyId(voteKey)
  const sameVote = vote === null || (entry.voteKey !== null && vote === toHex(keyId(entry.voteKey)))
  if (root === member.idKeyId && sameVote && peers === undefined) return unchanged(member)
  if (vote !== null && vote === member.barredKey) return problem('MEMBER_KEY_BARRED', { member: member.id })
  const keys: MemberEntry = { ...entry, ...(idKey === undefined ? {} : { idKey: fromHex(idKey) }), ...(voteKey === undefined ? {} : { voteKey: fromHex(voteKey) }), ...(peers === undefined ? {} : { peers }) }
  // A moved seat is a second machine with the key, unless the key is new.
  if (peers !== undefined && peers[0] !== entry.peers[0] && sameVote && entry.voteKey !== null) return problem('MEMBER_SEAT_NEEDS_ROTATION', { member: member.id })
  const orphans = root === member.idKeyId ? NONE : orphaned(member, state)
  const changes = [...memberTurn(member, { ...member, idKeyId: root }, 'REKEYED', moment), ...orphans.changes]
  const asVoter = [memberEffect(member.id, keys), ...orphans.effects]
  if (sameVote || entry.standing !== 'voter') return { changes, effects: asVoter }
  const standsBy = [memberEffect(member.id, { ...keys, standing: 'observer' }), ...orphans.effects]
  return { changes, effects: ledgerRefusal(state, standsBy, moment)?.code === 'MEMBERSHIP_VOTERS' ? asVoter : standsBy }
}

const NONE: Plan = { changes: [], effects: [] }

/** Staff keys that end with the root key that granted them, in one record: far below what a record may change. */
const MAX_ORPHANS = 100

/**
 * Whoever held the old root key may have granted keys with it, so they all end with it and the new root key grants anew. Should
 * there be more than a hundred (a thief may have granted any number), the first ones by name: the new root key revokes the others.
 */
function orphaned(member: MemberView, state: StateReader): Plan {
  const active = listStaff(state, member.id).filter(({ status, keyId: id }) => status === 'ACTIVE' && readDevice(state, fromHex(id))?.on === true).slice(0, MAX_ORPHANS)
  return {
    changes: active.map((staff) => put(KEY.staff(member.id, staff.staffId), { ...staff, status: 'REVOKED' } satisfies StaffView)),
    effects: active.map((staff): LedgerEffect => ({ t: 'revoke', member: member.id, keyId: fromHex(staff.keyId) })),
  }
}

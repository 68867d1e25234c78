import { equalBytes, fromHex, toHex } from '../../kit/bytes.ts'
import { problem } from '../../kit/result.ts'
import type { Problem } from '../../kit/result.ts'
import { keyId } from '../../ledger/crypto/keys.ts'
import { verifyReady } from '../../ledger/membership/ready.ts'
import type { StateReader } from '../../ledger/state/executor.ts'
import { readLedgerMember } from '../../ledger/state/membership.ts'
import type { MemberEntry } from '../../ledger/state/membership.ts'
import type { MemberChange } from '../enums.ts'
import type { MemberKind } from '../kinds.ts'
import { ledgerRefusal, memberTurn } from '../plan.ts'
import type { Moment, Plan } from '../plan.ts'
import { staffKeyId } from '../staff/check.ts'
import { readMember } from '../state/read.ts'
import type { MemberView } from '../state/views.ts'
import type { MemberPeersContent, MemberReadyContent, MemberReasonContent, MemberRotateContent } from './schema.ts'

export interface MemberContents {
  readonly 'member.ready': MemberReadyContent
  readonly 'member.rotate': MemberRotateContent
  readonly 'member.peers': MemberPeersContent
  readonly 'member.standby': MemberReasonContent
  readonly 'member.leave': MemberReasonContent
}

/** One kind with its checked content. */
export type MemberAct = { readonly [K in MemberKind]: { readonly kind: K; readonly content: MemberContents[K] } }[MemberKind]

interface Own {
  readonly id: string
  readonly member: MemberView
  readonly entry: MemberEntry
}

/**
 * What a member's record about itself does in this state, or why it is void.
 *
 * @param net genesis hash; without it (a form that doesn't know it) proofs of possession are not looked at.
 */
export function planMember(act: MemberAct, id: string, state: StateReader, moment: Moment, net: Uint8Array | undefined): Plan | Problem {
  const member = readMember(state, id)
  if (!member || member.status === 'EXITED') return problem('MEMBER_NOT_ACTIVE', { member: id })
  const entry = readLedgerMember(state, id)
  if (!entry) return problem('MEMBERSHIP_FIXED')
  const plan = steps(act, { id, member, entry }, state, moment, net)
  return 'code' in plan ? plan : (ledgerRefusal(state, plan.effects, moment) ?? plan)
}

function steps(act: MemberAct, own: Own, state: StateReader, moment: Moment, net: Uint8Array | undefined): Plan | Problem {
  const { id, member, entry } = own
  switch (act.kind) {
    case 'member.ready':
      return ready(act.content, own, state, moment, net)
    case 'member.rotate':
      return rotate(act.content, own, state, moment, net)
    case 'member.peers':
      return desktops(act.content, own)
    case 'member.standby':
      return entry.standing === 'voter' ? stand(own, 'STANDBY', { ...entry, standing: 'observer' }, member, moment) : problem('MEMBER_NOT_VOTER', { member: id })
    case 'member.leave':
      return stand(own, 'LEFT', { ...entry, standing: 'left' }, { ...member, status: 'EXITED' }, moment)
  }
}

const stand = ({ id, member }: Own, change: MemberChange, entry: MemberEntry, after: MemberView, moment: Moment): Plan => ({
  changes: memberTurn(member, after, change, moment),
  effects: [{ t: 'member', id, member: entry }],
})

/** An observer that is meant to vote; or a suspended member whose term is over, which comes back this way. */
function ready(content: MemberReadyContent, own: Own, state: StateReader, moment: Moment, net: Uint8Array | undefined): Plan | Problem {
  const { id, member, entry } = own
  const { suspendedUntil, ...rest } = member
  if (member.observer) return problem('MEMBER_ONLY_OBSERVES', { member: id })
  if (member.status === 'SUSPENDED' && !(suspendedUntil !== undefined && suspendedUntil < moment.today)) return problem('MEMBER_NOT_ACTIVE', { member: id })
  if (entry.standing === 'voter') return problem('MEMBER_IS_VOTER', { member: id })
  if (!entry.voteKey || toHex(entry.voteKey) !== content.voteKey) return problem('MEMBER_READY_KEY', { member: id })
  const flaw = keyFlaw(content, own, state, moment, net)
  return flaw ?? stand(own, 'READY', { ...entry, standing: 'voter' }, { ...rest, status: 'ACTIVE' }, moment)
}

function rotate(content: MemberRotateContent, own: Own, state: StateReader, moment: Moment, net: Uint8Array | undefined): Plan | Problem {
  const { id, member, entry } = own
  if (member.status !== 'ACTIVE') return problem('MEMBER_NOT_ACTIVE', { member: id })
  if (entry.voteKey === null) return problem('MEMBER_ONLY_OBSERVES', { member: id })
  // A key that voted twice is replaced by decision of the members, not by its holder alone.
  if (member.barredKey === toHex(keyId(entry.voteKey))) return problem('MEMBER_KEY_BARRED', { member: id })
  const voteKey = fromHex(content.voteKey)
  if (equalBytes(voteKey, entry.voteKey)) return problem('MEMBER_ROTATE_SAME', { member: id })
  const flaw = keyFlaw(content, own, state, moment, net)
  return flaw ?? stand(own, 'ROTATED', { ...entry, voteKey, ...(content.peers ? { peers: content.peers } : {}) }, member, moment)
}

function keyFlaw({ voteKey, height, blockId, sig }: MemberReadyContent, { id, member }: Own, state: StateReader, { time }: Moment, net: Uint8Array | undefined): Problem | null {
  if (member.barredKey === staffKeyId(voteKey)) return problem('MEMBER_KEY_BARRED', { member: id })
  if (net === undefined) return null
  const proof = verifyReady(net, { member: id, voteKey: fromHex(voteKey), height, blockId: fromHex(blockId), sig: fromHex(sig) }, state, time)
  return proof.ok ? null : proof.error
}

/** The seat stays: it moves with a new vote key (see `memberRotateSchema`). No entry in the history: it says nothing about the member. */
function desktops({ bind = [], unbind = [] }: MemberPeersContent, { id, entry }: Own): Plan | Problem {
  if (bind.length + unbind.length === 0) return problem('MEMBER_PEERS_EMPTY')
  if (unbind.includes(entry.peers[0]!)) return problem('MEMBER_SEAT_NEEDS_ROTATION', { member: id })
  const unknown = unbind.find((peer) => !entry.peers.includes(peer))
  if (unknown !== undefined) return problem('MEMBER_PEER_UNKNOWN', { peer: unknown })
  const bound = bind.find((peer) => entry.peers.includes(peer))
  if (bound !== undefined) return problem('MEMBER_PEER_BOUND', { peer: bound })
  const peers = [...entry.peers.filter((peer) => !unbind.includes(peer)), ...bind]
  return { changes: [], effects: [{ t: 'member', id, member: { ...entry, peers } }] }
}

import type { MyStanding } from '../../../../shared/contract/membership.ts'
import type { Permission } from '../../../../shared/contract/base.ts'
import { awaitingVote, whyNotPropose } from '../../../../shared/credit/governance/list.ts'
import type { SoloKind } from '../../../../shared/credit/kinds.ts'
import { listProposals, readMember } from '../../../../shared/credit/state/read.ts'
import type { ProposalView } from '../../../../shared/credit/state/views.ts'
import { toHex } from '../../../../shared/kit/bytes.ts'
import { problem, type Problem } from '../../../../shared/kit/result.ts'
import { checkInviter, JOIN_REQUEST_SUFFIX, quorum, readLedgerMember, requestFingerprint, type JoinRequest } from '../../../../shared/ledger/index.ts'
import { requestOf } from '../../folder/candidate.ts'
import type { ApiDeps, Joining } from '../deps.ts'
import { personOf, today } from '../ledger-facts.ts'
import { plainProblem } from '../plain.ts'
import type { Session } from '../sessions.ts'
import { whyNotInvite } from './invitations.ts'
import { names } from './requests.ts'
import { whyNotContent, whyNotSign } from './sign.ts'

type JoinStep = NonNullable<MyStanding['joining']>['steps'][number]

/** Where this member stands, what comes next, and what the signed-in person may do about it. */
export function myStanding(deps: ApiDeps, session: Session | null): MyStanding {
  const { node, network } = deps
  const { membership, chain } = node
  const entry = readLedgerMember(chain.state, network.me)
  const founder = node.genesis.members.find(({ id }) => id === network.me)
  const voters = membership.voters()
  const n = voters.members.length
  const fixed = node.genesis.v === 1 && founder ? ('voter' as const) : null
  const joining = membership.joining()
  return {
    member: network.me,
    standing: entry?.standing ?? fixed,
    tier: readMember(chain.state, network.me)?.tier ?? null,
    epoch: voters.epoch,
    n,
    q: quorum(n),
    isSeat: membership.isSeat(),
    votes: membership.votes(),
    peerId: membership.peerId,
    peers: [...(entry?.peers ?? (fixed ? founder!.peers : []))],
    joining: joining && joiningOf(deps, joining),
    permissions: permissionsOf(deps, session),
  }
}

function joiningOf(deps: ApiDeps, { file, acceptedBy, refusal }: Joining): NonNullable<MyStanding['joining']> {
  const request = requestOf(file)
  const { ticket } = request
  const checkpoint = deps.node.membership.checkpoint()
  const followed = checkpoint === 'confirmed' || (checkpoint === 'none' && deps.node.chain.head().height > 0)
  const proposal = proposalOf(deps, request)
  return {
    steps: stepsOf(deps, request, { followed, requested: acceptedBy.size > 0, proposal }),
    request: { fileName: `${request.application.member}${JOIN_REQUEST_SUFFIX}`, text: file.request },
    fingerprint: requestFingerprint(request),
    inviter: ticket.inviter,
    role: ticket.role,
    expiresAt: ticket.expiresAt,
    acceptedBy: [...acceptedBy.keys()],
    refusal: refusal && plainProblem(refusal),
    checkpoint,
    inviterKey: followed ? checkInviter(ticket, deps.node.chain.state).ok : null,
    proposal: proposal?.id ?? null,
  }
}

/** The newest proposal for exactly these keys. */
const proposalOf = ({ node }: ApiDeps, { application }: JoinRequest): ProposalView | null =>
  listProposals(node.chain.state)
    .filter(({ content }) => (content.matter === 'ADMIT' || content.matter === 'REKEY') && names(content.details, application))
    .sort((a, b) => b.origin.index - a.origin.index)[0] ?? null

function stepsOf(deps: ApiDeps, request: JoinRequest, { followed, requested, proposal }: { followed: boolean; requested: boolean; proposal: ProposalView | null }): JoinStep[] {
  const { membership, chain } = deps.node
  const entry = readLedgerMember(chain.state, deps.network.me)
  const admitted = entry?.peers.includes(membership.peerId) ?? false
  const done: readonly (readonly [step: JoinStep['step'], done: boolean, at: number | null])[] = [
    ['follow', followed || admitted, null],
    ['request', requested || admitted, null],
    ['proposal', admitted || proposal !== null, proposal?.origin.time ?? null],
    ['admission', admitted, proposal?.decided?.time ?? null],
    ...(request.ticket.role === 'member' ? ([['ready', entry?.standing === 'voter', null], ['vote', membership.votes(), null]] as const) : []),
  ]
  // A desktop needs no proposal: its own member binds it.
  const steps = request.ticket.role === 'desktop' ? done.filter(([step]) => step !== 'proposal') : done
  const current = steps.findIndex(([, isDone]) => !isDone)
  return steps.map(([step, isDone, at], i) => ({ step, state: isDone ? 'done' : i === current ? 'now' : 'waiting', at: isDone ? at : null }))
}

/** A sound public key that nobody holds (RFC 8032's base point): the key to come is made only when it is signed. */
const SOME_KEY = `58${'66'.repeat(31)}`

function permissionsOf(deps: ApiDeps, session: Session | null): Permission[] {
  const { state } = deps.node.chain
  const person = session && personOf(deps, session)
  const sign = (kind: SoloKind, content: object | null): Problem | null => whyNotSign(deps, session, kind) ?? (content && whyNotContent(deps, kind, content))
  const voteKey = toHex(deps.signer.vote.publicKey)
  const proof = { height: 1, blockId: '00'.repeat(32), sig: '00'.repeat(64) }
  const found: readonly (readonly [string, Problem | null])[] = [
    ['invite', whyNotInvite(deps, session)],
    ['propose', !person ? problem('SESSION_NEEDED') : person.ok ? whyNotPropose(state, person.value) : person.error],
    ['vote', whyNotSign(deps, session, 'governance.vote') ?? (awaitingVote(state, deps.network.me, today(deps)).length > 0 ? null : problem('GOVERNANCE_NOTHING_TO_VOTE'))],
    ['ready', sign('member.ready', { voteKey, ...proof }) ?? (deps.node.membership.isSeat() ? null : problem('MEMBER_NOT_SEAT'))],
    ['rotate', sign('member.rotate', { voteKey: SOME_KEY, ...proof }) ?? (deps.node.membership.isSeat() ? null : problem('MEMBER_NOT_SEAT'))],
    ['standby', sign('member.standby', { reason: '——' })],
    ['leave', sign('member.leave', { reason: '——' })],
    ['peers', sign('member.peers', null)],
  ]
  return found.map(([action, why]) => ({ action, allowed: why === null, why: why && plainProblem(why) }))
}

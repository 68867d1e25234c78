import type { JoinRequestRow } from '../../../../shared/contract/membership.ts'
import { INVITED_TIER } from '../../../../shared/credit/authority/tiers.ts'
import type { GovernanceMatter, Tier } from '../../../../shared/credit/enums.ts'
import { listProposals, readMember } from '../../../../shared/credit/state/read.ts'
import { toHex } from '../../../../shared/kit/bytes.ts'
import { CodedError } from '../../../../shared/kit/result.ts'
import { formatJoinRequest, JOIN_REQUEST_SUFFIX, keyId, readLedgerMember, type JoinRequest } from '../../../../shared/ledger/index.ts'
import { fingerprintOf } from '../../folder/package.ts'
import type { KnownRequest } from '../../node/guests.ts'
import type { ApiDeps } from '../deps.ts'
import { today } from '../ledger-facts.ts'

/** A verified request as a screen shows it, with what the ledger says about it now. */
export function requestRow(deps: ApiDeps, { request, peerId, fingerprint, receivedAt, dismissed }: KnownRequest): JoinRequestRow {
  const { ticket, application } = request
  const { state } = deps.node.chain
  const entry = readLedgerMember(state, application.member)
  return {
    token: toHex(ticket.token),
    member: application.member,
    nameZh: application.nameZh,
    nameEn: application.nameEn,
    regionCode: application.regionCode,
    address: application.address,
    role: ticket.role,
    wants: wants(deps, request),
    inviter: ticket.inviter,
    isMine: ticket.inviter === deps.network.me,
    fingerprint,
    keyFingerprint: application.idKey && fingerprintOf(keyId(application.idKey)),
    peerId,
    receivedAt,
    expiresAt: ticket.expiresAt,
    dismissed,
    done: entry?.peers.includes(peerId) ?? false,
    proposals: proposalsFor(deps, request),
  }
}

const wants = ({ node }: ApiDeps, { ticket, application }: JoinRequest): JoinRequestRow['wants'] =>
  ticket.role === 'desktop' ? 'desktop' : readMember(node.chain.state, application.member) ? 'rekey' : 'admit'

/** Open proposals for exactly these keys. */
const proposalsFor = (deps: ApiDeps, { application }: JoinRequest): string[] =>
  listProposals(deps.node.chain.state)
    .filter(({ status, content }) => status === 'OPEN' && today(deps) <= content.deadline && names(content.details, application))
    .map(({ id }) => id)

/** Whether a proposal's details are about this member and its root key. */
export const names = (details: Readonly<Record<string, unknown>>, { member, idKey }: Pick<JoinRequest['application'], 'member' | 'idKey'>): boolean =>
  details['member'] === member && idKey !== null && details['idKey'] === toHex(idKey)

/** The request of a token, or JOIN_REQUEST_UNKNOWN. */
export function requestOf(deps: ApiDeps, token: string): KnownRequest {
  const found = deps.node.membership.requests().find(({ request }) => toHex(request.ticket.token) === token)
  if (!found) throw new CodedError('JOIN_REQUEST_UNKNOWN')
  return found
}

export const requestFile = ({ request }: KnownRequest): { fileName: string; text: string } => ({ fileName: `${request.application.member}${JOIN_REQUEST_SUFFIX}`, text: formatJoinRequest(request) })

/**
 * The matter that a request leads to, with its keys. JOIN_REQUEST_UNKNOWN, JOIN_REQUEST_DESKTOP (a desktop is bound by its
 * own member, no vote is needed).
 */
export function matterOf(deps: ApiDeps, token: string, tier: Tier | undefined): { readonly matter: GovernanceMatter; readonly details: Record<string, unknown> } {
  const { request, peerId, dismissed } = requestOf(deps, token)
  if (dismissed) throw new CodedError('JOIN_REQUEST_UNKNOWN')
  const { ticket, application } = request
  const { member, nameZh, nameEn, regionCode, idKey, voteKey } = application
  if (ticket.role === 'desktop' || !idKey || !voteKey) throw new CodedError('JOIN_REQUEST_DESKTOP', { member })
  const keys = { idKey: toHex(idKey), voteKey: toHex(voteKey), peers: [peerId] }
  if (wants(deps, request) === 'rekey') return { matter: 'REKEY', details: { member, ...keys } }
  const voter = ticket.role === 'member'
  return { matter: 'ADMIT', details: { member, nameZh, nameEn, regionCode, tier: tier ?? INVITED_TIER[ticket.role], role: voter ? 'VOTER' : 'OBSERVER', ...keys } }
}

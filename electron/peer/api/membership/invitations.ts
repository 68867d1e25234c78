import type { InferContractRouterInputs } from '@orpc/contract'
import type { membershipContract } from '../../../../shared/contract/membership.ts'
import { readMember } from '../../../../shared/credit/state/read.ts'
import { equalBytes } from '../../../../shared/kit/bytes.ts'
import { CodedError, problem, unwrap, type Problem } from '../../../../shared/kit/result.ts'
import {
  decodeHeader, deviceKey, formatInvitation, INVITATION_SUFFIX, issueInvitation, keyId, openInvitation, proveState, readLedgerMember, ticketPreimage, TOKEN_BYTES,
  type Invitation, type InvitationContents, type InvitationMember
} from '../../../../shared/ledger/index.ts'
import { fingerprintOf } from '../../folder/package.ts'
import { signedIn, type ApiContext } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { personOf } from '../ledger-facts.ts'
import { epochHops } from '../proof-parts.ts'
import type { Session } from '../sessions.ts'

const DAY = 24 * 60 * 60 * 1000

/** Who may let others come to the door: an approver, or the administrator of the member's computers. */
const INVITERS = ['AP', 'AD'] as const

/** Why the signed-in person may not invite; null where they may. A center's first invitation may come before any grant is final. */
export function whyNotInvite(deps: ApiDeps, session: Session | null): Problem | null {
  if (!session) return problem('SESSION_NEEDED')
  const person = personOf(deps, session)
  const roles = person.ok ? person.value.roles : (deps.network.staff.find(({ staffId }) => staffId === session.staffId)?.roles ?? [])
  if (!INVITERS.some((role) => roles.includes(role))) return problem('INVITE_ROLE', { roles: INVITERS.join(' ') })
  const member = readMember(deps.node.chain.state, deps.network.me)
  return member?.status === 'ACTIVE' ? null : problem('MEMBER_NOT_ACTIVE', { member: deps.network.me })
}

/**
 * Makes an invitation of the newest final block, signed by the person's key or by the root key where its passphrase is
 * given. Throws CodedError INVITE_ROLE, MEMBER_NOT_ACTIVE, INVITE_NEEDS_ROOT (no block yet: only a root key is known to the
 * genesis), INVITE_DESKTOP (a desktop is invited by its own member), PROOF_NO_CERTIFICATE (this computer lacks old blocks).
 */
export async function createInvitation(deps: ApiDeps, context: ApiContext, input: InferContractRouterInputs<typeof membershipContract>['createInvitation']) {
  const session = signedIn(context)
  const { signer, node, clock, random, network } = deps
  const wrong = whyNotInvite(deps, session)
  if (wrong) throw new CodedError(wrong.code, wrong.params)
  const { role, days, rootPassphrase } = input
  const invitee = role === 'desktop' ? network.me : input.invitee
  if (role === 'desktop' && input.invitee !== null && input.invitee !== network.me) throw new CodedError('INVITE_DESKTOP', { member: network.me })
  const issuedAt = clock.now()
  const plan = { genesisHash: node.chain.genesisHash, role, invitee, token: random.bytes(TOKEN_BYTES), issuedAt, expiresAt: issuedAt + days * DAY, inviter: network.me }
  const make = (key: Uint8Array, sign: (message: Uint8Array) => Uint8Array): Invitation => issueInvitation({ ...plan, key }, contentsFor(deps, key), (ticket) => sign(ticketPreimage(ticket)))
  const invitation =
    rootPassphrase === undefined
      ? make(signer.who(session.unlocked).publicKey, (message) => signer.signInvitation(session.unlocked, message))
      : await signer.withIdKey(rootPassphrase, (_, sign) => make(signer.id.publicKey, sign))
  const text = formatInvitation(invitation)
  // What is handed out was opened before, as its reader will.
  unwrap(openInvitation(text, issuedAt, node.chain.genesisHash))
  deps.log('info', 'join.invited', { role, invitee: invitee ?? '', days })
  return { fileName: `${network.net}-${invitee ?? role}${INVITATION_SUFFIX}`.replaceAll(/[^\p{L}\p{N}._-]/gu, '_'), text, fingerprint: fingerprintOf(node.chain.genesisHash), expiresAt: plan.expiresAt }
}

function contentsFor(deps: ApiDeps, key: Uint8Array): InvitationContents {
  const { chain, genesis } = deps.node
  const head = chain.head()
  const certificate = chain.cert(head.height)
  const base = { genesis: chain.genesis, members: membersOf(deps) }
  if (!head.header) {
    if (!genesis.members.some(({ id, idKey }) => id === deps.network.me && equalBytes(idKey, key))) throw new CodedError('INVITE_NEEDS_ROOT')
    return { ...base, epochs: [], checkpoint: null, device: null }
  }
  if (!certificate?.length) throw new CodedError('PROOF_NO_CERTIFICATE', { height: head.height })
  const entry = deviceKey(keyId(key))
  const value = chain.state.get(entry)
  if (!value) throw new CodedError('STAFF_NOT_ON_LEDGER')
  return { ...base, epochs: epochHops(chain, unwrap(decodeHeader(head.header)).epoch), checkpoint: { header: head.header, certificate }, device: { value, proof: proveState(chain.state, chain.state.tree, entry) } }
}

/** Everybody as this desktop knows them: names by the state, addresses by its own list and by what it saw. */
function membersOf({ node, network }: ApiDeps): InvitationMember[] {
  const seen = new Map(node.members().map((row) => [row.id, row]))
  const ids = new Set([...node.genesis.members.map(({ id }) => id), ...node.members().map(({ id }) => id), network.me])
  return [...ids].flatMap((id): InvitationMember[] => {
    const entry = readLedgerMember(node.chain.state, id)
    const peers = entry?.peers ?? node.genesis.members.find((member) => member.id === id)?.peers ?? []
    if (peers.length === 0 || entry?.standing === 'left') return []
    const view = readMember(node.chain.state, id)
    const local = network.members.find((member) => member.id === id)
    const address = id === network.me ? network.listen : (local?.address || (seen.get(id)?.address ?? ''))
    return [{ id, nameZh: view?.nameZh ?? local?.nameZh ?? '', nameEn: view?.nameEn ?? local?.nameEn ?? '', tier: view?.tier ?? local?.tier ?? '', regionCode: view?.regionCode ?? local?.regionCode ?? '', address, peers }]
  })
}

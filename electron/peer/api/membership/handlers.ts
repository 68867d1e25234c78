import { toHex } from '../../../../shared/kit/bytes.ts'
import { CodedError } from '../../../../shared/kit/result.ts'
import { readRecentHead, readyPreimage } from '../../../../shared/ledger/index.ts'
import { signedIn, type Guarded } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { createInvitation, whyNotInvite } from './invitations.ts'
import { proposalRows } from './proposals.ts'
import { matterOf, requestFile, requestOf, requestRow } from './requests.ts'
import { signSolo, whyNotSign } from './sign.ts'
import { myStanding } from './standing.ts'

/** membership.*: invitations and requests at the door, proposals and votes, and the member's own place in the network. */
export function membershipHandlers(os: Guarded, deps: ApiDeps) {
  const { membership } = os
  return {
    myStanding: membership.myStanding.handler(({ context }) => myStanding(deps, context.channel.session)),
    joinRequests: membership.joinRequests.handler(() => deps.node.membership.requests().map((known) => requestRow(deps, known))),
    importRequest: membership.importRequest.handler(({ input, context }) => {
      mustInvite(deps, context.channel.session)
      return requestRow(deps, deps.node.membership.addRequest(input.text))
    }),
    exportRequest: membership.exportRequest.handler(({ input }) => requestFile(requestOf(deps, input.token))),
    dismissRequest: membership.dismissRequest.handler(({ input, context }) => {
      mustInvite(deps, context.channel.session)
      deps.node.membership.dismissRequest(input.token)
      return {}
    }),
    createInvitation: membership.createInvitation.handler(({ input, context }) => createInvitation(deps, context, input)),
    proposals: membership.proposals.handler(({ context }) => proposalRows(deps, context.channel.session)),
    propose: membership.propose.handler(({ input, context }) => signSolo(deps, context, 'governance.propose', input)),
    proposeRequest: membership.proposeRequest.handler(({ input: { token, tier, reason, deadline }, context }) => {
      signedIn(context)
      return signSolo(deps, context, 'governance.propose', { ...matterOf(deps, token, tier), reason, deadline })
    }),
    vote: membership.vote.handler(({ input, context }) => signSolo(deps, context, 'governance.vote', input)),
    withdraw: membership.withdraw.handler(({ input, context }) => signSolo(deps, context, 'governance.withdraw', input)),
    ready: membership.ready.handler(({ input, context }) => {
      signedIn(context)
      const { publicKey } = deps.signer.vote
      return signSolo(deps, context, 'member.ready', possession(deps, publicKey, (message) => deps.signer.signSeat(message)), input.rootPassphrase)
    }),
    rotate: membership.rotate.handler(async ({ input, context }) => {
      signedIn(context)
      const why = whyNotSign(deps, context.channel.session, 'member.rotate')
      if (why && input.rootPassphrase === undefined) throw new CodedError(why.code, why.params)
      const { publicKey } = await deps.signer.prepareVoteKey()
      return signSolo(deps, context, 'member.rotate', possession(deps, publicKey, (message) => deps.signer.signNextSeat(message)), input.rootPassphrase)
    }),
    standby: membership.standby.handler(({ input, context }) => signSolo(deps, context, 'member.standby', { reason: input.reason }, input.rootPassphrase)),
    leave: membership.leave.handler(({ input, context }) => signSolo(deps, context, 'member.leave', { reason: input.reason }, input.rootPassphrase)),
    peers: membership.peers.handler(({ input: { bind, unbind, rootPassphrase }, context }) => signSolo(deps, context, 'member.peers', { ...(bind.length > 0 ? { bind } : {}), ...(unbind.length > 0 ? { unbind } : {}) }, rootPassphrase)),
  }
}

function mustInvite(deps: ApiDeps, session: Parameters<typeof whyNotInvite>[1]): void {
  const why = whyNotInvite(deps, session)
  if (why) throw new CodedError(why.code, why.params)
}

/** The vote key's own word over the newest block that records can cite. Throws MEMBER_NOT_SEAT, JOIN_CHECKPOINT_DIFFERS, READY_BLOCK. */
function possession(deps: ApiDeps, voteKey: Uint8Array, sign: (message: Uint8Array) => Uint8Array): object {
  const { chain, membership } = deps.node
  if (!membership.isSeat()) throw new CodedError('MEMBER_NOT_SEAT')
  // Who was led away from the inviter's block follows another chain: it must not vote on it.
  if (membership.checkpoint() === 'differs') throw new CodedError('JOIN_CHECKPOINT_DIFFERS')
  const { height } = chain.head()
  // A block is written into the state by the one after it.
  const head = readRecentHead(chain.state, height - 1)
  if (!head) throw new CodedError('READY_BLOCK', { height })
  const sig = sign(readyPreimage(chain.genesisHash, { member: deps.network.me, height: head.height, blockId: head.id }))
  return { voteKey: toHex(voteKey), height: head.height, blockId: toHex(head.id), sig: toHex(sig) }
}

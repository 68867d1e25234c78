import { soloRefusal } from '../../../../shared/credit/authority/solo.ts'
import { readBody, toPayloadBody } from '../../../../shared/credit/body.ts'
import { checkContent } from '../../../../shared/credit/check.ts'
import { recordTitle } from '../../../../shared/credit/draft.ts'
import { firstError } from '../../../../shared/credit/finding.ts'
import type { SoloKind } from '../../../../shared/credit/kinds.ts'
import { fromHex, toHex } from '../../../../shared/kit/bytes.ts'
import { CodedError, problem, type Problem } from '../../../../shared/kit/result.ts'
import { HASH_BYTES, MAX_ENVELOPE } from '../../../../shared/ledger/limits.ts'
import { buildPayload, openEnvelope, sealEnvelope } from '../../../../shared/ledger/record/record.ts'
import { signedIn, type ApiContext } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { whyNotNow } from '../drafts/permissions.ts'
import { latestOf } from '../drafts/publish.ts'
import { checkContext, personOf } from '../ledger-facts.ts'
import type { Session } from '../sessions.ts'

/** What the network would say to this content by its author, proofs of possession aside: those are made when it is signed. */
export const whyNotContent = (deps: ApiDeps, kind: SoloKind, content: object): Problem | null => firstError(checkContent(kind, content, { ...checkContext(deps), ...(kind === 'evidence.submit' ? { net: deps.node.chain.genesisHash } : {}) }))

/** Why the signed-in person may not sign such a record; null where they may. */
export function whyNotSign(deps: ApiDeps, session: Session | null, kind: SoloKind): Problem | null {
  if (!session) return { code: 'SESSION_NEEDED' }
  const person = personOf(deps, session)
  return person.ok ? soloRefusal(kind, person.value.roles) : person.error
}

/**
 * What this desktop signed already and is not final yet: signed once more it would be void. A vote or a withdrawal is the
 * same for the same proposal, what a member states about itself for its kind. MEMBERSHIP_PENDING {kind}.
 */
function whyNotAgain({ workbench, node }: ApiDeps, kind: SoloKind, content: object): Problem | null {
  if (kind === 'governance.propose') return null
  const proposal = 'proposal' in content ? content.proposal : null
  const twin = workbench.outbox.open().some((entry) => {
    if (entry.kind !== kind) return false
    const opened = openEnvelope(node.chain.genesisHash, entry.envelope)
    const body = opened.ok ? readBody(opened.value.payload) : null
    return proposal === null || (body?.ok === true && body.value.content['proposal'] === proposal)
  })
  return twin ? problem('MEMBERSHIP_PENDING', { kind }) : null
}

/**
 * Signs a record of one signature, stores it in the outbox and hands it to the peer. The root key signs where its
 * passphrase is given, the signed-in person otherwise. Throws CodedError with what is wrong before anything is signed.
 */
export async function signSolo(deps: ApiDeps, context: ApiContext, kind: SoloKind, content: object, rootPassphrase?: string): Promise<{ recordId: string }> {
  const session = signedIn(context)
  const wrong = whyNotNow(deps) ?? whyNotAgain(deps, kind, content) ?? (rootPassphrase === undefined ? whyNotSign(deps, session, kind) : null) ?? whyNotContent(deps, kind, content)
  if (wrong) throw new CodedError(wrong.code, wrong.params)
  if (rootPassphrase === undefined) {
    return record(deps, kind, content, session.keyId, session.staffId, (id) => deps.signer.signRecord(session.unlocked, id))
  }
  const { keyId } = deps.signer.id
  return deps.signer.withIdKey(rootPassphrase, (sign) => record(deps, kind, content, toHex(keyId), session.staffId, sign))
}

function record(deps: ApiDeps, kind: SoloKind, content: object, device: string, staffId: string, sign: (recordId: Uint8Array) => Uint8Array): { recordId: string } {
  const { node, network, workbench, clock } = deps
  const at = clock.now()
  const payload = buildPayload({ kind, net: node.chain.genesisHash, author: network.me, device: fromHex(device), head: latestOf(deps, device), at, body: toPayloadBody(content, []) })
  // The input ends with the record id; the signer puts its own tag before it.
  const sealed = sealEnvelope(payload, (input) => sign(input.slice(-HASH_BYTES)))
  if (sealed.bytes.length > MAX_ENVELOPE) throw new CodedError('RECORD_TOO_LARGE', { bytes: sealed.bytes.length, max: MAX_ENVELOPE })
  const recordId = toHex(sealed.id)
  const title = recordTitle(kind, content as Record<string, unknown>).slice(0, 200)
  workbench.outbox.add({ recordId, envelope: sealed.bytes, kind, title, uscc: null, staffId, draftId: null, device, seq: payload.n, savedAt: at })
  node.submit(sealed.bytes)
  return { recordId }
}

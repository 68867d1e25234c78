import { fromHex } from '../kit/bytes.ts'
import { problem } from '../kit/result.ts'
import type { Execution, LedgerEffect } from '../ledger/state/executor.ts'
import { soloSigner } from './authority/solo.ts'
import type { Body } from './body.ts'
import { checkContent } from './check.ts'
import type { ContentOf } from './content.ts'
import { applyEvidence } from './evidence/rule.ts'
import { firstError } from './finding.ts'
import { applyPropose, applyProposalWithdraw, applyVote, momentOf } from './governance/rule.ts'
import type { SoloKind } from './kinds.ts'
import { isPlan } from './plan.ts'
import { planMember } from './member/turn.ts'
import type { MemberAct } from './member/turn.ts'
import { voided } from './rule.ts'
import type { RuleContext } from './rule.ts'
import { applyGrant, applyRevoke } from './staff/rule.ts'

/** Executes a kind that one signature makes: the signer, the content, then what it does. */
export function applySolo(kind: SoloKind, { content, steps }: Body, context: RuleContext): Execution {
  const { payload, state, today, execution } = context
  const signer = soloSigner(kind, payload, state, today)
  if (!signer.ok) return voided(signer.error)
  if (steps.length > 0) return voided(problem('STEP_UNEXPECTED', { step: steps[0]!.s }))
  const refusal = firstError(checkContent(kind, content, { ...context, height: execution.height, time: execution.time, net: execution.genesisHash }))
  return refusal ? voided(refusal) : apply(kind, content, signer.value ?? '', context)
}

/** @param staffId who signed; empty for the root key. */
function apply(kind: SoloKind, content: unknown, staffId: string, context: RuleContext): Execution {
  const { author } = context
  switch (kind) {
    case 'staff.grant': {
      const grant = content as ContentOf[typeof kind]
      // Staff keys may sign from their grant until their revocation.
      return { changes: applyGrant(grant, context), effects: [{ t: 'grant', member: author, key: fromHex(grant.key) }] }
    }
    case 'staff.revoke': {
      const revoke = content as ContentOf[typeof kind]
      const effects: readonly LedgerEffect[] = [{ t: 'revoke', member: author, keyId: fromHex(revoke.keyId) }]
      return { changes: applyRevoke(revoke, context), effects }
    }
    case 'governance.propose':
      return applyPropose(content as ContentOf[typeof kind], staffId, context)
    case 'governance.vote':
      return applyVote(content as ContentOf[typeof kind], staffId, context)
    case 'governance.withdraw':
      return applyProposalWithdraw(content as ContentOf[typeof kind], context)
    case 'evidence.submit':
      return applyEvidence(content as ContentOf[typeof kind], context)
    default: {
      const plan = planMember({ kind, content } as MemberAct, author, context.state, momentOf(context), context.execution.genesisHash)
      return isPlan(plan) ? plan : voided(plan)
    }
  }
}

import { toHex } from '../kit/bytes.ts'
import { CodedError, problem } from '../kit/result.ts'
import type { Problem } from '../kit/result.ts'
import { keyId } from '../ledger/crypto/keys.ts'
import { verify as verifySignature } from '../ledger/crypto/verify.ts'
import type { Execution, ExecutionContext, Executor, LedgerEffect, StateChange, StateReader } from '../ledger/state/executor.ts'
import type { Genesis, RecordPayload } from '../ledger/types.ts'
import { fullSteps, neededSteps } from './authority/matrix.ts'
import { checkSteps, stepMark } from './authority/steps.ts'
import type { Actor, NeededStep } from './authority/step.ts'
import { readBody } from './body.ts'
import type { Body } from './body.ts'
import { checkContent } from './check.ts'
import { encodeValue } from './codec.ts'
import { applyConduct } from './conduct/rule.ts'
import type { ContentOf } from './content.ts'
import { dateOfTime } from './dates.ts'
import { applyEngagement } from './engagement/rule.ts'
import { firstError } from './finding.ts'
import { applyRegister, applyUpdate } from './institution/rule.ts'
import { isDraftKind, isRecordKind } from './kinds.ts'
import type { DraftKind, RecordKind } from './kinds.ts'
import { creditParams } from './member/params.ts'
import type { Methodology } from './methodology/document.ts'
import { methodologyOf } from './methodology/registry.ts'
import { applyRating, ratingConflict } from './rating/rule.ts'
import { put, voided } from './rule.ts'
import type { RuleContext } from './rule.ts'
import { applyObjectionDecide, applyObjectionFile, applyRecordWithdraw, applyRepairGrant } from './redress/rule.ts'
import { applySolo } from './solo.ts'
import { KEY } from './state/keys.ts'
import { readInstitution, readMember, readNetwork, staffByKey } from './state/read.ts'
import type { MemberView, NetworkView } from './state/views.ts'

export interface ExecutorOptions {
  /** Checks a step's signature; the ledger's one verification function unless a test hands in another. */
  readonly verify?: (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean
  /** Methodologies by hash (hex); those of this program unless handed in. */
  readonly methodologyOf?: (hash: string) => Methodology | null
}

/**
 * The one door through which the ledger executes this domain. Pure and total: a record that breaks a rule is void with
 * the code of that rule, the same on every peer, and nothing throws but `genesis` on parameters that no network can use.
 */
export function createExecutor({ verify = verifySignature, methodologyOf: find = methodologyOf }: ExecutorOptions = {}): Executor {
  return {
    genesis: (genesis) => genesisState(genesis, find),
    apply(payload, context, state) {
      try {
        return execute(payload, context, state, verify, find)
      } catch (cause) {
        // A fault of ours must not stop the chain: the code is the same everywhere because everything here is pure.
        return voided(cause instanceof CodedError ? problem(cause.code) : problem('EXECUTION_FAILED'))
      }
    },
  }
}

function genesisState({ members, params }: Genesis, find: (hash: string) => Methodology | null): readonly StateChange[] {
  const credit = creditParams(params)
  const methodology = find(credit.methodology.hash)
  if (!methodology) throw new CodedError('METHODOLOGY_UNKNOWN', { ...credit.methodology })
  if (methodology.id !== credit.methodology.id || methodology.version !== credit.methodology.version) throw new CodedError('METHODOLOGY_UNKNOWN', { ...credit.methodology })
  const named = Object.keys(credit.members)
  const stranger = named.find((id) => !members.some((member) => member.id === id)) ?? members.find((member) => !Object.hasOwn(credit.members, member.id))?.id
  if (stranger !== undefined) throw new CodedError('CREDIT_PARAMS_INVALID', { field: `members.${stranger}`, reason: 'members and credit.members differ' })
  const network: NetworkView = { methodology: credit.methodology, demo: credit.demo }
  const views = members.map((member): MemberView => ({ id: member.id, ...credit.members[member.id]!, idKeyId: toHex(keyId(member.idKey)), status: 'ACTIVE' }))
  return [put(KEY.network, network), ...views.map((view) => put(KEY.member(view.id), view))]
}

type Verify = NonNullable<ExecutorOptions['verify']>

function execute(payload: RecordPayload, execution: ExecutionContext, state: StateReader, verify: Verify, find: (hash: string) => Methodology | null): Execution {
  const kind = payload.t
  if (!isRecordKind(kind)) return voided(problem('UNKNOWN_KIND', { kind: kind.slice(0, 64) }))
  const body = readBody(payload)
  if (!body.ok) return voided(body.error)
  const adopted = readNetwork(state)?.methodology.hash
  const methodology = adopted === undefined ? null : find(adopted)
  if (!methodology) return voided(problem('METHODOLOGY_UNKNOWN', { hash: adopted ?? '' }))
  const today = dateOfTime(execution.time)
  const context: RuleContext = { today, methodology, author: payload.a, state, payload, execution }
  if (!isDraftKind(kind)) return applySolo(kind, body.value, context)
  const refusal = draftRefusal(kind, context) ?? contentRefusal(kind, body.value, context)
  if (refusal) return voided(refusal)
  const act = { net: execution.genesisHash, member: payload.a, kind, content: body.value.content }
  const actors = checkSteps(body.value.steps, { keyId: payload.d, at: payload.at }, stepsOf(kind, body.value, state), {
    ...act, today, verify, staffOf: (id) => staffByKey(state, id),
  })
  if (!actors.ok) return voided(actors.error)
  // checkSteps has seen to it that the first step is the creator's.
  const used = KEY.usedStep(stepMark(body.value.steps[0]!, act))
  if (state.get(used) !== null) return voided(problem('STEP_REUSED', { staff: actors.value[0]!.staffId }))
  const applied = applyDraft(kind, body.value.content, actors.value, context)
  if ('void' in applied) return applied
  // Every record in force about an agency becomes a link of its chain, so that a list of them can be proved complete.
  const effects: readonly LedgerEffect[] = [{ t: 'subject', subject: String(body.value.content['uscc']) }, ...(applied.effects ?? [])]
  return { changes: [...applied.changes, [used, encodeValue(toHex(execution.recordId))]], effects }
}

const contentRefusal = (kind: RecordKind, { content }: Body, context: RuleContext): Problem | null =>
  firstError(checkContent(kind, content, { ...context, height: context.execution.height, time: context.execution.time, net: context.execution.genesisHash }))

/** The member's root key signs nothing that its people answer for. */
const draftRefusal = (kind: DraftKind, { payload, state }: RuleContext): Problem | null =>
  readMember(state, payload.a)?.idKeyId === toHex(payload.d) ? problem('ROOT_KEY_NOT_HERE', { kind }) : null

/** The steps this record must show. One that carries a review although the reviewer could have published needs its approver. */
function stepsOf(kind: DraftKind, { content, steps }: Body, state: StateReader): readonly NeededStep[] {
  const previous = kind === 'institution.update' ? (readInstitution(state, String(content['uscc']))?.content ?? null) : null
  const needed = neededSteps(kind, content, previous)
  return steps.some((step) => step.s === 'review') ? fullSteps(kind) : needed
}

function applyDraft(kind: DraftKind, content: unknown, actors: readonly Actor[], context: RuleContext): Execution {
  switch (kind) {
    case 'institution.register':
      return { changes: applyRegister(content as ContentOf[typeof kind], actors, context) }
    case 'institution.update':
      return applyUpdate(content as ContentOf[typeof kind], actors, context)
    case 'engagement.record':
      return applyEngagement(content as ContentOf[typeof kind], actors, context)
    case 'conduct.record':
      return applyConduct(content as ContentOf[typeof kind], actors, context)
    case 'rating.publish': {
      const conflict = ratingConflict(content as ContentOf[typeof kind], actors, context)
      return conflict ? voided(conflict) : applyRating(content as ContentOf[typeof kind], actors, context)
    }
    case 'objection.file':
      return applyObjectionFile(content as ContentOf[typeof kind], actors, context)
    case 'objection.decide':
      return applyObjectionDecide(content as ContentOf[typeof kind], actors, context)
    case 'repair.grant':
      return applyRepairGrant(content as ContentOf[typeof kind], context)
    case 'record.withdraw':
      return applyRecordWithdraw(content as ContentOf[typeof kind], context)
  }
}

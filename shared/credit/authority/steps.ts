import { concat, fromHex, toHex } from '../../kit/bytes.ts'
import { err, ok, problem } from '../../kit/result.ts'
import type { Problem, Result } from '../../kit/result.ts'
import { sha256 } from '../../ledger/crypto/hash.ts'
import { TAG } from '../../ledger/crypto/tags.ts'
import type { Hash, MemberId } from '../../ledger/types.ts'
import { compact, encodeValue } from '../codec.ts'
import type { VoteChoice } from '../enums.ts'
import type { StaffView } from '../state/views.ts'
import type { Actor, NeededStep, Step, StepName } from './step.ts'

/** What a step is signed for: this network, this member, this kind, exactly this content, this act. */
export interface StepStatement {
  /** Genesis hash of the network. */
  readonly net: Hash
  readonly member: MemberId
  readonly kind: string
  readonly content: unknown
  readonly step: StepName
  /** The signer's clock, ms. */
  readonly at: number
  /** Of a vote, and only there. */
  readonly choice?: VoteChoice | undefined
}

const SUITE = new Uint8Array([1])

/**
 * The bytes a step's signature covers: "zxl1/step\0" ‖ suite (1) ‖ sha256(canonical dag-cbor of {net, a, t, c, s, x})
 * with x = {at, choice?}. Throws CodedError where the content holds something no record may hold.
 */
export function stepPreimage({ net, member, kind, content, step, at, choice }: StepStatement): Uint8Array {
  const x = choice === undefined ? { at } : { at, choice }
  return concat(TAG.step, SUITE, sha256(encodeValue({ net, a: member, t: kind, c: compact(content), s: step, x })))
}

/**
 * What makes one signed step that step, hex. The ledger takes a creator's signature for one record only: whoever publishes
 * could otherwise publish the same content again under the signatures given for the first time.
 */
export const stepMark = (step: Step, world: Pick<StepStatement, 'net' | 'member' | 'kind' | 'content'>): string =>
  toHex(sha256(concat(step.d, stepPreimage({ ...world, step: step.s, at: step.at, choice: step.choice }))))

/** What the check of a record's steps needs to know of the world. */
export interface StepWorld {
  readonly net: Hash
  readonly member: MemberId
  readonly kind: string
  readonly content: unknown
  /** Day of the block. */
  readonly today: string
  /** Staff by key id (hex), revoked ones included; null where no staff ever had that key. */
  staffOf(keyId: string): StaffView | null
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean
}

/** The person behind a key, if that person may take this step now; else why not. */
function signer(keyId: string, needed: NeededStep, world: StepWorld): Result<StaffView> {
  const staff = world.staffOf(keyId)
  const params = { step: needed.step }
  if (!staff) return err(problem('STEP_SIGNER_UNKNOWN', params))
  if (staff.member !== world.member) return err(problem('STEP_SIGNER_OTHER_MEMBER', { ...params, member: staff.member }))
  const named = { ...params, staff: staff.staffId }
  if (staff.status !== 'ACTIVE') return err(problem('STEP_SIGNER_REVOKED', named))
  if (world.today < staff.validFrom || world.today > staff.validTo) return err(problem('STEP_SIGNER_EXPIRED', { ...named, until: staff.validTo }))
  if (!staff.roles.includes(needed.role)) return err(problem('STEP_ROLE', { ...named, role: needed.role }))
  return ok(staff)
}

/**
 * Checks that the right people of the member, all of them different by person and by key, took the needed steps in order
 * and signed exactly this content. The last step is the record's own signature, which the ledger has verified.
 *
 * @param steps the signed steps before the last one; `publisher` the device that signed the record, at `at`.
 * @returns the actors in order, or the first rule that is broken (STEP_*, COMMITTEE_*).
 */
export function checkSteps(steps: readonly Step[], publisher: { readonly keyId: Hash; readonly at: number }, needed: readonly NeededStep[], world: StepWorld): Result<readonly Actor[]> {
  const actors: { readonly actor: Actor; readonly keyId: string }[] = []
  let next = 0
  for (const want of needed) {
    if (want.publishes) break
    const taken = takeWhile(steps, next, want.step)
    if (taken.length < want.min) return err(want.step === 'vote' ? problem('COMMITTEE_TOO_SMALL', { votes: taken.length, needed: want.min }) : problem('STEP_MISSING', { step: want.step }))
    if (want.step !== 'vote' && taken.length > want.min) return err(problem('STEP_UNEXPECTED', { step: want.step }))
    for (const step of taken) {
      const checked = checkStep(step, want, world)
      if (!checked.ok) return checked
      actors.push(checked.value)
    }
    if (want.step === 'vote') {
      const refusal = tally(taken)
      if (refusal) return err(refusal)
    }
    next += taken.length
  }
  if (next < steps.length) return err(problem('STEP_UNEXPECTED', { step: steps[next]!.s }))
  const last = needed[needed.length - 1]!
  const keyId = toHex(publisher.keyId)
  const staff = signer(keyId, last, world)
  if (!staff.ok) return staff
  actors.push({ keyId, actor: { step: last.step, staffId: staff.value.staffId, at: publisher.at } })
  const persons = new Set(actors.map(({ actor }) => actor.staffId))
  const keys = new Set(actors.map((item) => item.keyId))
  if (persons.size < actors.length || keys.size < actors.length) return err(problem('STEP_SAME_PERSON', { staff: repeated(actors.map(({ actor }) => actor.staffId)) }))
  return ok(actors.map(({ actor }) => actor))
}

function checkStep(step: Step, want: NeededStep, world: StepWorld): Result<{ readonly actor: Actor; readonly keyId: string }> {
  const keyId = toHex(step.d)
  if ((step.s === 'vote') !== (step.choice !== undefined)) return err(problem('STEP_CHOICE', { step: step.s }))
  const staff = signer(keyId, want, world)
  if (!staff.ok) return staff
  const message = stepPreimage({ net: world.net, member: world.member, kind: world.kind, content: world.content, step: step.s, at: step.at, choice: step.choice })
  if (!world.verify(fromHex(staff.value.key), message, step.sig)) return err(problem('STEP_SIGNATURE', { step: step.s, staff: staff.value.staffId }))
  const actor: Actor = { step: step.s, staffId: staff.value.staffId, at: step.at, ...(step.choice === undefined ? {} : { choice: step.choice }) }
  return ok({ keyId, actor })
}

function takeWhile(steps: readonly Step[], from: number, name: StepName): readonly Step[] {
  let end = from
  while (end < steps.length && steps[end]!.s === name) end += 1
  return steps.slice(from, end)
}

/** More than half of all votes cast, abstentions included, must be for it. */
function tally(votes: readonly { readonly choice?: VoteChoice | undefined }[]): Problem | null {
  const inFavour = votes.filter((vote) => vote.choice === 'for').length
  return inFavour * 2 > votes.length ? null : problem('COMMITTEE_REJECTED', { inFavour, votes: votes.length })
}

const repeated = (names: readonly string[]): string => names.find((name, at) => names.indexOf(name) !== at) ?? ''

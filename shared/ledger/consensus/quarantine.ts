/**
 * When a seat that no longer knows what it voted (safety.db lost, restored, copied) may vote again. Pure: the caller keeps
 * the answers and the judgement, and makes both durable where it must.
 *
 * Why it is safe. This seat voted at most in some slot s*, so F(s*-1) exists. Let o be the own open slot when n - q + f + 1
 * other voters of its epoch have answered since the loss, none with a later one. Were o < s*-1, then F(o+1) would exist. Its
 * q signers, of the same epoch, meet the answers in an honest voter that had slot o+1 open before the loss, and would have
 * said so. Hence s* <= o+1, and from slot o+2 on every vote is the first. Block o may however end the epoch: then other
 * people sign F(o+1), nothing follows, and the judgement is void.
 */
import type { MemberId, VoterSet } from '../types.ts'
import { faultBound, quorum } from '../voters.ts'

/** What is known while in quarantine. */
export interface QuarantineFacts {
  readonly me: MemberId
  /** The own open slot (finalized height + 1), and its voters. */
  readonly open: number
  readonly voters: VoterSet
  /**
   * Open slot of each member that answered since the loss was noticed: its height proven by F, plus 1. Only answers of
   * members that are not in quarantine themselves: one whose whole directory was restored has forgotten what it knew.
   */
  readonly answers: ReadonlyMap<MemberId, number>
}

/** Judged in slot `from` - 2 of `epoch`. To be kept until it holds or falls. */
export interface Judgement {
  readonly from: number
  readonly epoch: number
}

export type QuarantineFinding =
  /** Too few members have answered yet. */
  | { readonly t: 'wait'; readonly answers: number; readonly needed: number }
  /** Somebody has a later slot open: catch up to `open`, then ask again. */
  | { readonly t: 'behind'; readonly open: number }
  | { readonly t: 'judged'; readonly judgement: Judgement }

/** Answers of other voters that a seat among n needs: n - q + f + 1 (n = 4: 3, 6: 4, 40: 27). */
export const answersNeeded = (n: number): number => n - quorum(n) + faultBound(n) + 1

/** What the answers say. A seat that is no voter of the open slot does not vote there and has nothing to ask for yet. */
export function judgeQuarantine({ me, open, voters, answers }: QuarantineFacts): QuarantineFinding {
  const counted = voters.members.flatMap(({ id }) => (id === me ? [] : (answers.get(id) ?? [])))
  const needed = answersNeeded(voters.members.length)
  if (counted.length < needed) return { t: 'wait', answers: counted.length, needed }
  const highest = Math.max(...counted)
  if (highest > open) return { t: 'behind', open: highest }
  return { t: 'judged', judgement: { from: open + 2, epoch: voters.epoch } }
}

/**
 * What becomes of a judgement when slot `open` of `epoch` opens: `void` where the epoch ended before the slot after the
 * judged one (judge anew), `wait` before `from`, `over`: voting is safe from this slot on. To be asked as slots open; after a
 * jump over several the epoch of the last stands for all between, which errs to the safe side.
 */
export function judgementAt({ from, epoch }: Judgement, open: number, current: number): 'void' | 'wait' | 'over' {
  if (open < from - 1) return 'wait'
  if (current !== epoch) return 'void'
  return open < from ? 'wait' : 'over'
}

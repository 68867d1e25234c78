import type { StateReader } from '../../ledger/state/executor.ts'
import { readMember } from './read.ts'

/**
 * Whether a member goes on with another one's records (J9): itself, or a member that merged into it or that it succeeded.
 * The records keep their original authors and the codes of their time.
 *
 * @param until height at which it is asked.
 */
export const actsFor = (state: StateReader, member: string, other: string, until: number = Number.MAX_SAFE_INTEGER): boolean =>
  member === other || (readMember(state, member)?.inherits ?? []).some(({ id, height }) => id === other && height <= until)

/** The member and all whose records it goes on with, at a height. */
export const linesOf = (state: StateReader, member: string, until: number): ReadonlySet<string> =>
  new Set([member, ...(readMember(state, member)?.inherits ?? []).filter(({ height }) => height <= until).map(({ id }) => id)])

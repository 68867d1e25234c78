import { CodedError } from '../../../shared/kit/result.ts'
import type { Team } from './desk.ts'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Asks again until the answer isn't null. Throws CodedError DEMO_TIMEOUT {what} after `timeout` ms. */
export async function until<T>(what: string, timeout: number, ask: () => Promise<T | null>): Promise<T> {
  const end = performance.now() + timeout
  for (;;) {
    const answer = await ask()
    if (answer !== null) return answer
    if (performance.now() > end) throw new CodedError('DEMO_TIMEOUT', { what })
    await pause(100)
  }
}

/** Waits until everything that this center signed is final. Returns how many records are final and void by then. */
export function settled(team: Team, timeout: number, onFinal: (final: number) => void = () => undefined): Promise<{ final: number; void: number }> {
  return until(`outbox ${team.memberId}`, timeout, async () => {
    const { outbox } = await (await team.anyone()).overview.get()
    onFinal(outbox.final)
    return outbox.saved + outbox.sent + outbox.witnessed === 0 ? { final: outbox.final, void: outbox.void } : null
  })
}

export interface Head {
  readonly height: number
  readonly records: number
  readonly stateRoot: string
}

/** The newest final block of a peer; height 0 before the first. */
export async function headOf(team: Team): Promise<Head> {
  const { head } = await (await team.anyone()).overview.get()
  return head ? { height: head.height, records: head.records, stateRoot: head.stateRoot } : { height: 0, records: 0, stateRoot: '' }
}

/** Waits until all peers stand at the same block, at least at `height`, with the same state root. */
export function agreed(teams: readonly Team[], height: number, timeout: number): Promise<Head> {
  return until('same head everywhere', timeout, async () => {
    const heads = await Promise.all(teams.map(headOf))
    const [first] = heads
    if (!first || first.height < height) return null
    return heads.every((head) => head.height === first.height && head.stateRoot === first.stateRoot) ? first : null
  })
}

/** Waits until the ledger knows the keys of this center's people. */
export function staffKnown(team: Team, timeout: number): Promise<true> {
  return until(`staff of ${team.memberId}`, timeout, async () => {
    const accounts = await (await team.anyone()).session.accounts()
    return accounts.every((account) => account.onLedger) ? true : null
  })
}

import type { StateReader } from '../../ledger/state/executor.ts'
import type { RecordPayload } from '../../ledger/types.ts'
import { KEY, PREFIX } from '../state/keys.ts'
import { contentOf } from './record.ts'

/** The state entries that a proof of one record carries: the methodology in force, and the agency it is about. */
export function recordKeys({ b }: Pick<RecordPayload, 'b'>): readonly string[] {
  const uscc = contentOf(b)['uscc']
  return [KEY.network, ...(typeof uscc === 'string' ? [KEY.institution(uscc)] : [])]
}

/** The state entries that a completeness statement carries. */
export const completenessKeys = (uscc: string): readonly string[] => [KEY.network, KEY.institution(uscc)]

/** The state entries that a report carries: everything the state says about the agency. */
export function reportKeys(uscc: string, state: StateReader): readonly string[] {
  const prefixes = [PREFIX.institutionHistory(uscc), PREFIX.engagements(uscc), PREFIX.conduct(uscc), PREFIX.ratings(uscc)]
  return [...completenessKeys(uscc), ...prefixes.flatMap((prefix) => Array.from(state.list(prefix), ([key]) => key))]
}

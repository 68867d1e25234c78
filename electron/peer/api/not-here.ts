import { CodedError } from '../../../shared/kit/result.ts'
import type { ChainStore } from '../store/chain/types.ts'

/** While the past is still being fetched, nobody can say that something does not exist: STORE_HISTORY_LOADING then, else `unknown`. */
export function notHere(chain: Pick<ChainStore, 'missing'>, unknown: CodedError): CodedError {
  const gap = chain.missing()
  return gap ? new CodedError('STORE_HISTORY_LOADING', { from: gap.from, to: gap.to, here: gap.here }) : unknown
}

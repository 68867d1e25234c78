import type { RecordState } from '../../../shared/contract/base.ts'
import { fromHex } from '../../../shared/kit/bytes.ts'
import { quorum } from '../../../shared/ledger/voters.ts'
import type { OutboxEntry } from '../store/workbench/types.ts'
import type { ApiDeps, ApiNode } from './deps.ts'
import { plainProblem } from './plain.ts'

const quorumOf = (node: ApiNode): number => quorum(node.voters)

/** State of a record that nobody but this computer has. */
export const savedState = (node: ApiNode): RecordState => ({ word: 'saved', k: 0, q: quorumOf(node), height: null, void: null })

/** State of a record in a final block: a quorum signed it, or it would not be there. */
export const finalState = (node: ApiNode, height: number, reason: RecordState['void']): RecordState => ({ word: 'final', k: quorumOf(node), q: quorumOf(node), height, void: reason })

/** Word of a record signed here; where the peer has lost sight of it, what the outbox last heard. */
export function stateOfEntry(node: ApiNode, entry: OutboxEntry): RecordState {
  const known = node.recordState(fromHex(entry.recordId))
  if (known) return known
  return entry.height === null ? savedState(node) : finalState(node, entry.height, entry.void && plainProblem(entry.void))
}

/** Word of a record by its id: one that was signed here, or that the peer knows from others. */
export function stateOfRecord(deps: ApiDeps, recordId: string): RecordState {
  const entry = deps.workbench.outbox.get(recordId)
  return entry ? stateOfEntry(deps.node, entry) : (deps.node.recordState(fromHex(recordId)) ?? savedState(deps.node))
}

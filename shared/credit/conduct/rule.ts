import { toHex } from '../../kit/bytes.ts'
import type { StateChange } from '../../ledger/state/executor.ts'
import type { Actor } from '../authority/step.ts'
import { decodeValue, encodeValue } from '../codec.ts'
import { expiryOf } from '../methodology/events.ts'
import { originOf, put } from '../rule.ts'
import type { RuleContext } from '../rule.ts'
import { KEY } from '../state/keys.ts'
import type { ConductView, ObjectView } from '../state/views.ts'
import { conductMark } from './check.ts'
import type { ConductContent } from './schema.ts'

/** A first version names the object by its record id; a later one takes the next version number. */
export function applyConduct(content: ConductContent, actors: readonly Actor[], context: RuleContext): readonly StateChange[] {
  const objectId = content.replaces?.objectId ?? toHex(context.execution.recordId)
  const version = content.replaces ? content.replaces.version + 1 : 0
  const expiresOn = expiryOf(content, content.retentionClass, context.methodology)
  const view: ConductView = { objectId, version, content, status: 'EFFECTIVE', expiresOn, origin: originOf(context, actors) }
  const object: ObjectView = { kind: 'conduct', uscc: content.uscc, author: context.author, version }
  const mark = conductMark(content)
  const freed = freedMark(content, mark, context)
  return [
    put(KEY.conduct(content.uscc, objectId, version), view),
    put(KEY.object(objectId), object),
    ...(freed === null ? [] : [[KEY.conductMark(content.uscc, freed), null] as const]),
    ...(mark === null ? [] : [[KEY.conductMark(content.uscc, mark), encodeValue(objectId)] as const]),
  ]
}

/** The mark of the version that is replaced, where the new one no longer has it: the number is free again. */
function freedMark(content: ConductContent, mark: string | null, { state }: RuleContext): string | null {
  if (!content.replaces) return null
  const { objectId, version } = content.replaces
  const bytes = state.get(KEY.conduct(content.uscc, objectId, version))
  const before = bytes && conductMark((decodeValue(bytes) as ConductView).content)
  return before !== null && before !== mark ? before : null
}

import { toHex } from '../../kit/bytes.ts'
import type { StateChange } from '../../ledger/state/executor.ts'
import type { Actor } from '../authority/step.ts'
import { decodeValue, encodeValue } from '../codec.ts'
import { originOf, put } from '../rule.ts'
import type { RuleContext } from '../rule.ts'
import { KEY } from '../state/keys.ts'
import type { EngagementView, ObjectView } from '../state/views.ts'
import { engagementMark } from './check.ts'
import type { EngagementContent } from './schema.ts'

/** A first version names the object by its record id; a later one takes the next version number. */
export function applyEngagement(content: EngagementContent, actors: readonly Actor[], context: RuleContext): readonly StateChange[] {
  const objectId = content.replaces?.objectId ?? toHex(context.execution.recordId)
  const version = content.replaces ? content.replaces.version + 1 : 0
  const view: EngagementView = { objectId, version, content, origin: originOf(context, actors) }
  const object: ObjectView = { kind: 'engagement', uscc: content.uscc, author: context.author, version }
  const mark = engagementMark(content)
  const freed = freedMark(content, mark, context)
  return [
    put(KEY.engagement(content.uscc, objectId, version), view),
    put(KEY.object(objectId), object),
    ...(freed === null ? [] : [[KEY.engagementMark(content.uscc, freed), null] as const]),
    ...(mark === null ? [] : [[KEY.engagementMark(content.uscc, mark), encodeValue(objectId)] as const]),
  ]
}

/** The mark of the version that is replaced, where the new one no longer has it: the number is free again. */
function freedMark(content: EngagementContent, mark: string | null, { state }: RuleContext): string | null {
  if (!content.replaces) return null
  const { objectId, version } = content.replaces
  const bytes = state.get(KEY.engagement(content.uscc, objectId, version))
  const before = bytes && engagementMark((decodeValue(bytes) as EngagementView).content)
  return before !== null && before !== mark ? before : null
}

import { toHex } from '../kit/bytes.ts'
import type { StateChange } from '../ledger/state/executor.ts'
import { decodeValue, encodeValue } from './codec.ts'
import type { ObjectRef } from './fields.ts'
import { put } from './rule.ts'
import type { RuleContext } from './rule.ts'
import { KEY } from './state/keys.ts'
import type { ConductView, EngagementView, ObjectView } from './state/views.ts'

/** What the ledger keeps every version of: engagements and conduct. */
type VersionedView = EngagementView | ConductView

/** How the versions of one kind stand in the state. */
export interface VersionedKind<V extends VersionedView> {
  readonly kind: ObjectView['kind']
  readonly key: (uscc: string, objectId: string, version: number) => string
  /** What makes a content the same filing or decision; null where it has no number. */
  readonly markOf: (content: V['content']) => string | null
  readonly markKey: (uscc: string, mark: string) => string
}

/** A first version names the object by its record id; a later one takes the next version number. */
export const nextVersion = ({ replaces }: { readonly replaces?: ObjectRef | undefined }, { execution }: RuleContext): { readonly objectId: string; readonly version: number } =>
  replaces ? { objectId: replaces.objectId, version: replaces.version + 1 } : { objectId: toHex(execution.recordId), version: 0 }

/** The version, the object it belongs to, and the mark that keeps the same from being recorded twice. */
export function putVersion<V extends VersionedView>(view: V, of: VersionedKind<V>, context: RuleContext): readonly StateChange[] {
  const { objectId, version, content } = view
  const object: ObjectView = { kind: of.kind, uscc: content.uscc, author: context.author, version }
  const mark = of.markOf(content)
  const freed = freedMark(view, mark, of, context)
  return [
    put(of.key(content.uscc, objectId, version), view),
    put(KEY.object(objectId), object),
    ...(freed === null ? [] : [[of.markKey(content.uscc, freed), null] as const]),
    ...(mark === null ? [] : [[of.markKey(content.uscc, mark), encodeValue(objectId)] as const]),
  ]
}

/** The mark of the version that is replaced, where the new one no longer has it: the number is free again. */
function freedMark<V extends VersionedView>({ content }: V, mark: string | null, of: VersionedKind<V>, { state }: RuleContext): string | null {
  const { replaces, uscc } = content
  const bytes = replaces ? state.get(of.key(uscc, replaces.objectId, replaces.version)) : null
  const before = bytes && of.markOf((decodeValue(bytes) as V).content)
  return before !== null && before !== mark ? before : null
}

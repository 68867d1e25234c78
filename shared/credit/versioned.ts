import { fromHex, toHex } from '../kit/bytes.ts'
import type { Execution, LedgerEffect, StateChange } from '../ledger/state/executor.ts'
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

/** The version that a new one replaces, as it stands in the state; null for a first version. */
export function replacedBy<V extends VersionedView>({ replaces, uscc }: V['content'], of: VersionedKind<V>, { state }: RuleContext): V | null {
  const bytes = replaces ? state.get(of.key(uscc, replaces.objectId, replaces.version)) : null
  return bytes && (decodeValue(bytes) as V)
}

/** An earlier record is read as superseded from here on. */
export const supersedes = (view: { readonly origin: { readonly recordId: string } } | null): readonly LedgerEffect[] =>
  view ? [{ t: 'mark', record: fromHex(view.origin.recordId), mark: 'superseded', on: true }] : []

/** The version, the object it belongs to, and the mark that keeps the same from being recorded twice. */
export function putVersion<V extends VersionedView>(view: V, of: VersionedKind<V>, context: RuleContext): Extract<Execution, { readonly changes: unknown }> {
  const { objectId, version, content } = view
  const before = replacedBy(content, of, context)
  const object: ObjectView = { kind: of.kind, uscc: content.uscc, author: context.author, version }
  const mark = of.markOf(content)
  const freed = before && freedMark(of.markOf(before.content), mark)
  const changes: readonly StateChange[] = [
    put(of.key(content.uscc, objectId, version), view),
    put(KEY.object(objectId), object),
    ...(freed === null ? [] : [[of.markKey(content.uscc, freed), null] as const]),
    ...(mark === null ? [] : [[of.markKey(content.uscc, mark), encodeValue(objectId)] as const]),
  ]
  return { changes, effects: supersedes(before) }
}

/** The mark of the version that is replaced, where the new one no longer has it: the number is free again. */
const freedMark = (before: string | null, mark: string | null): string | null => (before !== null && before !== mark ? before : null)

import type { DraftKind } from '../../../shared/contract/drafts.ts'
import type { TermGroup } from '../../words/use-words.ts'

/** How a field is entered. `rows` is a list of small records, `part` a small record of its own. */
export type FieldSpec = {
  readonly key: string
  readonly required?: boolean
  readonly wide?: boolean
} & (
  | { readonly input: 'line' | 'lines'; readonly max: number }
  | { readonly input: 'uscc' | 'institution' | 'date' | 'yuan' | 'bool' | 'region' | 'center' | 'hash' | 'indicator' | 'ids' }
  | { readonly input: 'int'; readonly max: number }
  | { readonly input: 'one' | 'many'; readonly group: TermGroup; readonly options: readonly string[] }
  | { readonly input: 'rows' | 'part'; readonly fields: readonly FieldSpec[] }
)

export interface FieldGroup {
  readonly name: 'identity' | 'business' | 'members' | 'evidence' | 'subject' | 'authority' | 'dates' | 'contract' | 'progress' | 'quality'
  readonly fields: readonly FieldSpec[]
}

/** Kinds with a form; a rating is made in the workbench. */
export type FormKind = Exclude<DraftKind, 'rating.publish'>

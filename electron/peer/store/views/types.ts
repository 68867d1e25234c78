import type { StateChange, StateReader } from '../../../../shared/ledger/state/executor.ts'

/** One institution as lists show it: all of it derived from the state, so it can be rebuilt at any time. */
export interface InstitutionEntry {
  readonly uscc: string
  readonly nameZh: string
  readonly nameEn: string | null
  readonly shortName: string | null
  readonly formerNames: readonly string[]
  readonly type: string
  /** Member code of the home center. */
  readonly home: string
  readonly regionCode: string
  readonly bizStatus: string
  /** Composite over the centers' ratings; null where none counts. `score` 0..1000 or null (special grades). */
  readonly composite: CompositeEntry | null
  readonly engagements: number
  readonly conductPositive: number
  readonly conductNegative: number
  readonly ratings: number
}
export interface CompositeEntry {
  readonly score: number | null
  readonly notation: string
  /** A, B, C, D or M. */
  readonly class: string
  readonly flags: readonly string[]
}
export interface InstitutionHit extends InstitutionEntry {
  /** Block that last changed it. */
  readonly height: number
}

/**
 * Turns state changes into rows. Handed in by whoever knows the state's formats (the credit domain), so that the store
 * doesn't. Pure; raise `version` when the rows it makes change: the store then rebuilds its views at the next start.
 */
export interface ViewProjector {
  readonly version: number
  /** USCCs of the institutions that these changes touch. */
  touched(changes: readonly StateChange[]): Iterable<string>
  /** The row of one institution from the state after the block; null where the state has no such institution. */
  institution(uscc: string, state: StateReader, at: { readonly height: number; readonly time: number }): InstitutionEntry | null
  /** Every institution of the state: used to rebuild. */
  all(state: StateReader): Iterable<string>
}

export interface InstitutionSearch {
  /** Name, short or former name (any characters of it), or the beginning of a USCC; empty = all. */
  readonly q?: string
  readonly type?: string
  readonly home?: string
  readonly bizStatus?: string
  /** Class of the composite. */
  readonly class?: string
  readonly sort?: 'name' | 'score' | 'recent'
  readonly descending?: boolean
  readonly limit: number
  readonly offset?: number
}

export interface InstitutionViews {
  search(query: InstitutionSearch): { readonly total: number; readonly items: readonly InstitutionHit[] }
  get(uscc: string): InstitutionHit | null
  /** Institutions with this very name, short name or former name (after NFKC, spaces removed). At most 20. */
  named(name: string): readonly InstitutionHit[]
  counts(): { readonly institutions: number; readonly engagements: number; readonly conduct: number; readonly ratings: number }
  /** Institutions per notation of the composite, most frequent first. */
  gradeCounts(): readonly { readonly grade: string; readonly count: number }[]
  /** Recomputes rows (all of them without `usccs`), e.g. when the calendar day changed and ratings aged. Returns how many. */
  rebuild(usccs?: readonly string[]): number
  /** Makes all rows anew after the state was replaced, a few at each step: what blocks change meanwhile is right already. */
  renew(): Iterable<void>
}

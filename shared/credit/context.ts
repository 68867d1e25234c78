import type { StateReader } from '../ledger/state/executor.ts'
import type { Methodology } from './methodology/document.ts'

/** What a content is checked against. The network has all of it; a form while typing has what it knows. */
export interface CheckContext {
  /** Today in Beijing: of the block on the network, of the clock in a form. */
  readonly today: string
  /** The adopted methodology. */
  readonly methodology: Methodology
  /** The member in whose name it is recorded. */
  readonly author?: string | undefined
  /** The state the record would be applied to. */
  readonly state?: StateReader | undefined
  /** The height that is being decided: the basis of a rating lies below it. */
  readonly height?: number | undefined
  /** Genesis hash, for what is signed for this network alone. */
  readonly net?: Uint8Array | undefined
  /** Time of the block, ms; of the clock in a form. */
  readonly time?: number | undefined
}

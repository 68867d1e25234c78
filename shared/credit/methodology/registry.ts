import { ZXL_METH_1_0_0 } from './data/zxl-meth-1.0.0.ts'
import { parseMethodology } from './document.ts'
import type { Methodology } from './document.ts'

/** The methodology that a new network adopts unless its founders choose another one. */
export const DEFAULT_METHODOLOGY: Methodology = parseMethodology(ZXL_METH_1_0_0)

const KNOWN: ReadonlyMap<string, Methodology> = new Map([DEFAULT_METHODOLOGY].map((methodology) => [methodology.hash, methodology]))

/** The methodology with this hash (hex) that this version of the program carries, or null. */
export const methodologyOf = (hash: string): Methodology | null => KNOWN.get(hash) ?? null

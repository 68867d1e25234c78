import { DEFAULT_METHODOLOGY } from '../../shared/credit/methodology/registry.ts'

/** Most and least points of each dimension, for the scale of bars. */
export const dimensionLimits: ReadonlyMap<string, { maxPlus: number; maxMinus: number }> = new Map(
  DEFAULT_METHODOLOGY.document.dimensions.map(({ code, maxPlus, maxMinus }) => [code, { maxPlus, maxMinus }]),
)
export const limitsOf = (dimension: string): { maxPlus: number; maxMinus: number } => dimensionLimits.get(dimension) ?? { maxPlus: 100, maxMinus: 100 }

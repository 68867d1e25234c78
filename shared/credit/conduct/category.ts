import type { ConductCategory } from '../enums.ts'
import type { Indicator } from '../methodology/document.ts'

/**
 * Categories that fit an indicator, the usual one first. By indicator where the dimension is not enough; a category
 * outside the list is a warning, because one fact can be seen in more than one way.
 */
const BY_INDICATOR: { readonly [code: string]: readonly ConductCategory[] } = {
  D1N04: ['DISCIPLINE', 'REG_MEASURE', 'CENTER_MEASURE'],
  D2N07: ['CENTER_MEASURE', 'REG_MEASURE', 'DISCIPLINE'],
  D2N08: ['CENTER_MEASURE', 'LITIGATION'],
  D3N01: ['REG_MEASURE'],
  D3N02: ['REG_MEASURE'],
  D3N03: ['REG_MEASURE', 'DISCIPLINE'],
  D3N04: ['REG_MEASURE'],
  D3N05: ['DISCIPLINE'],
  D3N06: ['DISCIPLINE', 'REG_MEASURE'],
  D3N07: ['REG_MEASURE', 'DISCIPLINE'],
  D3N08: ['ADMIN_PENALTY'],
  D3N09: ['ADMIN_PENALTY'],
  D3N10: ['ADMIN_PENALTY'],
  D3N11: ['ADMIN_PENALTY', 'LITIGATION'],
  D3N12: ['LITIGATION'],
  D3N13: ['LISTING'],
  D3N14: ['LISTING'],
  D3N15: ['INVESTIGATION'],
  D4N01: ['CENTER_MEASURE', 'COMPLAINT'],
}

/** The categories that fit an indicator; the first one is proposed. */
export function categoriesOf(indicator: Indicator): readonly ConductCategory[] {
  const known = BY_INDICATOR[indicator.code]
  if (known) return known
  if (indicator.points > 0) return indicator.kind === 'STATE' ? ['LISTING', 'AWARD'] : ['AWARD']
  if (indicator.kind === 'STATE') return ['LISTING', 'CENTER_MEASURE']
  return indicator.dimension === 'D5' ? ['COMPLAINT'] : ['CENTER_MEASURE', 'DISCIPLINE']
}

import type { InstitutionType } from '../enums.ts'

/** Registering department and category (positions 1 and 2) that GB 32100-2015 assigns. */
export const PREFIXES: ReadonlySet<string> = new Set([
  '11', '12', '13', '19', '21', '29', '31', '32', '33', '34', '35', '39', '41', '49', '51', '52', '53', '54', '55', '59', '61', '62', '69',
  '71', '72', '79', '81', '89', '91', '92', '93', 'A1', 'A9', 'N1', 'N2', 'N3', 'N9', 'Y1',
])

const COMPANY = ['91']
/** The prefixes an institution of a type normally has. A firm may differ, so this is a warning and never a refusal. */
const USUAL: { readonly [K in InstitutionType]?: readonly string[] } = {
  LAW: ['31'],
  CPA: ['91'],
  APPRAISAL: COMPANY,
  SECURITIES: COMPANY,
  TAX: COMPANY,
  RATINGAGENCY: COMPANY,
  BANK: COMPANY,
  GUARANTEE: COMPANY,
  PEVC: COMPANY,
}

/** The usual prefixes of a type, or null where anything is usual. */
export const usualPrefixes = (type: string): readonly string[] | null => (Object.hasOwn(USUAL, type) ? (USUAL[type as InstitutionType] ?? null) : null)

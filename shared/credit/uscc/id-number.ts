import { isDate } from '../dates.ts'
import { PROVINCES } from '../member/regions.ts'

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const CHECKS = '10X98765432'

/**
 * Whether the text is a citizen identity number (GB 11643-1999: 18 characters with region, birthday and MOD 11-2 check;
 * or the older one of 15 digits). It has the length of a USCC and must never reach the ledger.
 */
export function isIdNumber(text: string): boolean {
  if (/^\d{15}$/.test(text)) return PROVINCES.has(text.slice(0, 2)) && isDate(`19${text.slice(6, 8)}-${text.slice(8, 10)}-${text.slice(10, 12)}`)
  if (!/^\d{17}[\dXx]$/.test(text) || !PROVINCES.has(text.slice(0, 2))) return false
  const year = text.slice(6, 10)
  if (!/^(19|20)/.test(year) || !isDate(`${year}-${text.slice(10, 12)}-${text.slice(12, 14)}`)) return false
  let sum = 0
  for (let i = 0; i < 17; i++) sum += Number(text[i]) * WEIGHTS[i]!
  return CHECKS[sum % 11] === text[17]!.toUpperCase()
}

/** Characters and weights of GB 32100-2015 (with amendment 1 of 2016), GB/T 17710 (ISO 7064 MOD 31-3) and GB 11714. */

export const USCC_LENGTH = 18
/** 31 characters: no I, O, S, V, Z. The value of a character is its place. */
export const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** 3^(i-1) mod 31 for positions 1 to 17. */
export const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const
/** Weights of the eight characters of an organisation code (positions 9 to 16). */
export const ORG_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const

/** Position 18 for the first 17 characters, all of the alphabet. */
export function checkCharacter(code: string): string {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += ALPHABET.indexOf(code[i]!) * WEIGHTS[i]!
  return ALPHABET[(31 - (sum % 31)) % 31]!
}

/** Position 17: the check character of the organisation code in positions 9 to 16 (letters count A = 10 … Z = 35). */
export function orgCheckCharacter(code: string): string {
  let sum = 0
  for (let i = 0; i < 8; i++) {
    const unit = code.charCodeAt(8 + i)
    sum += (unit <= 57 ? unit - 48 : unit - 55) * ORG_WEIGHTS[i]!
  }
  const rest = 11 - (sum % 11)
  return rest === 10 ? 'X' : rest === 11 ? '0' : String(rest)
}

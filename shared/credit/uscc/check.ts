import { upperAscii } from '../../kit/bytes.ts'
import { error, warning } from '../finding.ts'
import type { Finding } from '../finding.ts'
import { PROVINCES } from '../member/regions.ts'
import { ALPHABET, checkCharacter, orgCheckCharacter, USCC_LENGTH } from './alphabet.ts'
import { isIdNumber } from './id-number.ts'
import { PREFIXES, usualPrefixes } from './prefix.ts'

export interface UsccCheck {
  /** No failure. Warnings do not make a code invalid. */
  readonly valid: boolean
  readonly normalised: string
  /** Every check that fails, in the order of the code's parts. */
  readonly failures: readonly Finding[]
  readonly warnings: readonly Finding[]
  /** A valid code that the typist may have meant (O for 0 and the like). Offered, never applied. */
  readonly suggestion: string | null
}

/** Full-width forms folded (NFKC), white space and hyphens of every kind dropped, upper case. Letters are never exchanged. */
export const normaliseUscc = (text: string): string =>
  upperAscii(text.normalize('NFKC').replace(/[\s\u200b-\u200d\u2060\ufeff\-\u2010-\u2015\u2212]/g, ''))

const LOOKALIKES: { readonly [letter: string]: string } = { O: '0', I: '1', Z: '2', S: '5', V: 'U' }

/**
 * Looks at a unified social credit code (GB 32100-2015).
 *
 * @param text as typed; it is normalised first.
 * @param options.type institution type: a warning where the code's prefix is unusual for it.
 * @param options.override accepts a wrong check character (18), which a few lawful early codes of Fujian have: it
 *   becomes a warning. A person with a scan of the licence decides that, not a program.
 * @param options.path field path of the findings, default `uscc`.
 */
export function checkUscc(text: string, options: { readonly type?: string; readonly override?: boolean; readonly path?: string } = {}): UsccCheck {
  const path = options.path ?? 'uscc'
  const code = normaliseUscc(text)
  const failures: Finding[] = []
  const warnings: Finding[] = []
  const foreign = [...new Set(Array.from(code).filter((char) => !ALPHABET.includes(char)))]
  const wellFormed = code.length === USCC_LENGTH && foreign.length === 0
  const checkOk = wellFormed && checkCharacter(code) === code[17]
  const orgOk = wellFormed && orgCheckCharacter(code) === code[16]

  if (isIdNumber(code) && !(checkOk && orgOk)) {
    failures.push(error(path, 'USCC_IS_ID_NUMBER'))
    return { valid: false, normalised: code, failures, warnings, suggestion: null }
  }
  if (code.length !== USCC_LENGTH) failures.push(error(path, 'USCC_LENGTH', { length: code.length }))
  if (foreign.length > 0) failures.push(error(path, 'USCC_CHARACTER', { characters: foreign.slice(0, 10).join(' ') }))
  if (wellFormed) {
    if (!checkOk) {
      const params = { expected: checkCharacter(code), found: code[17]! }
      if (options.override) warnings.push(warning(path, 'USCC_CHECK_OVERRIDDEN', params))
      else failures.push(error(path, 'USCC_CHECK', params))
    }
    if (!orgOk) warnings.push(warning(path, 'USCC_ORG_CHECK', { expected: orgCheckCharacter(code), found: code[16]! }))
    const prefix = code.slice(0, 2)
    const usual = options.type === undefined ? null : usualPrefixes(options.type)
    if (!PREFIXES.has(prefix)) warnings.push(warning(path, 'USCC_PREFIX_UNKNOWN', { prefix }))
    else if (usual !== null && !usual.includes(prefix)) warnings.push(warning(path, 'USCC_PREFIX_TYPE', { prefix, usual: usual.join(' ') }))
    // 100000 is the State Council's own registration authority.
    if (!PROVINCES.has(code.slice(2, 4)) && code.slice(2, 8) !== '100000') warnings.push(warning(path, 'USCC_REGION', { region: code.slice(2, 8) }))
    if (isIdNumber(code)) warnings.push(warning(path, 'USCC_LIKE_ID_NUMBER'))
  }
  return { valid: failures.length === 0, normalised: code, failures, warnings, suggestion: failures.length > 0 ? suggest(code) : null }
}

function suggest(code: string): string | null {
  const mapped = Array.from(code).map((char) => LOOKALIKES[char] ?? char).join('')
  if (mapped === code || mapped.length !== USCC_LENGTH) return null
  return Array.from(mapped).every((char) => ALPHABET.includes(char)) && checkCharacter(mapped) === mapped[17] ? mapped : null
}

/** Findings for a field of a content: besides the code itself, it must stand in its normalised form. */
export function usccFindings(path: string, text: string, options: { readonly type?: string; readonly override?: boolean } = {}): readonly Finding[] {
  const result = checkUscc(text, { ...options, path })
  const form = result.normalised === text ? [] : [error(path, 'USCC_NOT_NORMALISED', { normalised: result.normalised.slice(0, 40) })]
  return [...result.failures, ...form, ...result.warnings]
}

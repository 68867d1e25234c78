import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkUscc, normaliseUscc } from '../../../shared/credit/index.ts'
import { ALPHABET, checkCharacter, orgCheckCharacter } from '../../../shared/credit/uscc/alphabet.ts'
import vectors from '../../vectors/credit/uscc.json' with { type: 'json' }

const codes = (findings: readonly { readonly code: string }[]): readonly string[] => findings.map((finding) => finding.code)

const anyCode = fc
  .tuple(fc.constantFrom('91', '31', '52'), fc.array(fc.constantFrom(...Array.from('0123456789')), { minLength: 4, maxLength: 4 }), fc.array(fc.constantFrom(...Array.from(ALPHABET)), { minLength: 8, maxLength: 8 }))
  .map(([prefix, region, org]) => {
    const body = `${prefix}11${region.join('')}${org.join('')}`
    const seventeen = body + orgCheckCharacter(`${body}00`)
    return seventeen + checkCharacter(seventeen)
  })

describe('unified social credit codes', () => {
  test.each(vectors.valid.map((row) => row.code))('%s is valid', (code) => {
    expect(checkUscc(code)).toMatchObject({ valid: true, normalised: code, failures: [], suggestion: null })
  })
  test.each(vectors.invalid)('$code fails with $failures', (row) => {
    const result = checkUscc(row.code)
    expect(result.valid).toBe(false)
    expect(codes(result.failures)).toEqual(row.failures)
    expect(codes(result.warnings)).toEqual(row.warnings)
    expect(result.suggestion).toBe(row.suggestion ?? null)
    expect(result.failures[0]?.params?.['expected']).toBe(row.expected)
  })
  test.each(vectors.legacyException)('$code is refused, and accepted by an override', ({ code, expected }) => {
    expect(checkUscc(code).failures[0]).toMatchObject({ code: 'USCC_CHECK', params: { expected } })
    const overridden = checkUscc(code, { override: true })
    expect(overridden.valid).toBe(true)
    expect(codes(overridden.warnings)).toContain('USCC_CHECK_OVERRIDDEN')
  })
  test('tells every failing check at once', () => {
    expect(codes(checkUscc('9I440300192203821').failures)).toEqual(['USCC_LENGTH', 'USCC_CHARACTER'])
  })
  test('folds width, case, spaces and hyphens and exchanges no letter', () => {
    expect(normaliseUscc(' ９１３１００００-5647 5968‐8n ')).toBe('91310000564759688N')
    expect(normaliseUscc('O0I1')).toBe('O0I1')
  })
  test('warns of a prefix that the type does not have', () => {
    expect(codes(checkUscc('91310000564759688N', { type: 'LAW' }).warnings)).toEqual(['USCC_PREFIX_TYPE'])
    expect(codes(checkUscc('31110000E00018675X', { type: 'LAW' }).warnings)).toEqual([])
  })
  test('every substitution and every transposition in the first 17 characters is caught', () => {
    fc.assert(
      fc.property(anyCode, fc.nat(16), fc.nat(16), fc.nat(30), (code, i, j, value) => {
        expect(checkUscc(code).valid).toBe(true)
        const chars = Array.from(code)
        const substituted = [...chars.slice(0, i), ALPHABET[value], ...chars.slice(i + 1)].join('')
        const swapped = chars.map((char, at) => (at === i ? chars[j] : at === j ? chars[i] : char)).join('')
        expect(checkUscc(substituted).valid).toBe(substituted === code)
        expect(checkUscc(swapped).valid).toBe(swapped === code)
      }),
    )
  })
  test('no noise is valid, and none throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme-composite', maxLength: 24 }), (text) => {
        expect(checkUscc(text).valid).toBe(false)
      }))
  })
})

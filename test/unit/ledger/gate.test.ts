import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concat, fromHex, utf8 } from '../../../shared/kit/bytes.ts'
import { anyValue, decodePayload, decodeStrict, encodeCanonical, encodePayload, encodeStrict, fields, int, list, literal, MAX_DEPTH, nullable, openEnvelope, sealEnvelope, keySigner, text, type RecordPayload } from '../../../shared/ledger/index.ts'
import { textFlaw } from '../../../shared/ledger/codec/text.ts'
import { hash, seed } from './support.ts'

const any = (bytes: Uint8Array, limit = 1 << 20) => decodeStrict(bytes, limit, anyValue)
const code = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? 'ok' : result.error!.code)
const of = (hex: string) => fromHex(hex.replaceAll(' ', ''))

describe('the gate refuses', () => {
  it.each([
    ['nothing', '', 'CBOR_MALFORMED'],
    ['trailing bytes', '01 01', 'CBOR_MALFORMED'],
    ['a cut integer', '19 01', 'CBOR_MALFORMED'],
    ['a cut text', '63 61 62', 'CBOR_MALFORMED'],
    ['a cut list', '82 01', 'CBOR_MALFORMED'],
    ['a list of 2^32 items', '9b 00000001 00000000', 'CBOR_MALFORMED'],
    ['a text of 2^63 bytes', '7b 80000000 00000000', 'CBOR_MALFORMED'],
    ['a map of 2^53 entries', 'bb 00200000 00000000', 'CBOR_MALFORMED'],
    ['an indefinite list', '9f 01 ff', 'CBOR_MALFORMED'],
    ['an indefinite text', '7f 61 61 ff', 'CBOR_MALFORMED'],
    ['an indefinite map', 'bf ff', 'CBOR_MALFORMED'],
    ['a lone break', 'ff', 'CBOR_MALFORMED'],
    ['reserved lengths', '1c', 'CBOR_MALFORMED'],
    ['a tag', 'c1 01', 'CBOR_MALFORMED'],
    ['a CID', 'd8 2a 58 02 00 01', 'CBOR_MALFORMED'],
    ['undefined', 'f7', 'CBOR_MALFORMED'],
    ['undefined inside', '81 f7', 'CBOR_MALFORMED'],
    ['a simple value', 'f8 20', 'CBOR_MALFORMED'],
    ['half 1.0', 'f9 3c00', 'CBOR_MALFORMED'],
    ['double 1.0', 'fb 3ff0000000000000', 'CBOR_MALFORMED'],
    ['double -0.0', 'fb 8000000000000000', 'CBOR_MALFORMED'],
    ['NaN', 'f9 7e00', 'CBOR_MALFORMED'],
    ['infinity', 'f9 7c00', 'CBOR_MALFORMED'],
    ['2^53', '1b 0020000000000000', 'CBOR_MALFORMED'],
    ['-2^53 - 1', '3b 0020000000000000', 'CBOR_MALFORMED'],
    ['-2^53', '3b 001fffffffffffff', 'CBOR_SCHEMA'],
    ['a long form of 1', '18 01', 'CBOR_MALFORMED'],
    ['a long length', '78 01 61', 'CBOR_MALFORMED'],
    ['a number as key', 'a1 01 01', 'CBOR_MALFORMED'],
    ['a list as key', 'a1 80 01', 'CBOR_MALFORMED'],
    ['a repeated key', 'a2 61 61 01 61 61 02', 'CBOR_MALFORMED'],
    ['unsorted keys', 'a2 61 62 01 61 61 02', 'CBOR_NOT_CANONICAL'],
    ['keys sorted by text, not by length first', 'a2 62 61 61 01 61 62 02', 'CBOR_NOT_CANONICAL'],
    ['an empty key', 'a1 60 01', 'CBOR_SCHEMA'],
    ['bad UTF-8', '62 c3 28', 'CBOR_NOT_CANONICAL'],
    ['an encoded surrogate', '63 ed a0 80', 'CBOR_NOT_CANONICAL'],
    ['an overlong slash', '62 c0 af', 'CBOR_NOT_CANONICAL'],
    ['text not in NFC', '63 65 cc 81', 'TEXT_NOT_NFC'],
    ['a key not in NFC', 'a1 63 65 cc 81 01', 'TEXT_NOT_NFC'],
    ['a byte order mark', '64 ef bb bf 61', 'CBOR_NOT_CANONICAL'],
    ['a character that is not assigned', '64 f0 9f bf bf', 'TEXT_CHARACTER']
  ])('%s', (_name, hex, expected) => {
    expect(code(any(of(hex)))).toBe(expected)
  })

  it('__proto__ as a key, whatever it holds', () => {
    for (const value of ['01', 'a0', 'a1 61 61 01', 'f6']) {
      const bytes = concat(Uint8Array.of(0xa1, 0x69), utf8('__proto__'), of(value))
      expect(any(bytes).ok).toBe(false)
    }
    expect({}).not.toHaveProperty('a')
  })

  it('more depth than the limit, at any length and without overflowing', () => {
    const nested = (depth: number) => Uint8Array.of(...new Uint8Array(depth).fill(0x81), 0x01)
    const maps = (depth: number) => concat(...Array.from({ length: depth }, () => of('a1 61 61')), of('01'))
    expect(code(any(nested(MAX_DEPTH)))).toBe('ok')
    expect(code(any(maps(MAX_DEPTH)))).toBe('ok')
    for (const depth of [MAX_DEPTH + 1, 5000, 100_000]) expect(code(any(nested(depth)))).toBe('CBOR_TOO_DEEP')
    expect(code(any(maps(5000)))).toBe('CBOR_TOO_DEEP')
  })

  it('more bytes than the limit before looking at them', () => {
    expect(any(new Uint8Array(11), 10)).toEqual({ ok: false, error: { code: 'CBOR_TOO_LARGE', params: { bytes: 11, limit: 10 } } })
  })

  it('any byte noise without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(() => any(bytes)).not.toThrow()
      }),
      { numRuns: 1000 }
    )
  })
})

const scalar = fc.oneof(fc.maxSafeInteger(), fc.boolean(), fc.constant(null), fc.uint8Array({ maxLength: 40 }), fc.string({ unit: 'grapheme', maxLength: 30 }).map((s) => s.normalize('NFC')).filter((s) => textFlaw(s) === null))
const keyName = fc.string({ minLength: 1, maxLength: 12 }).filter((name) => name !== '__proto__')
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, scalar, fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(keyName, tie('value'), { maxKeys: 4, noNullPrototype: true }))
}))

describe('the gate accepts', () => {
  it('exactly what the encoder makes, and gives it back', () => {
    fc.assert(
      fc.property(value, (original) => {
        const bytes = encodeStrict(original, 1 << 20, anyValue)
        expect(any(bytes)).toEqual({ ok: true, value: original })
      }),
      { numRuns: 300 }
    )
  })

  it('one encoding of each value: a changed byte is refused or another value', () => {
    fc.assert(
      fc.property(value, fc.nat(), fc.integer({ min: 1, max: 255 }), (original, place, mask) => {
        const bytes = encodeCanonical(original)
        const at = place % bytes.length
        const changed = bytes.with(at, bytes[at]! ^ mask)
        const decoded = any(changed)
        // Refused, or exactly the bytes of the other value it now stands for.
        expect(decoded.ok ? encodeCanonical(decoded.value) : changed).toEqual(changed)
      }),
      { numRuns: 500 }
    )
  })
})

describe('schemas', () => {
  const shape = fields<{ a: number; b: string | null; c: readonly number[]; d: 1 }>({ a: int(0, 9), b: nullable(text(3, /^[a-z]+$/)), c: list(int(0, 1), 1, 2), d: literal(1) })
  const check = (candidate: unknown) => code(decodeStrict(encodeCanonical(candidate), 1000, shape))
  const right = { a: 1, b: 'abc', c: [0], d: 1 }

  it.each([
    ['ok', right],
    ['ok', { ...right, b: null }],
    ['CBOR_SCHEMA', { ...right, e: 1 }],
    ['CBOR_SCHEMA', { a: 1, b: null, c: [0] }],
    ['CBOR_SCHEMA', { a: 1, b: null, c: [0], e: 1 }],
    ['CBOR_SCHEMA', { ...right, a: 10 }],
    ['CBOR_SCHEMA', { ...right, a: -1 }],
    ['CBOR_SCHEMA', { ...right, a: '1' }],
    ['CBOR_SCHEMA', { ...right, b: '' }],
    ['CBOR_SCHEMA', { ...right, b: 'abcd' }],
    ['CBOR_SCHEMA', { ...right, b: 'A' }],
    ['CBOR_SCHEMA', { ...right, c: [] }],
    ['CBOR_SCHEMA', { ...right, c: [0, 1, 1] }],
    ['CBOR_SCHEMA', { ...right, c: [2] }],
    ['CBOR_SCHEMA', { ...right, d: 2 }],
    ['CBOR_SCHEMA', [right]],
    ['CBOR_SCHEMA', null]
  ])('%s', (expected, candidate) => {
    expect(check(candidate)).toBe(expected)
  })

  it('hold our own values to the same rules', () => {
    expect(() => encodeStrict({ a: 1.5 }, 100, anyValue)).toThrow('CBOR_SCHEMA')
    expect(() => encodeStrict(-0, 100, anyValue)).toThrow('CBOR_SCHEMA')
    expect(() => encodeStrict({ a: undefined }, 100, anyValue)).toThrow('CBOR_SCHEMA')
    expect(() => encodeStrict(new Map(), 100, anyValue)).toThrow('CBOR_SCHEMA')
    expect(() => encodeStrict('\ud800', 100, anyValue)).toThrow('TEXT_CHARACTER')
    expect(() => encodeStrict('e\u0301', 100, anyValue)).toThrow('TEXT_NOT_NFC')
    expect(() => encodeStrict('\ufeffa', 100, anyValue)).toThrow('TEXT_CHARACTER')
    const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)])
    expect(() => encodeStrict(deep(MAX_DEPTH + 1), 100, anyValue)).toThrow('CBOR_TOO_DEEP')
    expect(encodeStrict(deep(MAX_DEPTH), 100, anyValue).length).toBe(MAX_DEPTH + 1)
    const loop: { self?: unknown } = {}
    loop.self = loop
    expect(() => encodeStrict(loop, 100, anyValue)).toThrow('CBOR_TOO_DEEP')
    expect(() => encodeStrict('abc', 2, anyValue)).toThrow('CBOR_TOO_LARGE')
  })
})

describe('text', () => {
  it('keeps every Chinese character, common symbols and rare ideographs', () => {
    for (const sample of ['北京股权交易中心有限公司', '（中介机构）“征信链”——第１号', '𠮷𪚥\u{31350}', '㐂龿', 'café ½ №', '\u{1f600}']) expect(textFlaw(sample)).toBeNull()
  })
  it('refuses characters younger than Unicode 14 that compose', () => {
    for (const sample of ['\u{11382}', '\u{16d63}', '\u{897}', '\u{1acf}', '\uffff', '\u{10ffff}']) expect(textFlaw(sample)).toBe('TEXT_CHARACTER')
  })
})

describe('payloads and envelopes', () => {
  const G = hash('genesis')
  const payload: RecordPayload = { t: 'note.put', v: 1, net: G, a: 'BJ', d: hash('device'), n: 2, prev: hash('first'), at: 5, b: { text: '甲', list: [1, null, true] } }
  const record = sealEnvelope(payload, keySigner(seed('signer')))

  it('come back whole', () => {
    expect(openEnvelope(G, record.bytes)).toEqual({ ok: true, value: record })
  })

  it.each<[string, Record<string, unknown>]>([
    ['a first record with a predecessor', { n: 1 }],
    ['a later record without one', { prev: null }],
    ['sequence zero', { n: 0 }],
    ['another version', { v: 2 }],
    ['a lower-case author', { a: 'bj' }],
    ['a kind with spaces', { t: 'note put' }],
    ['a kind that ends in a dot', { t: 'note.' }],
    ['a short hash', { d: new Uint8Array(31) }],
    ['a time before 1970', { at: -1 }],
    ['a body that is a list', { b: [] }],
    ['an unknown field', { x: 1 }]
  ])('refuse %s', (_name, change) => {
    expect(code(decodePayload(encodeCanonical({ ...payload, ...change })))).toBe('CBOR_SCHEMA')
    expect(() => encodePayload({ ...payload, ...change } as RecordPayload)).toThrow('CBOR_SCHEMA')
  })

  it('refuse another network and too large a record', () => {
    expect(code(openEnvelope(hash('other'), record.bytes))).toBe('FOREIGN_NETWORK')
    expect(code(openEnvelope(G, new Uint8Array(16 * 1024 + 1)))).toBe('RECORD_TOO_LARGE')
    expect(() => sealEnvelope({ ...payload, b: { text: 'x'.repeat(16 * 1024) } }, keySigner(seed('signer')))).toThrow('CBOR_TOO_LARGE')
    const largest = sealEnvelope({ ...payload, b: { text: 'x'.repeat(16 * 1024 - 320) } }, keySigner(seed('signer')))
    expect(openEnvelope(G, largest.bytes).ok).toBe(true)
  })

  it('refuse every truncation', () => {
    for (let length = 0; length < record.bytes.length; length++) expect(openEnvelope(G, record.bytes.slice(0, length)).ok).toBe(false)
  })
})

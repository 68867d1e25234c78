import { ed25519 } from '@noble/curves/ed25519.js'
import { createHash, createPrivateKey, createPublicKey, sign as nodeSign, verify as nodeVerify } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { concat, fromHex, utf8 } from '../../../shared/kit/bytes.ts'
import { adoptNative, checkPublicKey, forgetVerified, hashPair, publicKeyOf, sha256, sign, verify, verifyDetailed, type NativeCrypto } from '../../../shared/ledger/index.ts'
import { SIGNATURE_VECTORS } from '../../../shared/ledger/crypto/self-test-vectors.ts'
import { hash, seed } from './support.ts'

const SPKI = fromHex('302a300506032b6570032100')
const PKCS8 = fromHex('302e020100300506032b657004220420')
const native = {
  sha256: (bytes: Uint8Array) => createHash('sha256').update(bytes).digest(),
  verify: (key: Uint8Array, message: Uint8Array, signature: Uint8Array) =>
    nodeVerify(null, message, createPublicKey({ key: Buffer.from(concat(SPKI, key)), format: 'der', type: 'spki' }), signature),
  sign: (key: Uint8Array, message: Uint8Array) => nodeSign(null, message, createPrivateKey({ key: Buffer.from(concat(PKCS8, key)), format: 'der', type: 'pkcs8' }))
} satisfies NativeCrypto

afterEach(() => {
  adoptNative({})
  forgetVerified()
})

describe('native cryptography', () => {
  it('of this runtime passes the self-test and is adopted', () => {
    expect(adoptNative(native)).toEqual({ sha256: true, verify: true, sign: true, refused: [] })
  })

  it('answers the same as the pure one, in plain arrays', () => {
    const samples = [0, 1, 64, 1000].map((length) => new Uint8Array(length).fill(length))
    const pure = samples.map((sample) => [sha256(sample), sign(seed('a'), sample), hashPair(1, hash('l'), hash('r'))])
    adoptNative(native)
    expect(samples.map((sample) => [sha256(sample), sign(seed('a'), sample), hashPair(1, hash('l'), hash('r'))])).toEqual(pure)
    expect(sha256(utf8('x')).constructor).toBe(Uint8Array)
    expect(sign(seed('a'), utf8('x')).constructor).toBe(Uint8Array)
  })

  it.each<[string, NativeCrypto, string]>([
    ['accepts everything', { verify: () => true }, 'verify'],
    ['accepts nothing', { verify: () => false }, 'verify'],
    ['always throws', { verify: () => { throw new Error('no') } }, 'verify'],
    ['reduces S', { verify: (k, m, s) => native.verify(k, m, s) || SIGNATURE_VECTORS.some((v) => v.name === 'S above L' && v.signature === Buffer.from(s).toString('hex')) }, 'verify'],
    ['hashes wrongly', { sha256: () => new Uint8Array(32) }, 'sha256'],
    ['signs wrongly', { sign: () => new Uint8Array(64) }, 'sign']
  ])('that %s is refused, and the pure one serves', (_name, bad, part) => {
    const report = adoptNative(bad)
    expect(report.refused.map((refusal) => [refusal.code, refusal.part])).toEqual([['CRYPTO_SELF_TEST', part]])
    expect(report).toMatchObject({ sha256: false, verify: false, sign: false })
    const key = seed('a')
    expect(verify(publicKeyOf(key), utf8('m'), sign(key, utf8('m')))).toBe(true)
    expect(verify(publicKeyOf(key), utf8('n'), sign(key, utf8('m')))).toBe(false)
  })
})

describe('verification', () => {
  it.each(SIGNATURE_VECTORS.map((vector) => [vector.name, vector] as const))('decides by ZIP 215, with and without a native help: %s', (_name, vector) => {
    const [key, message, signature] = [vector.publicKey, vector.message, vector.signature].map(fromHex) as [Uint8Array, Uint8Array, Uint8Array]
    expect(verify(key, message, signature)).toBe(vector.zip215)
    adoptNative(native)
    forgetVerified()
    expect(verify(key, message, signature)).toBe(vector.zip215)
    expect(verify(key, message, signature)).toBe(vector.zip215)
  })

  it('accepts all 196 pairs of small-order points, and native acceptance lies within that', () => {
    const points = new Set<string>()
    const { Point } = ed25519
    const generator = fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa')
    let point = Point.fromBytes(generator)
    for (let i = 0; i < 8; i++) {
      points.add(point.toHex())
      point = point.add(Point.fromBytes(generator))
    }
    // Further spellings that ZIP 215 reads as the same points: y at or above the field's prime, or a sign for x = 0.
    const high = 'ff'.repeat(30)
    for (const spelling of [`ed${high}7f`, `ed${high}ff`, `ee${high}7f`, `ee${high}ff`, `ec${high}ff`, `01${'00'.repeat(30)}80`]) points.add(spelling)
    expect(points.size).toBe(14)
    const message = utf8('small order')
    for (const a of points) {
      for (const r of points) {
        const signature = concat(fromHex(r), new Uint8Array(32))
        expect(verify(fromHex(a), message, signature)).toBe(true)
      }
    }
  })

  it('finds no native acceptance outside ZIP 215 among torsion-mutated signatures', () => {
    const { Point } = ed25519
    const torsion = Point.fromBytes(fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa'))
    let nativeOnly = 0
    for (let i = 0; i < 24; i++) {
      const secret = seed(`torsion ${i}`)
      const message = utf8(`message ${i}`)
      const signature = sign(secret, message)
      const mutatedR = concat(Point.fromBytes(signature.slice(0, 32)).add(torsion).toBytes(), signature.slice(32))
      const mutatedKey = Point.fromBytes(publicKeyOf(secret)).add(torsion).toBytes()
      for (const [key, sig] of [[publicKeyOf(secret), mutatedR], [mutatedKey, signature], [mutatedKey, mutatedR]] as const) {
        let accepted = false
        try {
          accepted = native.verify(key, message, sig)
        } catch {
          accepted = false
        }
        if (accepted && !verify(key, message, sig)) nativeOnly++
      }
    }
    expect(nativeOnly).toBe(0)
  })

  it('refuses wrong lengths', () => {
    const key = publicKeyOf(seed('a'))
    const signature = sign(seed('a'), utf8('m'))
    expect(verify(key.slice(1), utf8('m'), signature)).toBe(false)
    expect(verify(key, utf8('m'), concat(signature, new Uint8Array(1)))).toBe(false)
    expect(verify(key, utf8('m'), new Uint8Array(0))).toBe(false)
  })

  it('remembers acceptance only, and tells what the native side did not accept', () => {
    const key = publicKeyOf(seed('a'))
    const signature = sign(seed('a'), utf8('m'))
    let calls = 0
    let healthy = false
    const counting: NativeCrypto = { verify: (k, m, s) => { calls++; return (healthy || m.length !== 1) && native.verify(k, m, s) } }
    healthy = true
    adoptNative(counting)
    calls = 0
    healthy = false
    expect(verifyDetailed(key, utf8('n'), signature)).toBe('invalid')
    expect(verifyDetailed(key, utf8('n'), signature)).toBe('invalid')
    expect(calls).toBe(2)
    expect(verifyDetailed(key, utf8('m'), signature)).toBe('exotic')
    forgetVerified()
    healthy = true
    expect(verifyDetailed(key, utf8('m'), signature)).toBe('valid')
    expect(verifyDetailed(key, utf8('m'), signature)).toBe('valid')
    expect(calls).toBe(4)
  })
})

describe('registration of keys', () => {
  it('takes a generated key', () => {
    expect(checkPublicKey(publicKeyOf(seed('a'))).ok).toBe(true)
    expect(checkPublicKey(publicKeyOf(seed('a'))).ok).toBe(true)
  })

  it.each([
    ['the neutral element', '01' + '00'.repeat(31)],
    ['a point of order eight', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa'],
    ['a mixed-order point', 'cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d'],
    ['a non-canonical encoding', 'ec' + 'ff'.repeat(31)],
    ['y above the field', 'ee' + 'ff'.repeat(30) + '7f'],
    ['no point at all', '02' + '00'.repeat(31)],
    ['a short key', '00']
  ])('refuses %s', (_name, key) => {
    expect(checkPublicKey(fromHex(key))).toEqual({ ok: false, error: { code: 'KEY_INVALID' } })
  })
})

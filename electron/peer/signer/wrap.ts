import { randomBytes, scrypt } from 'node:crypto'
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { z } from 'zod'
import { utf8 } from '../../../shared/kit/bytes.ts'
import { CodedError } from '../../../shared/kit/result.ts'

/**
 * Cost of a passphrase guess. N=2^15, r=8, p=3 is one of OWASP's equal choices for scrypt (Password Storage Cheat Sheet):
 * 32 MiB and about a fifth of a second on an office machine.
 */
export interface ScryptCost {
  readonly N: number
  readonly r: number
  readonly p: number
}
export const DEFAULT_COST: ScryptCost = { N: 2 ** 15, r: 8, p: 3 }

/** Shortest passphrase that is taken for a new key, in characters. */
export const MIN_PASSPHRASE = 10
export const MAX_PASSPHRASE = 256

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/
const MAX_SEALED = 65_536
const base64 = z.string().max(MAX_SEALED).regex(BASE64)
const isPowerOfTwo = (n: number): boolean => (n & (n - 1)) === 0

const sealedShape = z.strictObject({
  kdf: z.literal('scrypt'),
  N: z.int().min(2 ** 10).max(2 ** 18).refine(isPowerOfTwo),
  r: z.int().min(1).max(8),
  p: z.int().min(1).max(8),
  salt: base64,
  cipher: z.literal('xchacha20poly1305'),
  nonce: base64,
  data: base64,
})
/** scrypt itself demands N < 2^(16 r) (RFC 7914): anything else is no file of ours. */
const derivable = ({ N, r }: { readonly N: number; readonly r: number }): boolean => N < 2 ** (16 * r)

/**
 * A secret sealed by a passphrase, of at most `maxData` characters of base64. The bounds keep a foreign file from asking
 * for more than 256 MiB or minutes of work.
 */
export const sealedSchemaOf = (maxData: number) => sealedShape.extend({ data: z.string().max(maxData).regex(BASE64) }).refine(derivable, { path: ['N'] })
export const sealedSchema = sealedSchemaOf(MAX_SEALED)
export type Sealed = z.infer<typeof sealedSchema>

const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))

export interface Sealer {
  readonly seal: (secret: Uint8Array, label: string) => Sealed
  /** Forgets the derived key. */
  readonly forget: () => void
}

/**
 * Seals several secrets under one passphrase with one key derivation (each with its own nonce).
 * `label` is authenticated: a sealed key can't be passed off as another one.
 */
export async function sealer(passphrase: string, cost: ScryptCost = DEFAULT_COST): Promise<Sealer> {
  const salt = randomBytes(16)
  const key = await derive(passphrase, salt, cost)
  return {
    seal(secret, label) {
      const nonce = randomBytes(24)
      const data = xchacha20poly1305(key, nonce, utf8(label)).encrypt(secret)
      return { kdf: 'scrypt', ...cost, salt: toBase64(salt), cipher: 'xchacha20poly1305', nonce: toBase64(nonce), data: toBase64(data) }
    },
    forget: () => void key.fill(0),
  }
}

/** The secret, or null where passphrase or label is not the one it was sealed with. */
export async function unseal(sealed: Sealed, passphrase: string, label: string): Promise<Uint8Array | null> {
  const nonce = fromBase64(sealed.nonce)
  const key = await derive(passphrase, fromBase64(sealed.salt), sealed)
  try {
    return new Uint8Array(xchacha20poly1305(key, nonce, utf8(label)).decrypt(fromBase64(sealed.data)))
  } catch {
    return null
  } finally {
    key.fill(0)
  }
}

/** Throws SIGNER_WEAK_PASSPHRASE {min}. */
export function checkPassphrase(passphrase: string): void {
  if (Array.from(passphrase).length < MIN_PASSPHRASE || passphrase.length > MAX_PASSPHRASE) {
    throw new CodedError('SIGNER_WEAK_PASSPHRASE', { min: MIN_PASSPHRASE, max: MAX_PASSPHRASE })
  }
}

function derive(passphrase: string, salt: Uint8Array, { N, r, p }: ScryptCost): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    // NFKC: the same characters typed on another keyboard or input method give the same bytes.
    scrypt(passphrase.normalize('NFKC'), salt, 32, { N, r, p, maxmem: 256 * N * r + 1024 * 1024 }, (error, key) => {
      if (error) reject(error)
      else resolve(new Uint8Array(key))
    })
  })
}

import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 as pureSha256 } from '@noble/hashes/sha2.js'
import type { LedgerErrorCode } from '../errors.ts'
import { HASH_SAMPLES, SIGNATURE_VECTORS, SIGN_SAMPLE } from './self-test-vectors.ts'
import { equalBytes, fromHex, toHex } from '../../kit/bytes.ts'

/**
 * Faster implementations the host may lend (node:crypto). They change speed and nothing else: each part is adopted only
 * after it passed the self-test, and `verify` may only ever accept more quickly, never refuse (see verify.ts).
 */
export interface NativeCrypto {
  /** SHA-256 of the bytes, 32 bytes. */
  readonly sha256?: (bytes: Uint8Array) => Uint8Array
  /** RFC 8032 verification. May throw or answer false for anything it dislikes. */
  readonly verify?: (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean
  /** RFC 8032 signature with the 32-byte secret seed. */
  readonly sign?: (secretKey: Uint8Array, message: Uint8Array) => Uint8Array
}

export interface NativeReport {
  readonly sha256: boolean
  readonly verify: boolean
  readonly sign: boolean
  /** What was refused, and at which vector. Empty where everything offered was adopted. */
  readonly refused: readonly { readonly code: LedgerErrorCode; readonly part: string; readonly vector: string }[]
}

interface Adopted {
  sha256: NonNullable<NativeCrypto['sha256']>
  verify: NonNullable<NativeCrypto['verify']> | null
  sign: NonNullable<NativeCrypto['sign']>
}

const pure: Adopted = {
  sha256: pureSha256,
  verify: null,
  sign: (secretKey, message) => ed25519.sign(message, secretKey)
}

/** What is in use. A module variable is safe here because every adopted part gives the same answers as the pure one. */
export const adopted: Adopted = { ...pure }

/**
 * Adopts native implementations for this process; call once at start-up, before anything else. Without a call, or for a
 * part that fails its self-test, the pure implementations serve. Answers what was adopted, for the log.
 */
export function adoptNative(native: NativeCrypto): NativeReport {
  Object.assign(adopted, pure)
  const refused: { code: LedgerErrorCode; part: string; vector: string }[] = []
  const test = (part: string, failed: string | null): boolean => {
    if (failed !== null) refused.push({ code: 'CRYPTO_SELF_TEST', part, vector: failed })
    return failed === null
  }
  const { sha256, verify, sign } = native
  if (sha256 && test('sha256', failedHash(sha256))) adopted.sha256 = (bytes) => plain(sha256(bytes))
  if (verify && test('verify', failedVerify(verify))) adopted.verify = verify
  if (sign && test('sign', failedSign(sign))) adopted.sign = (secretKey, message) => plain(sign(secretKey, message))
  return { sha256: adopted.sha256 !== pure.sha256, verify: adopted.verify !== null, sign: adopted.sign !== pure.sign, refused }
}

/** A Node Buffer is a Uint8Array with other methods (`slice` shares memory): only plain ones leave this module. */
const plain = (bytes: Uint8Array): Uint8Array =>
  bytes.constructor === Uint8Array ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)

function failedHash(sha256: NonNullable<NativeCrypto['sha256']>): string | null {
  for (const { length, hash } of HASH_SAMPLES) {
    if (!attempt(() => toHex(sha256(new Uint8Array(length).fill(0x61))) === hash)) return `${length} bytes`
  }
  return null
}

/** Native acceptance must lie within ZIP 215: a native true for a vector that ZIP 215 refuses disqualifies it. */
function failedVerify(verify: NonNullable<NativeCrypto['verify']>): string | null {
  for (const vector of SIGNATURE_VECTORS) {
    const accepted = attempt(() => verify(fromHex(vector.publicKey), fromHex(vector.message), fromHex(vector.signature)))
    if (accepted && !vector.zip215) return vector.name
    if (!accepted && vector.plain) return vector.name
  }
  return null
}

function failedSign(sign: NonNullable<NativeCrypto['sign']>): string | null {
  const { secretKey, message, signature } = SIGN_SAMPLE
  return attempt(() => equalBytes(sign(fromHex(secretKey), fromHex(message)), fromHex(signature))) ? null : 'RFC 8032 test 2'
}

function attempt(run: () => boolean): boolean {
  try {
    return run()
  } catch {
    return false
  }
}

import { ed25519 } from '@noble/curves/ed25519.js'
import { concat, equalBytes, toHex } from '../../kit/bytes.ts'
import { ok, type Result } from '../../kit/result.ts'
import { refuse } from '../errors.ts'
import { PUBLIC_KEY_BYTES } from '../limits.ts'
import type { Hash } from '../types.ts'
import { hashOf } from './hash.ts'
import { TAG } from './tags.ts'

/** Key id: sha256("zxl1/key\0" ‖ public key). */
export const keyId = (publicKey: Uint8Array): Hash => hashOf(TAG.key, publicKey)

/** The 32-byte Ed25519 public key of a 32-byte secret seed. */
export const publicKeyOf = (secretKey: Uint8Array): Uint8Array => ed25519.getPublicKey(secretKey)

/** Keys that passed: a grant is executed at least twice (building or voting, and committing). */
const sound = new Set<string>()
const SOUND_KEYS = 4096

/**
 * What every key must pass before it is registered (genesis or a grant): canonical encoding, not of small order, in the
 * prime-order group. After that an exotic signature can only come from a malicious signer. About 1 ms. `KEY_INVALID`.
 */
export function checkPublicKey(publicKey: Uint8Array): Result<null> {
  if (publicKey.length !== PUBLIC_KEY_BYTES) return refuse('KEY_INVALID')
  const name = toHex(publicKey)
  if (sound.has(name)) return ok(null)
  try {
    const point = ed25519.Point.fromBytes(concat(publicKey), false)
    if (point.isSmallOrder() || !point.isTorsionFree()) return refuse('KEY_INVALID')
    if (!equalBytes(point.toBytes(), publicKey)) return refuse('KEY_INVALID')
    if (sound.size >= SOUND_KEYS) sound.clear()
    sound.add(name)
    return ok(null)
  } catch {
    return refuse('KEY_INVALID')
  }
}

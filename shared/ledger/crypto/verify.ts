import { ed25519 } from '@noble/curves/ed25519.js'
import { concat, toHex } from '../../kit/bytes.ts'
import { PUBLIC_KEY_BYTES, SIGNATURE_BYTES, VERIFY_CACHE_ENTRIES } from '../limits.ts'
import { hashOf } from './hash.ts'
import { adopted } from './native.ts'

/** `exotic`: valid, but only by the slow deciding implementation, so only a deliberate signer makes one: to be rationed. */
export type SignatureVerdict = 'valid' | 'exotic' | 'invalid'

let young = new Map<string, SignatureVerdict>()
let old = new Map<string, SignatureVerdict>()

/**
 * The one signature check of the ledger: Ed25519 as ZIP 215 defines it, the same on every runtime.
 * A native `true` is taken as it is, because native acceptance lies within ZIP 215: a cofactorless check needs S < L and
 * an exact R, and multiplying its equation by eight gives the cofactored one. A native `false` decides nothing: natives
 * differ about edge cases, so the reference implementation has the last word. Only positive answers are remembered: a
 * stored refusal would outlive the fault that caused it.
 *
 * @param publicKey 32 bytes; @param signature 64 bytes; other lengths are invalid.
 */
export function verifyDetailed(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): SignatureVerdict {
  if (publicKey.length !== PUBLIC_KEY_BYTES || signature.length !== SIGNATURE_BYTES) return 'invalid'
  const id = toHex(hashOf(publicKey, signature, message))
  const known = young.get(id) ?? old.get(id)
  if (known !== undefined) return known
  const verdict = decide(publicKey, message, signature)
  if (verdict !== 'invalid') remember(id, verdict)
  return verdict
}

/** True where `signature` is valid for `message` under `publicKey` (see verifyDetailed). */
export const verify = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean =>
  verifyDetailed(publicKey, message, signature) !== 'invalid'

/** The 64-byte Ed25519 signature by the 32-byte secret seed. Deterministic (RFC 8032). */
export const sign = (secretKey: Uint8Array, message: Uint8Array): Uint8Array => adopted.sign(secretKey, message)

/** Forgets every remembered verification; for measurements and tests. */
export function forgetVerified(): void {
  young = new Map()
  old = new Map()
}

function decide(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): SignatureVerdict {
  const native = adopted.verify
  if (native !== null) {
    try {
      if (native(publicKey, message, signature)) return 'valid'
    } catch {
      // A native implementation may throw on a key it cannot load: the reference decides.
    }
  }
  return zip215(publicKey, message, signature) ? (native === null ? 'valid' : 'exotic') : 'invalid'
}

function zip215(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return ed25519.verify(concat(signature), concat(message), concat(publicKey), { zip215: true })
  } catch {
    return false
  }
}

/** Two generations: when the young one is full it becomes the old one, and what was old is forgotten at once. */
function remember(id: string, verdict: SignatureVerdict): void {
  if (young.size >= VERIFY_CACHE_ENTRIES / 2) {
    old = young
    young = new Map()
  }
  young.set(id, verdict)
}

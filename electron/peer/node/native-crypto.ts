import * as crypto from 'node:crypto'
import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import type { Log } from '../../../shared/kit/env.ts'
import { concat } from '../../../shared/kit/bytes.ts'
import { adoptNative } from '../../../shared/ledger/index.ts'

/** DER wrappings of raw Ed25519 keys (RFC 8410). */
const PUBLIC_PREFIX = Uint8Array.from([0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00])
const SECRET_PREFIX = Uint8Array.from([0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20])

/** Keys seen again and again (members, devices): parsing one costs as much as a signature. */
const CACHED_KEYS = 512
const keys = new Map<string, ReturnType<typeof createPublicKey>>()

function publicKey(raw: Uint8Array): ReturnType<typeof createPublicKey> {
  const name = Buffer.from(raw).toString('latin1')
  const known = keys.get(name)
  if (known) return known
  const key = createPublicKey({ key: Buffer.from(concat(PUBLIC_PREFIX, raw)), format: 'der', type: 'spki' })
  if (keys.size >= CACHED_KEYS) keys.clear()
  keys.set(name, key)
  return key
}

/** By the array that holds the seed, for as long as it is held: making a key of it costs several signatures. */
const secretKeys = new WeakMap<Uint8Array, { readonly digest: Buffer; readonly key: ReturnType<typeof createPrivateKey> }>()

function secretKey(seed: Uint8Array): ReturnType<typeof createPrivateKey> {
  // An array that was overwritten (a locked key is) must not sign with what it held before.
  const digest = createHash('sha256').update(seed).digest()
  const known = secretKeys.get(seed)
  if (known?.digest.equals(digest)) return known.key
  const key = createPrivateKey({ key: Buffer.from(concat(SECRET_PREFIX, seed)), format: 'der', type: 'pkcs8' })
  secretKeys.set(seed, { digest, key })
  return key
}

/**
 * One call without an object in between; Node 20.12 and newer have it. As text of one letter a byte: putting that into an array
 * costs a third of what a Buffer does, and there are millions.
 */
const oneShot = 'hash' in crypto ? (bytes: Uint8Array): Uint8Array => lettersToHash(crypto.hash('sha256', bytes, 'binary')) : null

function lettersToHash(letters: string): Uint8Array {
  const hash = new Uint8Array(32)
  for (let i = 0; i < 32; i++) hash[i] = letters.charCodeAt(i)
  return hash
}

let isAdopted = false

/** Lends node:crypto to the ledger, once a process; every part is tested before it is taken (and left out if it fails). */
export function useNativeCrypto(log: Log): void {
  if (isAdopted) return
  isAdopted = true
  const report = adoptNative({
    sha256: oneShot ?? ((bytes) => createHash('sha256').update(bytes).digest()),
    verify: (key, message, signature) => verify(null, message, publicKey(key), signature),
    sign: (seed, message) => sign(null, message, secretKey(seed)),
  })
  for (const { part, vector } of report.refused) log('warn', 'crypto.not-adopted', { part, vector })
}

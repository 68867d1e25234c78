import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { equalBytes, fromHex, toHex } from '../../../shared/kit/bytes.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import { keyId, publicKeyOf } from '../../../shared/ledger/index.ts'
import { writeFileAtomic } from '../folder/files.ts'
import type { OsWrap } from './types.ts'
import { sealedSchema, unseal, type Sealed } from './wrap.ts'

/** What a key may be used for; never two of them. */
export const KEY_ROLES = ['vote', 'peer', 'id', 'staff'] as const
export type KeyRole = (typeof KEY_ROLES)[number]

const MAX_KEY_FILE = 64 * 1024
const hex32 = z.string().regex(/^[0-9a-f]{64}$/)

/** keys/*.json. `secret` is the seed (hex), or sealed by a passphrase; `os` says that all of it is in the OS store's hands. */
const keyFileSchema = z.strictObject({
  v: z.literal(1),
  role: z.enum(KEY_ROLES),
  /** Staff id; empty for the member's own keys. */
  name: z.string().max(40),
  publicKey: hex32,
  secret: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('plain'), seed: hex32 }),
    z.strictObject({ kind: z.literal('sealed'), sealed: sealedSchema }),
    z.strictObject({ kind: z.literal('os'), store: z.string().max(64), data: z.string().max(MAX_KEY_FILE) }),
  ]),
})
export type KeyFile = z.infer<typeof keyFileSchema>
type Secret = KeyFile['secret']

/** The text that a seal authenticates: file, role and owner belong together. */
export const sealLabel = (role: KeyRole, name: string, publicKey: string): string => `zxl1/keyfile/${role}/${name}/${publicKey}`

/** Reads and checks a key file. Throws SIGNER_KEY_FILE {file}: missing, unreadable, of another role, or not one of ours. */
export function readKeyFile(path: string, file: string, role: KeyRole): KeyFile {
  let parsed: unknown
  try {
    const text = readFileSync(path, 'utf8')
    if (text.length > MAX_KEY_FILE) throw new RangeError('too long')
    parsed = JSON.parse(text)
  } catch (error) {
    throw new CodedError('SIGNER_KEY_FILE', { file }, { cause: error })
  }
  const checked = keyFileSchema.safeParse(parsed)
  if (!checked.success || checked.data.role !== role) throw new CodedError('SIGNER_KEY_FILE', { file }, { cause: checked.error })
  return checked.data
}

/**
 * Writes a key file, readable by this user only. Order of the wrapping: the passphrase first (where there is one), the OS
 * store around it. Losing the OS store (another user, another machine) therefore never opens a key by itself.
 */
export async function writeKeyFile(
  path: string,
  key: { readonly role: KeyRole; readonly name: string; readonly publicKey: Uint8Array; readonly inner: Inner },
  osWrap: OsWrap | null,
): Promise<void> {
  const secret: Secret = osWrap ? await wrapped(key.inner, osWrap) : key.inner
  const file: KeyFile = { v: 1, role: key.role, name: key.name, publicKey: toHex(key.publicKey), secret }
  writeFileAtomic(path, `${JSON.stringify(file, null, 1)}\n`, 0o600)
}

/** The part under the OS store. */
export type Inner = { readonly kind: 'plain'; readonly seed: string } | { readonly kind: 'sealed'; readonly sealed: Sealed }

async function wrapped(inner: Inner, osWrap: OsWrap): Promise<Secret> {
  try {
    const data = await osWrap.wrap(Buffer.from(JSON.stringify(inner), 'utf8'))
    return { kind: 'os', store: osWrap.name, data: Buffer.from(data).toString('base64') }
  } catch (error) {
    throw new CodedError('SIGNER_OS_STORE', { store: osWrap.name }, { cause: error })
  }
}

/** Takes the OS store off. Throws SIGNER_OS_STORE {store} where it isn't here or refuses. */
async function innerOf(file: KeyFile, osWrap: OsWrap | null): Promise<Inner> {
  if (file.secret.kind !== 'os') return file.secret
  const { store, data } = file.secret
  if (!osWrap || osWrap.name !== store) throw new CodedError('SIGNER_OS_STORE', { store })
  try {
    const opened = await osWrap.unwrap(new Uint8Array(Buffer.from(data, 'base64')))
    const inner = keyFileSchema.shape.secret.parse(JSON.parse(Buffer.from(opened).toString('utf8')))
    if (inner.kind === 'os') throw new TypeError('wrapped twice')
    return inner
  } catch (error) {
    throw new CodedError('SIGNER_OS_STORE', { store }, { cause: error })
  }
}

/** Seed of a key that needs no passphrase. */
export async function openPlain(file: KeyFile, name: string, osWrap: OsWrap | null): Promise<Uint8Array> {
  const inner = await innerOf(file, osWrap)
  if (inner.kind !== 'plain') throw new CodedError('SIGNER_KEY_FILE', { file: name })
  return checked(fromHex(inner.seed), file, name)
}

/** Seed of a key sealed by a passphrase; null where the passphrase is wrong. */
export async function openSealed(file: KeyFile, name: string, passphrase: string, osWrap: OsWrap | null): Promise<Uint8Array | null> {
  const inner = await innerOf(file, osWrap)
  if (inner.kind !== 'sealed') throw new CodedError('SIGNER_KEY_FILE', { file: name })
  const seed = await unseal(inner.sealed, passphrase, sealLabel(file.role, file.name, file.publicKey))
  return seed === null ? null : checked(seed, file, name)
}

function checked(seed: Uint8Array, file: KeyFile, name: string): Uint8Array {
  if (seed.length !== 32 || !equalBytes(publicKeyOf(seed), fromHex(file.publicKey))) throw new CodedError('SIGNER_KEY_FILE', { file: name })
  return seed
}

/** What may be told of a key. */
export function publicInfo(file: KeyFile): { publicKey: Uint8Array; keyId: Uint8Array } {
  const publicKey = fromHex(file.publicKey)
  return { publicKey, keyId: keyId(publicKey) }
}

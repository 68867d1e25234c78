import { z } from 'zod'
import { equalBytes, fromHex, fromUtf8, toHex, utf8 } from '../../../shared/kit/bytes.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import { openEnvelope, openGenesis, publicKeyOf, type Genesis, type Hash } from '../../../shared/ledger/index.ts'
import { checkPassphrase, sealedSchemaOf, sealer, unseal, type ScryptCost } from '../signer/wrap.ts'
import { joinJson, joinSchema, readJoinJson, type JoinFile } from './candidate.ts'
import { networkSchema, staffIdText } from './network-file.ts'
import { peerIdOf } from './peer-id.ts'
import type { MemberBundle, NetworkFile, PackagePreview } from './types.ts'

const FORMAT = 'zxl-member'
const VERSION = 1
/** Characters: a genesis of 100 members and some hundred grants fit many times. */
const MAX_PACKAGE = 4 * 1024 * 1024

const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/)
const packageSchema = z.strictObject({
  format: z.literal(FORMAT),
  v: z.literal(VERSION),
  createdAt: z.int().min(0),
  network: networkSchema,
  genesis: base64.max(2 * 1024 * 1024),
  grants: z.array(base64.max(24 * 1024)).max(1000),
  secret: sealedSchemaOf(256 * 1024),
  /** Present in a recovery file: the member may have voted since, so its seat asks the others before it votes again. */
  recovery: z.strictObject({ join: joinSchema.nullable() }).optional(),
})
type Package = z.infer<typeof packageSchema>

const seed = z.string().regex(/^[0-9a-f]{64}$/)
const secretSchema = z.strictObject({
  vote: seed,
  peer: seed,
  id: seed,
  staff: z.array(z.strictObject({ staffId: staffIdText, seed })).max(1000),
})

const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))

/**
 * Text of a `.zxlmember` file, or of a recovery file (`recovery` given): all that a member needs to join, its private keys
 * sealed by a one-time passphrase that goes another way (telephone). The seal authenticates G, member and time. `now` in ms. Throws SIGNER_WEAK_PASSPHRASE.
 */
export async function exportMemberPackage(bundle: MemberBundle, passphrase: string, now: number, cost?: ScryptCost, recovery?: { readonly join: JoinFile | null }): Promise<string> {
  checkPassphrase(passphrase)
  const { vote, peer, id, staff } = bundle.seeds
  const secret = { vote: toHex(vote), peer: toHex(peer), id: toHex(id), staff: staff.map((one) => ({ staffId: one.staffId, seed: toHex(one.seed) })) }
  const { seal, forget } = await sealer(passphrase, cost)
  const content: Package = {
    format: FORMAT,
    v: VERSION,
    createdAt: now,
    network: networkSchema.parse(bundle.network),
    genesis: toBase64(bundle.genesis),
    grants: bundle.grants.map(toBase64),
    secret: seal(utf8(JSON.stringify(secret)), label(bundle.network, now, recovery !== undefined)),
    ...(recovery ? { recovery: { join: recovery.join && joinJson(recovery.join) } } : {}),
  }
  forget()
  return `${JSON.stringify(content, null, 1)}\n`
}

/**
 * What a package says, before any passphrase: who invites into what. Nothing in it is proved yet but that the genesis is
 * the one with this hash; compare the fingerprint with the founder. Throws PACKAGE_UNREADABLE {detail}, PACKAGE_NEWER {found}.
 */
export function previewMemberPackage(text: string): PackagePreview {
  const { content, genesisHash } = read(text)
  const { network, createdAt, recovery } = content
  return { network, genesisHash, createdAt, fingerprint: fingerprintOf(genesisHash), recovery: recovery ? { join: recovery.join && readJoinJson(recovery.join) } : null }
}

/** First 16 hex digits of G in groups of four. */
export const fingerprintOf = (genesisHash: Hash): string => (toHex(genesisHash).slice(0, 16).match(/.{4}/g) ?? []).join(' ')

/**
 * Opens a package. Throws PACKAGE_UNREADABLE {detail} (also where keys and genesis don't belong together), PACKAGE_NEWER
 * {found}, PACKAGE_PASSPHRASE.
 */
export async function importMemberPackage(text: string, passphrase: string): Promise<MemberBundle> {
  const { content, genesis, genesisHash } = read(text)
  const opened = await unseal(content.secret, passphrase, label(content.network, content.createdAt, content.recovery !== undefined))
  if (opened === null) throw new CodedError('PACKAGE_PASSPHRASE')
  const secret = secretSchema.safeParse(secretIn(opened))
  if (!secret.success) throw unreadable('keys', secret.error)
  const { vote, peer, id, staff } = secret.data
  const bundle: MemberBundle = {
    network: content.network,
    genesis: fromBase64(content.genesis),
    seeds: { vote: fromHex(vote), peer: fromHex(peer), id: fromHex(id), staff: staff.map((one) => ({ staffId: one.staffId, seed: fromHex(one.seed) })) },
    grants: content.grants.map(fromBase64),
  }
  if (!content.recovery) checkFounder(bundle, genesis)
  checkGrants(bundle, genesisHash)
  return bundle
}

function read(text: string): { content: Package; genesis: Genesis; genesisHash: Hash } {
  if (text.length > MAX_PACKAGE) throw unreadable('size')
  const value = json(text, 'json')
  if (typeof value === 'object' && value !== null && 'format' in value && value.format === FORMAT && 'v' in value && typeof value.v === 'number' && value.v > VERSION) {
    throw new CodedError('PACKAGE_NEWER', { found: value.v })
  }
  const checked = packageSchema.safeParse(value)
  if (!checked.success) throw unreadable(checked.error.issues[0]?.path.join('.') || 'format', checked.error)
  const content = checked.data
  const opened = openGenesis(fromBase64(content.genesis))
  if (!opened.ok) throw unreadable('genesis')
  const { genesis, hash } = opened.value
  if (toHex(hash) !== content.network.genesisHash) throw unreadable('genesis')
  // A recovery file may belong to a member that came later, or to new keys: then only the ledger's state can tell.
  if (genesis.net !== content.network.net || (!content.recovery && !genesis.members.some(({ id }) => id === content.network.me))) throw unreadable('network')
  return { content, genesis, genesisHash: hash }
}

function checkFounder({ network, seeds }: MemberBundle, genesis: Genesis): void {
  const me = genesis.members.find(({ id }) => id === network.me)!
  const mine =
    equalBytes(me.voteKey, publicKeyOf(seeds.vote)) && equalBytes(me.idKey, publicKeyOf(seeds.id)) && me.peers.includes(peerIdOf(publicKeyOf(seeds.peer)))
  if (!mine) throw unreadable('keys')
}

function checkGrants({ network, grants }: MemberBundle, genesisHash: Hash): void {
  for (const envelope of grants) {
    const opened = openEnvelope(genesisHash, envelope)
    if (!opened.ok || opened.value.payload.a !== network.me) throw unreadable('grants')
  }
}

const label = (network: NetworkFile, createdAt: number, isRecovery: boolean): string => `zxl1/${isRecovery ? 'recovery' : 'member'}/${network.genesisHash}/${network.me}/${createdAt}`

/** What the seal held; wiped afterwards. */
function secretIn(opened: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(opened))
  } catch (error) {
    throw unreadable('keys', error)
  } finally {
    opened.fill(0)
  }
}

function json(text: string, detail: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw unreadable(detail, error)
  }
}

const unreadable = (detail: string, cause?: unknown): CodedError => new CodedError('PACKAGE_UNREADABLE', { detail }, { cause })

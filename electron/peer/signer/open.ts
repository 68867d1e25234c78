import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { equalBytes, toHex } from '../../../shared/kit/bytes.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import { publicKeyOf, recordSignatureInput, sign, signVote, SUITE_ED25519, TAG, type Hash, type Vote } from '../../../shared/ledger/index.ts'
import { fileError, flushFolder } from '../folder/files.ts'
import { Attempts } from './attempts.ts'
import { openPlain, openSealed, publicInfo, readKeyFile, sealLabel, writeKeyFile, type KeyFile } from './key-file.ts'
import { keyPaths, STAFF_FOLDER } from './paths.ts'
import type { OsWrap, PublicKeyInfo, Signer, StaffKeyInfo, Unlocked } from './types.ts'
import { checkPassphrase, sealer, type ScryptCost } from './wrap.ts'

export interface OpenSignerOptions {
  readonly osWrap?: OsWrap | null
  /** Milliseconds of a clock that only moves on; default: the machine's. */
  readonly now?: () => number
  readonly cost?: ScryptCost
}

/** Opens the keys folder of a data folder. Rejects with SIGNER_KEY_FILE {file} or SIGNER_OS_STORE {store}. */
export async function openSigner(keys: string, options: OpenSignerOptions = {}): Promise<Signer> {
  const osWrap = options.osWrap ?? null
  const paths = keyPaths(keys)
  const vote = readKeyFile(paths.vote, 'vote', 'vote')
  const peer = readKeyFile(paths.peer, 'peer', 'peer')
  const id = readKeyFile(paths.id, 'id', 'id')
  const staff = new Map<string, KeyFile>()
  const folder = join(keys, STAFF_FOLDER)
  for (const name of existsSync(folder) ? readdirSync(folder).sort() : []) {
    if (!name.endsWith('.json')) continue
    const file = readKeyFile(join(folder, name), name, 'staff')
    staff.set(file.name, file)
  }
  const nextVote = existsSync(paths.nextVote) ? readKeyFile(paths.nextVote, 'vote-next', 'vote') : null
  const seeds = {
    vote: await openPlain(vote, 'vote', osWrap),
    nextVote: nextVote && (await openPlain(nextVote, 'vote-next', osWrap)),
    peer: await openPlain(peer, 'peer', osWrap),
  }
  return new FileSigner(keys, { vote, nextVote, peer, id, staff }, seeds, { ...options, osWrap })
}

interface Files {
  readonly vote: KeyFile
  readonly nextVote: KeyFile | null
  readonly peer: KeyFile
  readonly id: KeyFile
  readonly staff: Map<string, KeyFile>
}

class FileSigner implements Signer {
  readonly suite = SUITE_ED25519
  vote: PublicKeyInfo
  nextVote: PublicKeyInfo | null
  readonly peer: PublicKeyInfo
  readonly id: PublicKeyInfo
  private readonly keys: string
  private readonly files: Files
  private readonly seeds: { vote: Uint8Array; nextVote: Uint8Array | null; readonly peer: Uint8Array }
  private readonly osWrap: OsWrap | null
  private readonly cost: ScryptCost | undefined
  private readonly attempts: Attempts
  private readonly open = new Map<string, { readonly info: StaffKeyInfo; readonly seed: Uint8Array }>()

  constructor(keys: string, files: Files, seeds: { vote: Uint8Array; nextVote: Uint8Array | null; peer: Uint8Array }, options: OpenSignerOptions) {
    this.keys = keys
    this.files = files
    this.seeds = seeds
    this.osWrap = options.osWrap ?? null
    this.cost = options.cost
    this.attempts = new Attempts(options.now ?? (() => performance.now()))
    this.vote = publicInfo(files.vote)
    this.nextVote = files.nextVote && publicInfo(files.nextVote)
    this.peer = publicInfo(files.peer)
    this.id = publicInfo(files.id)
  }

  staff(): readonly StaffKeyInfo[] {
    return [...this.files.staff.values()].map(staffInfo)
  }

  async unlock(staffId: string, passphrase: string): Promise<Unlocked> {
    const file = this.staffFile(staffId)
    const seed = await this.tried(staffId, () => openSealed(file, staffId, passphrase, this.osWrap))
    const token = randomBytes(32).toString('base64url') as Unlocked
    this.open.set(token, { info: staffInfo(file), seed })
    return token
  }

  lock(token: Unlocked): void {
    this.open.get(token)?.seed.fill(0)
    this.open.delete(token)
  }

  lockAll(): void {
    for (const { seed } of this.open.values()) seed.fill(0)
    this.open.clear()
  }

  isUnlocked(token: Unlocked): boolean {
    return this.open.has(token)
  }

  who(token: Unlocked): StaffKeyInfo {
    return this.must(token).info
  }

  async changePassphrase(staffId: string, from: string, to: string): Promise<void> {
    checkPassphrase(to)
    const file = this.staffFile(staffId)
    const seed = await this.tried(staffId, () => openSealed(file, staffId, from, this.osWrap))
    const { seal, forget } = await sealer(to, this.cost)
    try {
      const sealed = seal(seed, sealLabel('staff', staffId, file.publicKey))
      const path = keyPaths(this.keys).staff(staffId)
      const { publicKey } = publicInfo(file)
      await writeKeyFile(path, { role: 'staff', name: staffId, publicKey, inner: { kind: 'sealed', sealed } }, this.osWrap)
      this.files.staff.set(staffId, readKeyFile(path, staffId, 'staff'))
    } finally {
      seed.fill(0)
      forget()
    }
  }

  signRecord(token: Unlocked, recordId: Hash): Uint8Array {
    return recordSignature(this.must(token).seed, recordId)
  }

  signStep(token: Unlocked, message: Uint8Array): Uint8Array {
    return signTagged(this.must(token).seed, message, TAG.step)
  }

  signInvitation(token: Unlocked, message: Uint8Array): Uint8Array {
    return signTagged(this.must(token).seed, message, TAG.invitation)
  }

  signSeat(message: Uint8Array): Uint8Array {
    return signTagged(this.seeds.vote, message, TAG.ready, TAG.join)
  }

  async prepareVoteKey(): Promise<PublicKeyInfo> {
    if (this.nextVote) return this.nextVote
    const seed = new Uint8Array(randomBytes(32))
    const publicKey = publicKeyOf(seed)
    const path = keyPaths(this.keys).nextVote
    await writeKeyFile(path, { role: 'vote', name: '', publicKey, inner: { kind: 'plain', seed: toHex(seed) } }, this.osWrap)
    this.seeds.nextVote = seed
    return (this.nextVote = publicInfo(readKeyFile(path, 'vote-next', 'vote')))
  }

  promoteVoteKey(): void {
    const { nextVote } = this.seeds
    if (!nextVote || !this.nextVote) return
    const { vote, nextVote: next } = keyPaths(this.keys)
    try {
      renameSync(next, vote)
      flushFolder(dirname(vote))
    } catch (error) {
      throw fileError(error)
    }
    this.seeds.vote.fill(0)
    this.seeds.vote = nextVote
    this.seeds.nextVote = null
    this.vote = this.nextVote
    this.nextVote = null
  }

  signVote(genesisHash: Hash, vote: Omit<Vote, 'sig'>): Uint8Array {
    return signVote(genesisHash, vote, vote.signer, this.seeds.vote).sig
  }

  signNextSeat(message: Uint8Array): Uint8Array {
    if (!this.seeds.nextVote) throw new CodedError('SIGNER_LOCKED')
    return signTagged(this.seeds.nextVote, message, TAG.ready)
  }

  async withIdKey<T>(passphrase: string, work: (signRecord: (recordId: Hash) => Uint8Array, sign: (message: Uint8Array) => Uint8Array) => T): Promise<T> {
    const seed = await this.tried('id', () => openSealed(this.files.id, 'id', passphrase, this.osWrap))
    try {
      return work(
        (recordId) => recordSignature(seed, recordId),
        (message) => signTagged(seed, message, TAG.invitation),
      )
    } finally {
      seed.fill(0)
    }
  }

  transportSeed(): Uint8Array {
    return this.seeds.peer.slice()
  }

  private async tried(name: string, open: () => Promise<Uint8Array | null>): Promise<Uint8Array> {
    this.attempts.check(name)
    const seed = await open()
    if (seed === null) throw new CodedError('SIGNER_WRONG_PASSPHRASE', { left: this.attempts.failed(name) })
    this.attempts.succeeded(name)
    return seed
  }

  private staffFile(staffId: string): KeyFile {
    const file = this.files.staff.get(staffId)
    if (!file) throw new CodedError('SIGNER_UNKNOWN_STAFF', { staffId: staffId.slice(0, 40) })
    return file
  }

  private must(token: Unlocked): { readonly info: StaffKeyInfo; readonly seed: Uint8Array } {
    const open = this.open.get(token)
    if (!open) throw new CodedError('SIGNER_LOCKED')
    return open
  }
}

const staffInfo = (file: KeyFile): StaffKeyInfo => ({ staffId: file.name, ...publicInfo(file) })

/** Signs bytes that carry one of these tags and the suite: without it one thing could be passed off as another. SIGNER_FOREIGN_TAG. */
function signTagged(seed: Uint8Array, message: Uint8Array, ...tags: readonly Uint8Array[]): Uint8Array {
  const tag = tags.find((one) => equalBytes(message.subarray(0, one.length), one))
  if (!tag || message[tag.length] !== SUITE_ED25519) throw new CodedError('SIGNER_FOREIGN_TAG')
  return sign(seed, message)
}

const recordSignature = (seed: Uint8Array, recordId: Hash): Uint8Array => sign(seed, recordSignatureInput(recordId))

import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { dirname, join, resolve } from 'node:path'
import { CodedError, unwrap } from '../../../shared/kit/result.ts'
import { fromHex, toHex } from '../../../shared/kit/bytes.ts'
import { keyId, openEnvelope, publicKeyOf } from '../../../shared/ledger/index.ts'
import { sealLabel, writeKeyFile, type Inner, type KeyRole } from '../signer/key-file.ts'
import { keyPaths, STAFF_FOLDER } from '../signer/paths.ts'
import { checkPassphrase, sealer } from '../signer/wrap.ts'
import { openSafety } from '../store/safety/open.ts'
import { openWorkbench } from '../store/workbench/open.ts'
import { writeJoin } from './candidate.ts'
import { fileError, flushFolder, writeFileAtomic } from './files.ts'
import { lockFolder } from './lock.ts'
import { writeNetwork } from './network-file.ts'
import { folderPaths } from './paths.ts'
import type { FolderPaths, MemberBundle, WriteFolderOptions } from './types.ts'

/**
 * Makes a member's data folder of a bundle: genesis, key files, a fresh safety.db (this is the one moment at which the
 * member can't have voted yet, unless it is recovered), a workbench whose outbox holds the staff grants, and network.json last: a folder without
 * it is no data folder, so an interrupted writing leaves nothing that looks complete. chain.db is made at the first start.
 * Throws FOLDER_NOT_EMPTY, SIGNER_WEAK_PASSPHRASE, SIGNER_OS_STORE, DISK_FULL, FILE_UNWRITABLE and what the stores throw.
 */
export async function writeFolder(path: string, bundle: MemberBundle, options: WriteFolderOptions): Promise<void> {
  checkPassphrase(options.passphrase)
  const paths = folderPaths(resolve(path))
  makeEmpty(paths)
  const lock = lockFolder(paths.lock)
  try {
    writeFileAtomic(paths.genesis, bundle.genesis)
    await writeKeys(paths.keys, bundle.seeds, options)
    writeStores(paths, bundle, options.recovered !== true)
    if (options.join) writeJoin(paths.join, options.join)
    writeNetwork(paths.network, bundle.network)
    flushFolder(dirname(paths.root))
  } finally {
    lock.release()
  }
}

/** What an interrupted writing may have left; anything else belongs to somebody. */
const OURS = new Set(['genesis.cbor', 'join.json', 'keys', 'lock', 'lock.pid', 'safety.db', 'safety.db-wal', 'safety.db-shm', 'workbench.db', 'workbench.db-wal', 'workbench.db-shm'])

function makeEmpty(paths: FolderPaths): void {
  try {
    mkdirSync(paths.root, { recursive: true, mode: 0o700 })
    const names = readdirSync(paths.root)
    if (existsSync(paths.network) || names.some((name) => !OURS.has(name))) throw new CodedError('FOLDER_NOT_EMPTY')
    for (const name of names) rmSync(join(paths.root, name), { recursive: true, force: true })
    mkdirSync(join(paths.keys, STAFF_FOLDER), { recursive: true, mode: 0o700 })
  } catch (error) {
    throw fileError(error)
  }
}

async function writeKeys(keys: string, seeds: MemberBundle['seeds'], { passphrase, osWrap = null, cost }: WriteFolderOptions): Promise<void> {
  const files = keyPaths(keys)
  const { seal, forget } = await sealer(passphrase, cost)
  const write = async (path: string, role: KeyRole, name: string, seed: Uint8Array, sealed: boolean): Promise<void> => {
    const publicKey = publicKeyOf(seed)
    const inner: Inner = sealed
      ? { kind: 'sealed', sealed: seal(seed, sealLabel(role, name, toHex(publicKey))) }
      : { kind: 'plain', seed: toHex(seed) }
    await writeKeyFile(path, { role, name, publicKey, inner }, osWrap)
  }
  try {
    await write(files.vote, 'vote', '', seeds.vote, false)
    await write(files.peer, 'peer', '', seeds.peer, false)
    await write(files.id, 'id', '', seeds.id, true)
    for (const { staffId, seed } of seeds.staff) await write(files.staff(staffId), 'staff', staffId, seed, true)
  } finally {
    forget()
  }
}

function writeStores(paths: FolderPaths, { network, seeds, grants }: MemberBundle, firstTime: boolean): void {
  const genesisHash = fromHex(network.genesisHash)
  const now = network.createdAt
  const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))
  openSafety(paths.safety, { genesisHash, voteKeyId: keyId(publicKeyOf(seeds.vote)), firstTime, random, now }).store.close()
  const workbench = openWorkbench(paths.workbench, { genesisHash, memberId: network.me, backups: paths.backups, now })
  try {
    workbench.transaction(() => {
      for (const envelope of grants) {
        const { id, payload } = unwrap(openEnvelope(genesisHash, envelope))
        const staffId = grantee(payload.b)
        workbench.outbox.add({
          recordId: toHex(id),
          envelope,
          kind: payload.t,
          title: staffId,
          uscc: null,
          staffId,
          draftId: null,
          device: toHex(payload.d),
          seq: payload.n,
          savedAt: payload.at,
        })
      }
    })
  } finally {
    workbench.close()
  }
}

function grantee(body: { readonly [key: string]: unknown }): string {
  const content = body['c']
  const staffId = typeof content === 'object' && content !== null && 'staffId' in content ? content.staffId : ''
  return typeof staffId === 'string' ? staffId : ''
}

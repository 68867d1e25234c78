import { copyFileSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readJoin } from '../../../electron/peer/folder/candidate.ts'
import { checkNetwork } from '../../../electron/peer/folder/network-file.ts'
import { importMemberPackage, previewMemberPackage } from '../../../electron/peer/folder/package.ts'
import { openPlain, openSealed, readKeyFile } from '../../../electron/peer/signer/key-file.ts'
import { openFile } from '../../../electron/peer/store/sqlite/open.ts'
import { concat, toHex } from '../../../shared/kit/bytes.ts'
import { genesisHashOfBytes, sha256 } from '../../../shared/ledger/index.ts'
import { JOIN, NETWORK, PASSPHRASE, plainFiles, STAFF_SEED, VOTE_SEED } from '../../vectors/folder.ts'
import { golden } from '../../vectors/golden.ts'
import { FILE_KINDS, schemaHashes } from '../../vectors/store.ts'
import { NOW, temporary } from './support.ts'

describe('database schemas', () => {
  it('of every version are what they always were: a change is a new version', () => {
    expect(schemaHashes()).toEqual(golden('store/schemas'))
  })

  it.each(FILE_KINDS.flatMap((kind) => kind.migrations.map((_, i) => [kind.file, i + 1, kind] as const)))('%s: the kept file of version %i opens today', (file, version, kind) => {
    const kept = join(import.meta.dirname, '../../fixtures/store', `${file.slice(0, -3)}-v${version}.db`)
    expect(existsSync(kept)).toBe(true)
    const path = join(temporary(), file)
    copyFileSync(kept, path)
    const db = openFile(path, kind, { now: NOW })
    expect(db.pragma('user_version')).toBe(kind.migrations.length)
    db.close()
  })
})

describe('files of a data folder', () => {
  const files = golden('folder/files')

  it('without chance in them are what they always were', async () => {
    expect(await plainFiles()).toEqual({ network: files['network'], keyPlain: files['keyPlain'], join: files['join'] })
  })

  it('read from the committed text', async () => {
    expect(checkNetwork(files['network']!)).toEqual(NETWORK)
    const folder = temporary()
    const keep = (name: string): string => {
      const path = join(folder, `${name}.json`)
      writeFileSync(path, files[name]!)
      return path
    }
    expect(await openPlain(readKeyFile(keep('keyPlain'), 'vote', 'vote'), 'vote', null)).toEqual(VOTE_SEED)
    expect(await openSealed(readKeyFile(keep('keySealed'), 'staff', 'staff'), 'staff', PASSPHRASE, null)).toEqual(STAFF_SEED)
    expect(readJoin(keep('join'))).toEqual(JOIN)
    expect(previewMemberPackage(files['recovery']!)).toMatchObject({ recovery: { join: JOIN } })
    expect((await importMemberPackage(files['recovery']!, PASSPHRASE)).network.me).toBe('BJ')
    expect(previewMemberPackage(files['package']!).recovery).toBe(null)
    const { network, seeds, genesis, grants } = await importMemberPackage(files['package']!, PASSPHRASE)
    expect(toHex(genesisHashOfBytes(genesis))).toBe(network.genesisHash)
    expect([seeds.staff.map(({ staffId }) => staffId), grants.length]).toEqual([['BJ-CL-01'], 1])
    // All its keys in one number.
    expect(toHex(sha256(concat(seeds.vote, seeds.peer, seeds.id, ...seeds.staff.map(({ seed }) => seed))))).toBe(files['packageKeys'])
  })
})

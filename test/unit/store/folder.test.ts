import { randomBytes } from 'node:crypto'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import { describe, expect, it } from 'vitest'
import { found } from '../../../electron/peer/folder/found.ts'
import { openFolder } from '../../../electron/peer/folder/open.ts'
import { exportMemberPackage, importMemberPackage, previewMemberPackage } from '../../../electron/peer/folder/package.ts'
import { peerIdOf } from '../../../electron/peer/folder/peer-id.ts'
import { placeWarnings } from '../../../electron/peer/folder/place.ts'
import type { FoundMember, FoundOptions, MemberBundle } from '../../../electron/peer/folder/types.ts'
import { writeFolder } from '../../../electron/peer/folder/write.ts'
import { openSafety } from '../../../electron/peer/store/safety/open.ts'
import { openWorkbench } from '../../../electron/peer/store/workbench/open.ts'
import { creditParams } from '../../../shared/credit/member/params.ts'
import { staffGrantSchema } from '../../../shared/credit/staff/schema.ts'
import { createExecutor, DEFAULT_METHODOLOGY } from '../../../shared/credit/index.ts'
import { fromHex, toHex } from '../../../shared/kit/bytes.ts'
import { unwrap } from '../../../shared/kit/result.ts'
import {
  checkRecordSignature,
  executeRecords,
  genesisChanges,
  genesisHead,
  keyId,
  MemoryState,
  openEnvelope,
  openGenesis,
  publicKeyOf,
  readDevice,
  StateTree,
} from '../../../shared/ledger/index.ts'
import { bytes32, CHEAP, NOW, refusal, refusalOf, temporary } from './support.ts'

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))
const PASSPHRASE = 'a long passphrase'
const member = (id: string, more: Partial<FoundMember> = {}): FoundMember => ({
  id,
  nameZh: `${id} 股权交易中心`,
  nameEn: `${id} Equity Exchange`,
  tier: 'COUNCIL',
  regionCode: '110000',
  address: '127.0.0.1:4101',
  staff: [
    { staffId: `${id}-CL-01`, displayName: '经办一', roles: ['CL'] },
    { staffId: `${id}-AD-01`, displayName: '系统管理员', roles: ['AD'] },
  ],
  ...more,
})
const plan = (more: Partial<FoundOptions> = {}): FoundOptions => ({
  net: '测试网络',
  time: NOW,
  members: ['SZSE', 'BJ', 'SH', 'JS'].map((id) => member(id)),
  methodology: { id: 'ZXL-1', version: '1.0.0', hash: bytes32(5) },
  demo: true,
  random,
  ...more,
})
const bundleOf = (id: string, options = plan()): MemberBundle => found(options).bundles.find(({ network }) => network.me === id)!
async function written(id = 'BJ'): Promise<{ root: string; bundle: MemberBundle }> {
  const bundle = bundleOf(id)
  const root = join(temporary(), 'data')
  await writeFolder(root, bundle, { passphrase: PASSPHRASE, cost: CHEAP })
  return { root, bundle }
}

describe('founding', () => {
  it('makes a genesis that opens, with the credit parameters and one key of each kind a member', () => {
    const founded = found(plan())
    const opened = unwrap(openGenesis(founded.genesisBytes))
    expect(opened.hash).toEqual(founded.genesisHash)
    expect(opened.genesis.members.map(({ id }) => id)).toEqual(['BJ', 'JS', 'SH', 'SZSE'])
    const params = creditParams(opened.genesis.params)
    expect(params).toMatchObject({ demo: true, methodology: { id: 'ZXL-1', hash: toHex(bytes32(5)) } })
    expect(Object.keys(params.members).sort()).toEqual(['BJ', 'JS', 'SH', 'SZSE'])
    const keys = founded.bundles.flatMap(({ seeds }) => [seeds.vote, seeds.peer, seeds.id, ...seeds.staff.map(({ seed }) => seed)].map(toHex))
    expect(new Set(keys).size).toBe(4 * 5)
  })

  it('grants the staff keys in a chain of records signed by the root key', () => {
    const { genesisHash, bundles, genesis } = found(plan())
    for (const { network, seeds, grants } of bundles) {
      const { idKey } = genesis.members.find(({ id }) => id === network.me)!
      const records = grants.map((bytes) => unwrap(openEnvelope(genesisHash, bytes)))
      expect(records.map(({ payload }) => [payload.t, payload.n, payload.a])).toEqual([['staff.grant', 1, network.me], ['staff.grant', 2, network.me]])
      expect(records[1]!.payload.prev).toEqual(records[0]!.id)
      records.forEach((record, i) => {
        expect(checkRecordSignature(record, idKey)).toBe('valid')
        expect(record.payload.d).toEqual(keyId(idKey))
        const content = staffGrantSchema.parse(record.payload.b['c'])
        expect(content).toMatchObject({ staffId: seeds.staff[i]!.staffId, key: toHex(publicKeyOf(seeds.staff[i]!.seed)), validFrom: '2026-11-22', validTo: '2028-11-22' })
      })
    }
  })

  it('makes grants that take effect on the ledger', () => {
    const { id, version, hash } = DEFAULT_METHODOLOGY
    const founded = found(plan({ methodology: { id, version, hash: fromHex(hash) } }))
    const executor = createExecutor()
    const opened = unwrap(openGenesis(founded.genesisBytes))
    const state = new MemoryState(genesisChanges(opened, executor))
    const head = genesisHead(opened, state, StateTree.of(state))
    const records = founded.bundles.flatMap(({ grants }) => grants.map((bytes) => unwrap(openEnvelope(founded.genesisHash, bytes))))
    const { outcomes, changes } = executeRecords(head, executor, records, NOW + 60_000)
    expect(outcomes.map((outcome) => outcome.void)).toEqual(records.map(() => null))
    state.apply(changes)
    for (const { seeds } of founded.bundles) {
      for (const { seed } of seeds.staff) expect(readDevice(state, keyId(publicKeyOf(seed)))).toMatchObject({ on: true, n: 0 })
    }
  })

  it.each([
    ['a member twice', plan({ members: ['BJ', 'BJ', 'SH', 'JS'].map((id) => member(id)) }), 'FOUND_MEMBERS'],
    ['a staff id that is no file name', plan({ members: ['BJ', 'ZJ', 'SH', 'JS'].map((id) => member(id, { staff: [{ staffId: '../x', displayName: '', roles: ['CL'] }] })) }), 'FOUND_MEMBERS'],
    ['three members', plan({ members: ['BJ', 'SH', 'JS'].map((id) => member(id)) }), 'CBOR_SCHEMA'],
  ])('refuses %s', (_, options, code) => {
    expect(refusal(() => found(options)).code).toBe(code)
  })

  it('names peers as libp2p does', async () => {
    for (const seed of [bytes32(1), bytes32(0xffffffff), random(32)]) {
      expect(peerIdOf(publicKeyOf(seed))).toBe(peerIdFromPrivateKey(await generateKeyPairFromSeed('Ed25519', seed)).toString())
    }
  })
})

describe('data folder', () => {
  it('is written, opened and closed; its keys, votes and outbox belong together', async () => {
    const { root, bundle } = await written()
    const folder = openFolder(root)
    expect(folder.network).toEqual(bundle.network)
    expect(toHex(folder.genesisHash)).toBe(bundle.network.genesisHash)
    const signer = await folder.signer()
    expect(signer.staff().map(({ staffId }) => staffId)).toEqual(['BJ-AD-01', 'BJ-CL-01'])
    expect(signer.vote.publicKey).toEqual(publicKeyOf(bundle.seeds.vote))
    expect(signer.isUnlocked(await signer.unlock('BJ-CL-01', PASSPHRASE))).toBe(true)
    await signer.withIdKey(PASSPHRASE, (sign) => sign(bytes32(1)))
    const owner = { genesisHash: folder.genesisHash, memberId: 'BJ', backups: folder.paths.backups, now: NOW }
    const bench = openWorkbench(folder.paths.workbench, owner)
    expect(bench.outbox.open().map(({ envelope }) => envelope)).toEqual(bundle.grants)
    expect(bench.outbox.tip(toHex(signer.id.keyId))?.seq).toBe(2)
    bench.close()
    const { store } = openSafety(folder.paths.safety, { genesisHash: folder.genesisHash, voteKeyId: signer.vote.keyId, firstTime: false, random, now: NOW })
    expect(store.stopped()).toBeNull()
    store.close()
    folder.close()
    openFolder(root).close()
  })

  it('has one owner at a time', async () => {
    const { root } = await written()
    const folder = openFolder(root)
    expect(refusal(() => openFolder(root))).toEqual({ code: 'DATA_FOLDER_IN_USE', params: { pid: process.pid } })
    folder.close()
    openFolder(root).close()
  })

  it('takes new addresses and names, and no other network', async () => {
    const { root } = await written()
    const folder = openFolder(root)
    const { network } = folder
    folder.saveNetwork({ ...network, listen: '0.0.0.0:4200' })
    expect(refusal(() => folder.saveNetwork({ ...network, me: 'SH' })).code).toBe('FOLDER_FOREIGN')
    folder.close()
    const again = openFolder(root)
    expect(again.network.listen).toBe('0.0.0.0:4200')
    again.close()
  })

  it('is never written over', async () => {
    const { root, bundle } = await written()
    const again = (path: string): ReturnType<typeof refusalOf> => refusalOf(writeFolder(path, bundle, { passphrase: PASSPHRASE, cost: CHEAP }))
    expect((await again(root)).code).toBe('FOLDER_NOT_EMPTY')
    const other = temporary()
    writeFileSync(join(other, 'thesis.docx'), 'x')
    expect((await again(other)).code).toBe('FOLDER_NOT_EMPTY')
    expect(existsSync(join(other, 'thesis.docx'))).toBe(true)
    expect((await refusalOf(writeFolder(join(temporary(), 'n'), bundle, { passphrase: 'short' }))).code).toBe('SIGNER_WEAK_PASSPHRASE')
  })

  it('can be written again where a first writing was interrupted', async () => {
    const { root, bundle } = await written()
    rmSync(join(root, 'network.json'))
    expect(refusal(() => openFolder(root)).code).toBe('FOLDER_UNKNOWN')
    await writeFolder(root, bundle, { passphrase: PASSPHRASE, cost: CHEAP })
    openFolder(root).close()
  })

  it.each([
    ['network.json', '{', 'json'],
    ['network.json', '{"v":1}', 'net'],
    ['genesis.cbor', 'other bytes', 'hash'],
    ['genesis.cbor', null, 'read'],
  ])('with a damaged %s (%j) is refused and given free again', async (file, content, detail) => {
    const { root } = await written()
    if (content === null) rmSync(join(root, file))
    else writeFileSync(join(root, file), content)
    for (let i = 0; i < 2; i++) expect(refusal(() => openFolder(root))).toEqual({ code: 'FOLDER_DAMAGED', params: { file, detail } })
  })

  it('warns of places that others change', () => {
    const codes = (path: string): string[] => placeWarnings(path).map(({ code }) => code)
    expect(codes('C:\\Users\\测试用户\\AppData\\Local\\Zhengxinlian')).toEqual([])
    expect(codes('/home/ci/data')).toEqual([])
    expect(codes('\\\\server\\share\\data')).toEqual(['FOLDER_ON_NETWORK'])
    expect(codes('\\\\?\\C:\\data')).toEqual([])
    for (const name of ['OneDrive - 中心', 'Dropbox', '坚果云', '百度网盘同步空间']) expect(codes(`C:\\Users\\a\\${name}\\zxl`)).toEqual(['FOLDER_SYNCHRONISED'])
  })
})

describe('member package', () => {
  const sealed = (bundle: MemberBundle): Promise<string> => exportMemberPackage(bundle, PASSPHRASE, NOW, CHEAP)

  it('brings a member its whole bundle, and shows nothing secret before', async () => {
    const bundle = bundleOf('SH')
    const text = await sealed(bundle)
    expect(await importMemberPackage(text, PASSPHRASE)).toEqual(bundle)
    const preview = previewMemberPackage(text)
    expect(preview).toMatchObject({ network: bundle.network, createdAt: NOW })
    expect(preview.fingerprint.replaceAll(' ', '')).toBe(bundle.network.genesisHash.slice(0, 16))
    for (const seed of [bundle.seeds.vote, bundle.seeds.peer, bundle.seeds.id, ...bundle.seeds.staff.map((one) => one.seed)]) expect(text).not.toContain(toHex(seed))
  })

  it('makes a working folder under a passphrase of its own', async () => {
    const bundle = await importMemberPackage(await sealed(bundleOf('SH')), PASSPHRASE)
    const root = join(temporary(), 'joined')
    await writeFolder(root, bundle, { passphrase: 'my own passphrase', cost: CHEAP })
    const folder = openFolder(root)
    const signer = await folder.signer()
    expect((await refusalOf(signer.unlock('SH-CL-01', PASSPHRASE))).code).toBe('SIGNER_WRONG_PASSPHRASE')
    expect(signer.isUnlocked(await signer.unlock('SH-CL-01', 'my own passphrase'))).toBe(true)
    folder.close()
  })

  it('is refused with a wrong passphrase, changed, cut short, newer, or of keys of others', async () => {
    const bundle = bundleOf('SH')
    const text = await sealed(bundle)
    const value = JSON.parse(text) as { createdAt: number; network: { me: string; net: string }; v: number }
    const edited = (change: object): string => JSON.stringify({ ...value, ...change })
    expect((await refusalOf(importMemberPackage(text, 'another passphrase'))).code).toBe('PACKAGE_PASSPHRASE')
    expect((await refusalOf(importMemberPackage(edited({ createdAt: NOW + 1 }), PASSPHRASE))).code).toBe('PACKAGE_PASSPHRASE')
    expect((await refusalOf(importMemberPackage(edited({ network: { ...value.network, me: 'BJ' } }), PASSPHRASE))).code).toBe('PACKAGE_PASSPHRASE')
    expect(refusal(() => previewMemberPackage(edited({ network: { ...value.network, net: 'x' } })))).toEqual({ code: 'PACKAGE_UNREADABLE', params: { detail: 'network' } })
    expect(refusal(() => previewMemberPackage(edited({ genesis: 'AAAA' }))).params).toEqual({ detail: 'genesis' })
    expect(refusal(() => previewMemberPackage(text.slice(0, -9))).params).toEqual({ detail: 'json' })
    expect(refusal(() => previewMemberPackage('[]')).code).toBe('PACKAGE_UNREADABLE')
    expect(refusal(() => previewMemberPackage('x'.repeat(5_000_000))).params).toEqual({ detail: 'size' })
    expect(refusal(() => previewMemberPackage(edited({ v: 2 })))).toEqual({ code: 'PACKAGE_NEWER', params: { found: 2 } })
    const strangers = await sealed({ ...bundle, seeds: bundleOf('SH').seeds })
    expect(await refusalOf(importMemberPackage(strangers, PASSPHRASE))).toEqual({ code: 'PACKAGE_UNREADABLE', params: { detail: 'keys' } })
  })
})

describe('a recovery file', () => {
  const pack = (): Promise<string> => exportMemberPackage(bundleOf('BJ'), PASSPHRASE, NOW, CHEAP, { join: null })

  it('brings a member back, whose seat asks the others before it votes', async () => {
    const text = await pack()
    expect(previewMemberPackage(text).recovery).toEqual({ join: null })
    const bundle = await importMemberPackage(text, PASSPHRASE)
    const path = join(temporary(), 'BJ')
    await writeFolder(path, bundle, { passphrase: PASSPHRASE, cost: CHEAP, recovered: true })
    const { store } = openSafety(join(path, 'safety.db'), { genesisHash: fromHex(bundle.network.genesisHash), voteKeyId: keyId(publicKeyOf(bundle.seeds.vote)), firstTime: false, random, now: NOW })
    expect(store.stopped()).toEqual({ code: 'VOTE_QUARANTINED' })
    store.close()
  })

  it('cannot be passed off as a package for a first start, nor a package as a recovery file', async () => {
    const first = JSON.parse(await pack()) as Record<string, unknown>
    delete first['recovery']
    expect(await refusalOf(importMemberPackage(JSON.stringify(first), PASSPHRASE))).toMatchObject({ code: 'PACKAGE_PASSPHRASE' })
    const plain = JSON.parse(await exportMemberPackage(bundleOf('BJ'), PASSPHRASE, NOW, CHEAP)) as object
    expect(await refusalOf(importMemberPackage(JSON.stringify({ ...plain, recovery: { join: null } }), PASSPHRASE))).toMatchObject({ code: 'PACKAGE_PASSPHRASE' })
  })
})

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeJoin, type JoinFile } from '../../electron/peer/folder/candidate.ts'
import { found } from '../../electron/peer/folder/found.ts'
import { writeNetwork } from '../../electron/peer/folder/network-file.ts'
import { exportMemberPackage } from '../../electron/peer/folder/package.ts'
import type { MemberBundle, NetworkFile } from '../../electron/peer/folder/types.ts'
import { sealLabel, writeKeyFile } from '../../electron/peer/signer/key-file.ts'
import { sealer } from '../../electron/peer/signer/wrap.ts'
import { concat, toHex, utf8 } from '../../shared/kit/bytes.ts'
import { golden } from './golden.ts'
import { publicKeyOf, sha256 } from '../../shared/ledger/index.ts'

export const PASSPHRASE = 'a long passphrase'
/** The keys that the kept files hold. */
export const STAFF_SEED = sha256(utf8('staff key of the vectors'))
export const PACKAGE_TIME = 1_790_000_000_000
const COST = { N: 1024, r: 8, p: 1 }

/** A network of four members with keys that every run derives anew; its genesis is that of the day. */
function bundle(): MemberBundle {
  let drawn = 0
  const { bundles } = found({
    net: '测试网络',
    time: 1_790_000_000_000,
    members: ['SZSE', 'BJ', 'SH', 'JS'].map((id) => ({
      id, nameZh: `${id} 股权交易中心`, nameEn: `${id} Equity Exchange`, tier: 'COUNCIL', regionCode: '110000', address: '127.0.0.1:4101',
      staff: [{ staffId: `${id}-CL-01`, displayName: '经办一', roles: ['CL'] }],
    })),
    methodology: { id: 'ZXL-1', version: '1.0.0', hash: new Uint8Array(32).fill(5) },
    demo: true,
    random: (length) => sha256(utf8(`random ${drawn++}`)).slice(0, length),
  })
  return bundles.find(({ network }) => network.me === 'BJ')!
}

export const VOTE_SEED = sha256(utf8('vote key of the vectors'))
export const NETWORK: NetworkFile = {
  v: 1, net: '测试网络', genesisHash: 'ab'.repeat(32), me: 'BJ', listen: '0.0.0.0:4101',
  members: [{ id: 'BJ', nameZh: '北京股权交易中心', nameEn: 'Beijing Equity Exchange', tier: 'COUNCIL', regionCode: '110000', address: '[::1]:4101' }],
  staff: [{ staffId: 'BJ-CL-01', displayName: '经办一', roles: ['CL'] }], demo: false, createdAt: 1_790_000_000_000,
}

export const JOIN: JoinFile = {
  v: 1, request: golden('ledger/files')['joinRequest']!, checkpoint: { height: 3, blockId: sha256(utf8('block')) }, introduced: [{ id: 'BJ', peers: ['peer-of-BJ'] }],
}

/** Files without chance in them: the same text every time. */
export async function plainFiles(): Promise<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'zxl-files-'))
  try {
    writeNetwork(join(folder, 'network.json'), NETWORK)
    await writeKeyFile(join(folder, 'vote.json'), { role: 'vote', name: '', publicKey: publicKeyOf(VOTE_SEED), inner: { kind: 'plain', seed: toHex(VOTE_SEED) } }, null)
    writeJoin(join(folder, 'join.json'), JOIN)
    const text = (name: string): string => readFileSync(join(folder, name), 'utf8')
    return { network: text('network.json'), keyPlain: text('vote.json'), join: text('join.json') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Files that salts and nonces make different each time: one of each is kept and must stay readable. */
export async function sealedFiles(): Promise<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'zxl-files-'))
  try {
    const path = join(folder, 'key.json')
    const publicKey = publicKeyOf(STAFF_SEED)
    const { seal, forget } = await sealer(PASSPHRASE, COST)
    const sealed = seal(STAFF_SEED, sealLabel('staff', 'BJ-CL-01', toHex(publicKey)))
    forget()
    await writeKeyFile(path, { role: 'staff', name: 'BJ-CL-01', publicKey, inner: { kind: 'sealed', sealed } }, null)
    const kept = bundle()
    const { vote, peer, id, staff } = kept.seeds
    const packageKeys = toHex(sha256(concat(vote, peer, id, ...staff.map(({ seed: each }) => each))))
    const recovery = await exportMemberPackage(kept, PASSPHRASE, PACKAGE_TIME, COST, { join: JOIN })
    return { keySealed: readFileSync(path, 'utf8'), packageKeys, recovery, package: await exportMemberPackage(kept, PASSPHRASE, PACKAGE_TIME, COST) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeKeyFile } from '../../../electron/peer/signer/key-file.ts'
import { openSigner } from '../../../electron/peer/signer/open.ts'
import { keyPaths } from '../../../electron/peer/signer/paths.ts'
import type { OsWrap, Unlocked } from '../../../electron/peer/signer/types.ts'
import { sealer, unseal } from '../../../electron/peer/signer/wrap.ts'
import { sealLabel } from '../../../electron/peer/signer/key-file.ts'
import { concat, toHex } from '../../../shared/kit/bytes.ts'
import { keyId, NOTARIZE, publicKeyOf, recordSignatureInput, TAG, verify, votePreimage } from '../../../shared/ledger/index.ts'
import { bytes32, CHEAP, refusal, refusalOf, temporary } from './support.ts'

const SEEDS = { vote: bytes32(1), peer: bytes32(2), id: bytes32(3), staff: bytes32(4) }
const PASSPHRASE = '中文口令 with 20 characters'

/** An OS store that only opens what it sealed itself. */
function osStore(secret: number): OsWrap {
  const turn = (bytes: Uint8Array): Promise<Uint8Array> => Promise.resolve(bytes.map((byte) => byte ^ secret))
  return { name: 'test-store', wrap: turn, unwrap: turn }
}

async function keysFolder(osWrap: OsWrap | null = null): Promise<string> {
  const keys = join(temporary(), 'keys')
  mkdirSync(join(keys, 'staff'), { recursive: true })
  const paths = keyPaths(keys)
  const { seal } = await sealer(PASSPHRASE, CHEAP)
  for (const role of ['vote', 'peer'] as const) {
    await writeKeyFile(paths[role], { role, name: '', publicKey: publicKeyOf(SEEDS[role]), inner: { kind: 'plain', seed: toHex(SEEDS[role]) } }, osWrap)
  }
  for (const [path, role, name, seed] of [[paths.id, 'id', '', SEEDS.id], [paths.staff('BJ-CL-01'), 'staff', 'BJ-CL-01', SEEDS.staff]] as const) {
    const publicKey = publicKeyOf(seed)
    await writeKeyFile(path, { role, name, publicKey, inner: { kind: 'sealed', sealed: seal(seed, sealLabel(role, name, toHex(publicKey))) } }, osWrap)
  }
  return keys
}

describe('signer', () => {
  it('signs votes, records and steps with the right key and tag', async () => {
    const signer = await openSigner(await keysFolder())
    const statement = { kind: NOTARIZE, epoch: 0, height: 3, view: 1, blockId: bytes32(9) }
    expect(verify(signer.vote.publicKey, votePreimage(bytes32(8), statement), signer.signVote(bytes32(8), { ...statement, signer: 2 }))).toBe(true)
    const token = await signer.unlock('BJ-CL-01', PASSPHRASE)
    const who = signer.who(token)
    expect(who).toEqual({ staffId: 'BJ-CL-01', publicKey: publicKeyOf(SEEDS.staff), keyId: keyId(publicKeyOf(SEEDS.staff)) })
    expect(verify(who.publicKey, recordSignatureInput(bytes32(5)), signer.signRecord(token, bytes32(5)))).toBe(true)
    const step = concat(TAG.step, Uint8Array.of(1), bytes32(6))
    expect(verify(who.publicKey, step, signer.signStep(token, step))).toBe(true)
    expect(refusal(() => signer.signStep(token, votePreimage(bytes32(8), statement))).code).toBe('SIGNER_FOREIGN_TAG')
    const root = await signer.withIdKey(PASSPHRASE, (sign) => sign(bytes32(7)))
    expect(verify(signer.id.publicKey, recordSignatureInput(bytes32(7)), root)).toBe(true)
    expect(signer.transportSeed()).toEqual(SEEDS.peer)
  })

  it('forgets a key when it is locked', async () => {
    const signer = await openSigner(await keysFolder())
    const token = await signer.unlock('BJ-CL-01', PASSPHRASE)
    const other = await signer.unlock('BJ-CL-01', PASSPHRASE)
    signer.lock(token)
    signer.lock('nothing' as Unlocked)
    expect(refusal(() => signer.signRecord(token, bytes32(1))).code).toBe('SIGNER_LOCKED')
    expect(signer.isUnlocked(other)).toBe(true)
    signer.lockAll()
    expect(refusal(() => signer.who(other)).code).toBe('SIGNER_LOCKED')
  })

  it('slows guessing down, and a right one resets it', async () => {
    let now = 0
    const signer = await openSigner(await keysFolder(), { now: () => now })
    const wrong = (): ReturnType<typeof refusalOf> => refusalOf(signer.unlock('BJ-CL-01', 'wrong'))
    for (const left of [4, 3, 2, 1, 0]) expect(await wrong()).toEqual({ code: 'SIGNER_WRONG_PASSPHRASE', params: { left } })
    expect(await wrong()).toEqual({ code: 'SIGNER_WAIT', params: { seconds: 2 } })
    expect((await refusalOf(signer.unlock('BJ-CL-01', PASSPHRASE))).code).toBe('SIGNER_WAIT')
    now += 2001
    expect((await wrong()).code).toBe('SIGNER_WRONG_PASSPHRASE')
    expect(await wrong()).toEqual({ code: 'SIGNER_WAIT', params: { seconds: 4 } })
    now += 4001
    await signer.unlock('BJ-CL-01', PASSPHRASE)
    expect((await wrong()).params).toEqual({ left: 4 })
    expect((await refusalOf(signer.unlock('BJ-XX-99', PASSPHRASE))).code).toBe('SIGNER_UNKNOWN_STAFF')
  })

  it('changes a passphrase', async () => {
    const keys = await keysFolder()
    const signer = await openSigner(keys, { cost: CHEAP })
    expect((await refusalOf(signer.changePassphrase('BJ-CL-01', PASSPHRASE, 'short'))).code).toBe('SIGNER_WEAK_PASSPHRASE')
    expect((await refusalOf(signer.changePassphrase('BJ-CL-01', 'wrong', 'another passphrase'))).code).toBe('SIGNER_WRONG_PASSPHRASE')
    await signer.changePassphrase('BJ-CL-01', PASSPHRASE, 'another passphrase')
    expect((await refusalOf(signer.unlock('BJ-CL-01', PASSPHRASE))).code).toBe('SIGNER_WRONG_PASSPHRASE')
    const again = await openSigner(keys)
    expect(again.isUnlocked(await again.unlock('BJ-CL-01', 'another passphrase'))).toBe(true)
  })

  it('keeps keys readable by their owner only, and never in the clear under a passphrase', async () => {
    const keys = await keysFolder()
    // Windows has no such bits: there the folder's own access list protects.
    const others = process.platform === 'win32' ? 0 : statSync(keyPaths(keys).vote).mode & 0o077
    expect(others).toBe(0)
    for (const path of [keyPaths(keys).id, keyPaths(keys).staff('BJ-CL-01')]) {
      const text = readFileSync(path, 'utf8')
      for (const seed of Object.values(SEEDS)) expect(text).not.toContain(toHex(seed))
    }
  })

  it('needs the OS store that wrapped the keys, and the passphrase as well', async () => {
    const keys = await keysFolder(osStore(0x55))
    expect(readFileSync(keyPaths(keys).vote, 'utf8')).not.toContain(toHex(SEEDS.vote))
    expect(await refusalOf(openSigner(keys))).toEqual({ code: 'SIGNER_OS_STORE', params: { store: 'test-store' } })
    expect((await refusalOf(openSigner(keys, { osWrap: osStore(0x56) }))).code).toBe('SIGNER_OS_STORE')
    const signer = await openSigner(keys, { osWrap: osStore(0x55) })
    expect((await refusalOf(signer.unlock('BJ-CL-01', 'wrong'))).code).toBe('SIGNER_WRONG_PASSPHRASE')
    expect(signer.isUnlocked(await signer.unlock('BJ-CL-01', PASSPHRASE))).toBe(true)
  })

  it.each([
    ['missing', null],
    ['no JSON', '{'],
    ['another role', 'peer'],
    ['more fields', '{"v":1,"role":"vote","name":"","publicKey":"' + '0'.repeat(64) + '","secret":{"kind":"plain","seed":"' + '0'.repeat(64) + '","x":1}}'],
    ['a seed of another key', '{"v":1,"role":"vote","name":"","publicKey":"' + '0'.repeat(64) + '","secret":{"kind":"plain","seed":"' + '0'.repeat(64) + '"}}'],
  ])('refuses a key file that is %s', async (_, content) => {
    const keys = await keysFolder()
    const path = keyPaths(keys).vote
    writeFileSync(path, content === 'peer' ? readFileSync(keyPaths(keys).peer) : (content ?? ''))
    expect(await refusalOf(openSigner(keys))).toEqual({ code: 'SIGNER_KEY_FILE', params: { file: 'vote' } })
  })

  it('seals for one purpose: passphrase and label both have to fit', async () => {
    const { seal } = await sealer(PASSPHRASE, CHEAP)
    const sealed = seal(bytes32(1), 'a')
    expect(await unseal(sealed, PASSPHRASE, 'a')).toEqual(bytes32(1))
    expect(await unseal(sealed, PASSPHRASE.normalize('NFD'), 'a')).toEqual(bytes32(1))
    expect(await unseal(sealed, PASSPHRASE, 'b')).toBeNull()
    expect(await unseal(sealed, 'other', 'a')).toBeNull()
    expect(await unseal({ ...sealed, data: sealed.data.slice(4) }, PASSPHRASE, 'a')).toBeNull()
  })
})

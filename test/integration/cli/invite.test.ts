import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { foundFolders, PASSPHRASE } from '../../fixtures/net/processes.ts'
import { zhengxinlian } from './helpers.ts'

/** A founded network whose peers are down: one runs for as long as the command takes. */
let net: Awaited<ReturnType<typeof foundFolders>>
const out = mkdtempSync(path.join(tmpdir(), 'zxl-invite-'))
const secret = path.join(out, 'passphrase')
const file = path.join(out, 'zj.zxlinvite.json')

beforeAll(async () => {
  net = await foundFolders(4)
  writeFileSync(secret, `${PASSPHRASE}\n`)
})
afterAll(() => {
  net.remove()
  rmSync(out, { recursive: true, force: true })
})

describe('invite and join', () => {
  it('before the first block takes the root key', async () => {
    const id = net.ids[0]!
    const base = ['invite', '--data', path.join(net.root, id), '--for', 'ZJ', '--as', `${id}-AP-01`, '--passphrase-file', secret, '--out', file]
    const refused = await zhengxinlian(base)
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('INVITE_NEEDS_ROOT')
    expect(existsSync(file)).toBe(false)
    const made = await zhengxinlian([...base, '--root-passphrase-file', secret, '--json'])
    expect(made).toMatchObject({ code: 0 })
    expect(JSON.parse(made.stdout)).toMatchObject({ file, fingerprint: expect.stringMatching(/^([0-9a-f]{4} ){3}[0-9a-f]{4}$/) as string })
  }, 60_000)

  it('shows who invites whom, as what, until when', async () => {
    const shown = await zhengxinlian(['join', file, '--json'])
    expect(shown).toMatchObject({ code: 0 })
    expect(JSON.parse(shown.stdout)).toMatchObject({ role: 'member', invitee: { code: 'ZJ' }, inviter: { code: net.ids[0] }, checkpoint: null })
  }, 30_000)

  it('makes nothing while the fingerprint that was read out is another one', async () => {
    const folder = path.join(out, 'ZJ')
    const recovery = path.join(out, 'ZJ.zxlrecovery')
    const base = ['join', file, '--folder', folder, '--address', '127.0.0.1:4777', '--passphrase-file', secret, '--recovery-file', recovery]
    const other = await zhengxinlian([...base, '--fingerprint', '0000 0000 0000 0000'])
    expect(other.code).toBe(1)
    expect(existsSync(folder)).toBe(false)
    const { fingerprint } = JSON.parse((await zhengxinlian(['join', file, '--json'])).stdout) as { fingerprint: string }
    const made = await zhengxinlian([...base, '--fingerprint', fingerprint, '--json'])
    expect(made).toMatchObject({ code: 0 })
    expect(JSON.parse(made.stdout)).toMatchObject({ member: 'ZJ', folder, recoveryFile: recovery })
    expect(JSON.parse(readFileSync(path.join(folder, 'network.json'), 'utf8'))).toMatchObject({ me: 'ZJ', listen: '127.0.0.1:4777' })
    expect(readFileSync(recovery, 'utf8')).not.toContain(PASSPHRASE)
  }, 60_000)

  it('says no to a changed invitation', async () => {
    const changed = path.join(out, 'changed.json')
    writeFileSync(changed, readFileSync(file, 'utf8').replace('"role": "member"', '"role": "auditor"'))
    const shown = await zhengxinlian(['join', changed])
    expect(shown.code).toBe(2)
    expect(shown.stderr).toContain('INVITATION_TAMPERED')
  }, 30_000)
})

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { bundledNode, fits } from '../../../build/bin/fit-node.js'
import { root, zhengxinlian } from './helpers.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'zxl-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string, content: string): string => {
  const target = path.join(folder, name)
  writeFileSync(target, content)
  return target
}

describe('exit codes', () => {
  it.each([
    ['no command', [], 2],
    ['an unknown command', ['bogus'], 2],
    ['a missing argument', ['uscc'], 2],
    ['an unknown option', ['uscc', '--nope', 'X'], 2],
    ['a missing mandatory option', ['status'], 2],
    ['a bad choice', ['import', 'x.csv', '--data', folder, '--as', 'BJ-CL-01', '--kind', 'nonsense'], 2],
    ['a bad port', ['peer', '--data', folder, '--gateway', '99999'], 2],
    ['nothing to prove', ['prove', '--data', folder], 2],
    ['a file that is not there', ['rate', path.join(folder, 'absent.json')], 2],
    ['a folder that is none', ['status', '--data', folder], 2],
    ['a record id that is none', ['prove', '--record', 'abc', '--data', folder], 2],
    ['a proof that is not there', ['verify', path.join(folder, 'absent')], 2],
    ['a demonstration of three', ['demo', '--once', '--centers', '3'], 2],
    ['an interactive demonstration', ['demo'], 2],
    ['help', ['--help'], 0],
    ['the version', ['--version'], 0],
    ['help of a command', ['found', '--help'], 0],
    ['help of a command', ['prove', '--help'], 0],
  ])('%s', async (_name, args, code) => {
    const ran = await zhengxinlian(args)
    expect(ran).toMatchObject({ code })
    expect(ran.stderr).not.toMatch(/\n\s+at /)
  })
})

describe('uscc', () => {
  it('says yes with the normalised form', async () => {
    const ran = await zhengxinlian(['uscc', '９１３１００００５６４７５９６８８ｎ', '--json'])
    expect(ran.code).toBe(0)
    expect(JSON.parse(ran.stdout)).toMatchObject([{ valid: true, normalised: '91310000564759688N', failures: [] }])
  })
  it('says no with every failing check, in the language asked for', async () => {
    const plain = await zhengxinlian(['uscc', '91310000564759688A', '9131'], { lang: 'zh_CN.UTF-8' })
    expect(plain.code).toBe(1)
    expect(plain.stdout).toContain('无效')
    expect(plain.stdout).toContain('USCC_CHECK')
    const json = await zhengxinlian(['uscc', '91310000564759688A', '9131', '--json'])
    expect(json.code).toBe(1)
    expect(JSON.parse(json.stdout)).toMatchObject([{ failures: [{ code: 'USCC_CHECK' }] }, { failures: [{ code: 'USCC_LENGTH' }] }])
  })
  it('takes --lang before the locale', async () => {
    const ran = await zhengxinlian(['uscc', '91310000564759688N', '--lang', 'zh-CN'])
    expect(ran.stdout).toContain('有效')
  })
})

describe('rate', () => {
  it('answers every test vector of the methodology with what it expects', async () => {
    const vectors = path.join(root, 'test/vectors/credit/methodology-1.0.0.json')
    const ran = await zhengxinlian(['rate', vectors])
    expect(ran).toMatchObject({ code: 0 })
    const expected = (JSON.parse(readFileSync(vectors, 'utf8')) as { expected: unknown }[]).map((vector) => vector.expected)
    expect(JSON.parse(ran.stdout)).toEqual(expected)
  })
  it('refuses what is not JSON or not a request', async () => {
    expect((await zhengxinlian(['rate', file('text.json', 'not json')])).stderr).toContain('CLI_JSON')
    const wrong = await zhengxinlian(['rate', file('wrong.json', '{"kind":"poem"}')])
    expect(wrong.code).toBe(2)
    expect(wrong.stderr).toContain('RATE_INPUT_INVALID')
  })
  it('reads standard input', async () => {
    const ran = await zhengxinlian(['rate', '-'], { input: '[]' })
    expect(ran).toMatchObject({ code: 0, stdout: '[]\n' })
  })
})

describe('verify', () => {
  it('tells an unreadable file from a false one', async () => {
    const unreadable = await zhengxinlian(['verify', file('a.json', '{}'), '--json'])
    expect(unreadable.code).toBe(2)
    expect(JSON.parse(unreadable.stdout)).toMatchObject([{ verdict: 'unreadable', facts: null }])
  })
  it('wants a hash for the network', async () => {
    expect((await zhengxinlian(['verify', file('a.json', '{}'), '--genesis', 'abc'])).stderr).toContain('CLI_GENESIS')
  })
})

describe('found', () => {
  it('makes one private folder a member, and never overwrites', async () => {
    const passphrase = file('passphrase', 'correct horse battery\n')
    const target = path.join(folder, 'network')
    const args = ['found', target, '--net', 'test-net', '--members', 'SZSE,BJ,SH=127.0.0.1:4999,JS', '--passphrase-file', passphrase]
    const ran = await zhengxinlian([...args, '--json'])
    expect(ran).toMatchObject({ code: 0 })
    const facts = JSON.parse(ran.stdout) as { genesis: string; members: { id: string; address: string }[] }
    expect(facts.genesis).toMatch(/^[0-9a-f]{64}$/)
    expect(facts.members.map((member) => member.id).sort()).toEqual(['BJ', 'JS', 'SH', 'SZSE'])
    expect(facts.members.find((member) => member.id === 'SH')?.address).toBe('127.0.0.1:4999')
    expect(readdirSync(path.join(target, 'BJ'))).toEqual(expect.arrayContaining(['genesis.cbor', 'network.json', 'keys']))
    // Windows keeps access in lists, not in modes.
    const open = process.platform === 'win32' ? 0 : statSync(path.join(target, 'BJ', 'keys')).mode & 0o077
    expect(open).toBe(0)
    expect(ran.stdout).not.toContain('correct horse')
    expect((await zhengxinlian(args)).stderr).toContain('CLI_FOLDER_EXISTS')

    const status = await zhengxinlian(['status', '--data', path.join(target, 'BJ'), '--json'])
    expect(status.code).toBe(1)
    expect(JSON.parse(status.stdout)).toMatchObject({ running: false, me: 'BJ', net: 'test-net', genesis: facts.genesis, head: null })
  })
  it.each([
    ['too few members', 'BJ,SH,JS', 'FOUND_COUNT'],
    ['a member twice', 'BJ,SH,JS,BJ', 'FOUND_MEMBER_TWICE'],
    ['nobody known', 'BJ,SH,JS,XX', 'FOUND_MEMBER_UNKNOWN'],
    ['a bad address', 'BJ,SH,JS,ZJ=nowhere', 'FOUND_ADDRESS'],
  ])('refuses %s', async (_name, members, code) => {
    const target = path.join(folder, code)
    const ran = await zhengxinlian(['found', target, '--net', 'x', '--members', members, '--passphrase-file', file('p', 'correct horse battery')])
    expect(ran.code).toBe(2)
    expect(ran.stderr).toContain(code)
    expect(existsSync(target)).toBe(false)
  })
  it('asks for a passphrase', async () => {
    const ran = await zhengxinlian(['found', path.join(folder, 'n2'), '--net', 'x', '--members', 'BJ,SH,JS,ZJ'])
    expect(ran.stderr).toContain('CLI_PASSPHRASE')
  })
})

describe('the launcher', () => {
  it('knows which Node can load the database', () => {
    expect(fits({ node: '20.20.0', napi: '9' })).toBe(false)
    expect(fits({ node: '20.20.0', napi: '10' })).toBe(false)
    expect(fits({ node: '14.21.3' })).toBe(false)
    expect(fits({ node: '22.11.0', napi: '9' })).toBe(false)
    expect(fits({ node: '22.14.0', napi: '10' })).toBe(true)
    expect(fits({ node: '24.21.0', napi: '10' })).toBe(true)
  })
  it('finds the Node that npm brought', () => {
    const known = ['linux-x64', 'win32-x64'].includes(`${process.platform}-${process.arch}`)
    expect(bundledNode() !== null).toBe(known)
  })
})

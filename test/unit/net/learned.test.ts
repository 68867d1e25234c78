import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { multiaddr } from '@multiformats/multiaddr'
import { afterAll, describe, expect, it } from 'vitest'
import { Directory } from '../../../electron/peer/net/directory.ts'
import { usableAddresses } from '../../../electron/peer/net/learned.ts'
import { AddressBook } from '../../../electron/peer/node/address-book.ts'

const root = mkdtempSync(path.join(tmpdir(), 'zxl-addresses-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('what a machine says about where it listens', () => {
  const from = (remote: string, ...signed: string[]): readonly string[] => usableAddresses(signed.map((text) => multiaddr(text)), multiaddr(remote))
  it('is tried first where its connection came from', () =>
    expect(from('/ip4/198.51.100.7/tcp/50000', '/ip4/10.0.0.5/tcp/4711', '/ip4/198.51.100.7/tcp/4711')).toEqual(['198.51.100.7:4711', '10.0.0.5:4711']))
  it('leaves out its own loopback, unless the computer is this one', () => {
    expect(from('/ip4/10.0.0.5/tcp/50000', '/ip4/127.0.0.1/tcp/4711', '/ip4/10.0.0.5/tcp/4711')).toEqual(['10.0.0.5:4711'])
    expect(from('/ip4/127.0.0.1/tcp/50000', '/ip4/127.0.0.1/tcp/4711')).toEqual(['127.0.0.1:4711'])
  })
  it('is bounded, and nothing but TCP', () => {
    const many = Array.from({ length: 20 }, (_, i) => `/ip4/10.0.0.${i + 1}/tcp/4711`)
    expect(from('/ip4/10.1.0.1/tcp/50000', '/ip4/10.0.0.1/udp/4711/quic-v1', ...many)).toHaveLength(4)
  })
})

describe('the book of addresses', () => {
  const file = path.join(root, 'addresses.json')
  const directory = new Directory({ now: () => 0 }, [{ id: 'BJ', peers: ['12D3seat', '12D3desk'], standing: 'voter' }])
  const book = (): AddressBook => new AddressBook(file, directory, () => undefined)
  it('keeps what is new of members’ machines over a restart, and nothing of strangers', () => {
    const first = book()
    expect(first.learn('12D3seat', ['10.0.0.5:4711', 'not an address', '10.0.0.5:0'])).toBe(true)
    expect(first.learn('12D3seat', ['10.0.0.5:4711'])).toBe(false)
    expect(first.learn('12D3stranger', ['10.0.0.6:4711'])).toBe(false)
    expect(book().of('12D3seat')).toEqual(['10.0.0.5:4711'])
    expect(book().of('12D3stranger')).toEqual([])
  })
  it('forgets who is no member any more', () => {
    const gone = book()
    directory.update([{ id: 'SH', peers: ['12D3other'], standing: 'voter' }])
    expect(gone.learn('12D3other', ['10.0.0.7:4711'])).toBe(true)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ v: 1, machines: [{ id: '12D3other', addresses: ['10.0.0.7:4711'] }] })
  })
  it.each(['', '{', '{"v":2,"machines":[]}', '{"v":1,"machines":[{"id":"x","addresses":[5]}]}'])('begins anew where the file says %j', (text) => {
    writeFileSync(file, text)
    expect(book().of('12D3other')).toEqual([])
  })
})

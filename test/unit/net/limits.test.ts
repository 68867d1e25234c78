import { describe, expect, it } from 'vitest'
import { hostPortOf, isLoopback, parseHostPort, toMultiaddr } from '../../../electron/peer/net/address.ts'
import { redialDelay } from '../../../electron/peer/net/backoff.ts'
import { Directory, type PeerRef } from '../../../electron/peer/net/directory.ts'
import { BAN_MS, POINT_FADES_MS, REDIAL_MAX_LOOPBACK_MS, REDIAL_MAX_MS, REDIAL_MIN_MS } from '../../../electron/peer/net/limits.ts'
import { Penalties, type Refusal } from '../../../electron/peer/net/penalties.ts'
import { TokenBucket } from '../../../electron/peer/net/token-bucket.ts'
import { problem } from '../../../shared/kit/result.ts'

const manualClock = (start = 1_000_000): { now: () => number; pass: (ms: number) => void } => {
  let at = start
  return { now: () => at, pass: (ms) => void (at += ms) }
}

describe('a token bucket', () => {
  it('allows its burst, then its rate', () => {
    const clock = manualClock()
    const bucket = new TokenBucket(clock, { capacity: 5, perSecond: 10 })
    expect([1, 2, 3, 4, 5, 6].map(() => bucket.take())).toEqual([true, true, true, true, true, false])
    clock.pass(200)
    expect([1, 2, 3].map(() => bucket.take())).toEqual([true, true, false])
  })

  it('takes nothing where there is not enough, and never holds more than its capacity', () => {
    const clock = manualClock()
    const bucket = new TokenBucket(clock, { capacity: 100, perSecond: 1 })
    expect(bucket.take(101)).toBe(false)
    clock.pass(1_000_000)
    expect(bucket.take(100)).toBe(true)
    expect(bucket.take(1)).toBe(false)
  })

  it('survives a clock that is set back', () => {
    const clock = manualClock()
    const bucket = new TokenBucket(clock, { capacity: 1, perSecond: 1 })
    bucket.take()
    clock.pass(-50_000)
    expect(bucket.take()).toBe(false)
    clock.pass(1_000)
    expect(bucket.take()).toBe(true)
  })
})

describe('back-off', () => {
  const middle = { bytes: () => Uint8Array.of(127) }
  const least = { bytes: () => Uint8Array.of(0) }

  it('starts at once, then doubles from five seconds to five minutes', () => {
    const delays = Array.from({ length: 16 }, (_, attempt) => redialDelay(attempt, false, middle))
    expect(delays[0]).toBe(0)
    expect(delays[5]).toBeGreaterThan(REDIAL_MIN_MS * 0.9)
    for (let i = 6; i < 11; i++) expect(delays[i]! / delays[i - 1]!).toBeCloseTo(2, 1)
    expect(delays[15]).toBeLessThanOrEqual(REDIAL_MAX_MS * 1.25)
  })

  it('differs between peers and stays short on this machine', () => {
    expect(redialDelay(9, false, least)).toBeLessThan(redialDelay(9, false, middle))
    expect(redialDelay(40, true, middle)).toBeLessThanOrEqual(REDIAL_MAX_LOOPBACK_MS * 1.25)
  })
})

describe('penalties', () => {
  const peer: PeerRef = { id: 'a', member: 'BJ', kind: 'seat', access: 'full' }

  it('put a peer out at a hundred points, for a while, and tell every refusal', () => {
    const clock = manualClock()
    const banned: string[] = []
    const refusals: Refusal[] = []
    const penalties = new Penalties(clock, () => undefined, ({ id }) => banned.push(id), (refusal) => refusals.push(refusal))
    for (let i = 0; i < 3; i++) penalties.refuse(peer, problem('CBOR_MALFORMED'), 25)
    penalties.refuse(peer, problem('RECORD_DUPLICATE'), 0)
    expect(banned).toEqual([])
    penalties.refuse(peer, problem('CBOR_MALFORMED'), 25)
    expect(banned).toEqual(['a'])
    expect(penalties.isBanned('a')).toBe(true)
    clock.pass(BAN_MS + 1)
    expect(penalties.isBanned('a')).toBe(false)
    expect(refusals.map(({ problem: { code } }) => code)).toContain('RECORD_DUPLICATE')
  })

  it('fade', () => {
    const clock = manualClock()
    const penalties = new Penalties(clock, () => undefined, () => expect.unreachable(), () => undefined)
    for (let i = 0; i < 20; i++) {
      penalties.refuse(peer, problem('CBOR_MALFORMED'), 25)
      clock.pass(25 * POINT_FADES_MS)
    }
    expect(penalties.isBanned('a')).toBe(false)
  })
})

describe('addresses', () => {
  it.each([
    ['127.0.0.1:4101', '/ip4/127.0.0.1/tcp/4101'],
    ['[::1]:80', '/ip6/::1/tcp/80'],
    ['seat.example.org:4101', '/dns/seat.example.org/tcp/4101'],
  ])('%s', (text, expected) => {
    const address = toMultiaddr(parseHostPort(text))
    expect(address.toString()).toBe(expected)
    expect(hostPortOf(address)).toBe(text)
  })

  it.each(['', 'host', '127.0.0.1:', ':80', '127.0.0.1:70000', 'a b:80', '/ip4/1.2.3.4:80', '::1:80'])('refuses %j', (text) => {
    expect(() => parseHostPort(text)).toThrowError(expect.objectContaining({ code: 'NET_BAD_ADDRESS' }))
  })

  it('knows this machine', () => {
    expect(['127.0.0.1:1', '[::1]:1', 'localhost:1', '10.0.0.1:1'].map((text) => isLoopback(parseHostPort(text)))).toEqual([true, true, true, false])
  })
})

describe('the directory', () => {
  const member = (id: string, peers: readonly string[], standing: 'voter' | 'observer' | 'suspended' | 'left' = 'voter') => ({ id, peers, standing })

  it('knows seats from other desktops and nobody else', () => {
    const directory = new Directory(manualClock(), [member('BJ', ['one', 'two'])])
    expect(directory.get('one')).toEqual({ id: 'one', member: 'BJ', kind: 'seat', access: 'full' })
    expect(directory.get('two')?.kind).toBe('desktop')
    expect(directory.get('three')).toBeNull()
    expect(directory.seat('BJ')?.id).toBe('one')
  })

  it('follows the membership: who left is foreign, who is suspended may read, new machines may connect', () => {
    const directory = new Directory(manualClock(), [member('BJ', ['one']), member('JS', ['two'])])
    let told = 0
    const off = directory.onChange(() => (told += 1))
    directory.update([member('BJ', ['one', 'three'], 'suspended'), member('JS', ['two'], 'left'), member('SH', ['four'], 'observer')])
    expect(directory.get('one')).toEqual({ id: 'one', member: 'BJ', kind: 'seat', access: 'reader' })
    expect(directory.get('three')).toEqual({ id: 'three', member: 'BJ', kind: 'desktop', access: 'reader' })
    expect([directory.get('two'), directory.seat('JS')]).toEqual([null, null])
    expect(directory.get('four')?.access).toBe('full')
    expect(directory.all().map(({ id }) => id)).toEqual(['one', 'three', 'four'])
    off()
    directory.update([])
    expect(told).toBe(1)
  })

  it('lets guests in for a while, as readers, a bounded number of them', () => {
    const clock = manualClock()
    const directory = new Directory(clock, [member('BJ', ['one'])])
    expect(directory.admitGuest({ id: 'guest', member: 'JS', until: clock.now() + 1_000, holds: () => true })).toBe(true)
    expect(directory.get('guest')).toEqual({ id: 'guest', member: 'JS', kind: 'guest', access: 'reader' })
    for (let i = 0; i < 40; i++) directory.admitGuest({ id: `g${i}`, member: 'JS', until: clock.now() + 1_000, holds: () => true })
    expect(directory.guests).toHaveLength(32)
    clock.pass(1_001)
    expect(directory.get('guest')).toBeNull()
    expect(directory.guests).toEqual([])
    directory.update([member('BJ', ['one']), member('JS', ['guest'])])
    expect(directory.get('guest')?.kind).toBe('seat')
  })
})

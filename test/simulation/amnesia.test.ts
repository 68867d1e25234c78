/** Seats that lost or changed their memory, and the quarantine that keeps them from voting twice. */
import { expect, test } from 'vitest'
import { CALM, DISK_FAULTS, drawOptions, forgets, type Options } from './sim/options.ts'
import { failure } from './sim/report.ts'
import { runSeed } from './sim/run.ts'
import { World } from './sim/world.ts'

/** One member of seven loses its memory while much is lost on slow lines and records keep coming. */
const losing = (kind: Options['disk'][number]['kind'], seed: number): Partial<Options> => ({
  ...CALM, n: 7, records: 12, latency: 1_500, loss: 0.35, downTime: 50, faultTime: 20_000, disk: [{ kind, member: 2, at: 3_000 + 100 * (seed % 100) }],
})

const failures = (kind: Options['disk'][number]['kind'], seeds: number, haste = 0): string[] => {
  const found: string[] = []
  for (let seed = 1; seed <= seeds; seed++) {
    const outcome = runSeed(seed, losing(kind, seed), undefined, { haste })
    if (outcome.violation) found.push(failure(outcome))
  }
  return found
}

test.each(DISK_FAULTS)('%s', (kind) => {
  expect(failures(kind, 50)).toEqual([])
})

test('voting from the judged slot on, and not two slots later, is a double vote sooner or later (S5)', () => {
  expect(failures('deleteSafety', 50, 2).some((text) => text.includes('S5'))).toBe(true)
})

test('after two more blocks the seat votes again', () => {
  expect(forgets('deleteSafety')).toBe(true)
  const world = new World(drawOptions(5, { ...CALM, n: 6, records: 0 }))
  for (const peer of world.peers) peer.start()
  const seat = world.peers[2]!
  const grow = (height: number): boolean => {
    world.write(0, { t: 'data' })
    return world.run(world.now + 20_000, () => world.peers.every((peer) => peer.height === height))
  }
  expect(grow(1)).toBe(true)
  seat.alive = false
  seat.disk.safety = null
  world.boot(seat)
  world.run(world.now + 10_000)
  expect([seat.seat.quarantined, seat.state.voters.me]).toEqual([true, null])
  expect(seat.safety.lost?.judgement).toEqual({ from: 4, epoch: 0 })
  expect(grow(2)).toBe(true)
  expect(seat.state.voters.me).toBeNull()
  expect(grow(3)).toBe(true)
  world.run(world.now + 1_000)
  expect([seat.seat.quarantined, seat.state.voters.me]).toEqual([false, 2])
})

test('a second machine with the same key is noticed, and the seat stops voting', () => {
  const world = new World(drawOptions(9, { ...CALM, n: 4, records: 0, tainted: [{ member: 3, how: 'clone' }] }))
  for (const peer of world.peers) peer.start()
  const beat = (): void => {
    for (const a of world.everyone()) for (const b of world.ids) if (world.connected(a, b)) world.net.heartbeat(a, b)
    world.queue.push(world.now + 15_000, beat)
  }
  beat()
  world.run(20_000)
  const clone = world.clone(3)
  world.boot(clone)
  world.run(120_000)
  expect(world.peers[3]!.safety.stopped || clone.safety.stopped).toBe(true)
  // The others go on without it.
  world.write(0, { t: 'data' })
  expect(world.run(180_000, () => [0, 1, 2].every((member) => world.peers[member]!.height === 1))).toBe(true)
})

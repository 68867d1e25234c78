/** Members whose desktops are never on in a quorum: votes wait in the machines that are, and count later (R8, R9). */
import { expect, test } from 'vitest'
import { CALM, drawOptions, type Options } from './sim/options.ts'
import { Prng } from './sim/prng.ts'
import { World } from './sim/world.ts'

const QUIET: Partial<Options> = { ...CALM, n: 4, records: 0 }

/** Links only inside the pair whose turn it is. */
function pairsByTurns(world: World, nextPair: () => readonly [number, number], shift: number): void {
  const next = (): void => {
    const [a, b] = nextPair()
    world.cut((from, to) => !((from === a && to === b) || (from === b && to === a)))
    world.peers[a]!.shareRecords(b)
    world.peers[b]!.shareRecords(a)
    world.queue.push(world.now + shift, next)
  }
  next()
}

test.each([60_000, 300_000, 3_600_000])('of four members two at a time, drawn at random, finalize a record (%i ms each)', (shift) => {
  const slow: number[] = []
  for (let seed = 1; seed <= 15; seed++) {
    const world = new World(drawOptions(seed, QUIET))
    const prng = new Prng(seed)
    const draw = (): readonly [number, number] => {
      const a = prng.below(4)
      return [a, (a + 1 + prng.below(3)) % 4]
    }
    for (const peer of world.peers) peer.start()
    pairsByTurns(world, draw, shift)
    world.write(1, { t: 'data' })
    if (!world.run(60 * shift, () => world.peers.every((peer) => peer.height === 1))) slow.push(seed)
  }
  expect(slow).toEqual([])
})

test('V7: three votes of each kind, given one machine at a time, with a restart in between', () => {
  const world = new World(drawOptions(4, QUIET))
  for (const peer of world.peers) peer.start()
  world.faulty = false
  // Member 3 sleeps all along; 1 leads; 0 and 2 never meet.
  let turn = 0
  pairsByTurns(world, () => (turn++ % 2 ? [1, 2] : [1, 0]), 10_000)
  world.write(1, { t: 'data' })
  world.queue.push(15_000, () => world.peers[1]!.crash())
  expect(world.run(600_000, () => [0, 1, 2].every((index) => world.peers[index]!.height === 1))).toBe(true)
})

/** One seed from start to verdict: a fault phase, then a phase in which everything must come to rest. */
import type { Rules } from '../../../shared/ledger/consensus/rules.ts'
import { RULES } from '../../../shared/ledger/consensus/rules.ts'
import { faultBound } from '../../../shared/ledger/voters.ts'
import { calm, faultEnd, scheduleFaults } from './faults.ts'
import { Violation } from './invariants.ts'
import { drawOptions, type Options } from './options.ts'
import { isIdle, restlessness, unrest } from './rest.ts'
import { verifyChain } from './verify.ts'
import { World, type Hooks } from './world.ts'

/** ms of virtual time after the faults stop within which everything must be final (V1). */
export const LIVENESS_LIMIT = 30_000
/** Last records and membership operations may come this long after the faults, ms. */
const TAIL = 3_000

export interface Outcome {
  readonly options: Options
  readonly violation: Violation | null
  readonly hash: number
  readonly steps: number
  /** Virtual ms from the end of the faults until all was final; null where it was not. */
  readonly recovery: number | null
  readonly heights: number
  readonly epochs: number
}

export function runSeed(seed: number, overrides: Partial<Options> = {}, rules: Rules = RULES, hooks: Hooks = {}): Outcome {
  const options = drawOptions(seed, overrides)
  const world = new World(options, rules, hooks)
  let violation: Violation | null = null
  let recovery: number | null = null
  try {
    recovery = play(world)
  } catch (error) {
    // An error in the core or in the simulator fails the seed and not the run of all the others.
    violation = error instanceof Violation ? error : new Violation('error', error instanceof Error ? (error.stack ?? error.message) : 'thrown')
  }
  const { finals, epochs } = world.invariants
  return { options, violation, hash: world.hash, steps: world.steps, recovery, heights: finals.size, epochs }
}

function play(world: World): number {
  const { options, prng } = world
  const end = faultEnd(options)
  for (const peer of world.peers) {
    if (peer.index === world.newcomer) continue
    if (peer.index === options.sleeper) world.queue.push(end, () => world.boot(peer))
    else {
      world.setFuse(peer)
      peer.start()
    }
  }
  every(world, 15_000, () => heartbeats(world))
  every(world, 5_000, () => {
    for (const peer of world.everyone()) if (peer.alive && !peer.paused) peer.tick()
  })
  every(world, 2_000, () => reconcile(world))
  scheduleFaults(world)
  world.members.schedule()
  // Records until shortly after the faults, so that the last ones meet the leftovers.
  for (let record = 1; record <= options.records; record++) {
    const at = prng.below(end + TAIL)
    const member = prng.pick(world.ids.filter((id) => id < options.n && world.honest(id)))
    world.queue.push(at, () => world.write(member, { t: 'data' }))
  }
  world.run(end)
  calm(world)
  heartbeats(world)
  world.run(end + TAIL)
  const { byzantine } = options
  // Attackers, also those who stopped once they were seen through, cost up to one longest view for each that leads in a row.
  const limit = LIVENESS_LIMIT + 15_000 * byzantine.length
  if (!world.run(end + TAIL + limit, () => unrest(world) === '')) throw new Violation(unrest(world), restlessness(world))
  const recovery = world.now - end
  if (world.attacking && byzantine.length > 0) {
    if (options.attacks.includes('censor')) censorship(world)
  } else stillness(world)
  if (world.newcomer >= 0) newcomer(world)
  for (const peer of world.peers) if (world.honest(peer.index)) verifyChain(world, peer)
  return recovery
}

/** S13: leftovers drain, then nobody says anything. */
function stillness(world: World): void {
  // A proposal left over by an attacker still has to be voted down.
  if (!world.run(world.now + 60_000, () => world.peers.every((peer) => isIdle(peer.state)))) throw new Violation('S13', `no rest: ${restlessness(world)}`)
  const sent = (): number => world.peers.reduce((sum, peer) => sum + peer.sent, 0)
  world.run(world.now + 5_000)
  const before = sent()
  world.run(world.now + 60_000)
  if (sent() !== before) throw new Violation('S13', `${sent() - before} consensus messages while idle`)
}

/** V5: a record that some leaders leave out is in one of the next f + 1 blocks, or in one already under way. */
function censorship(world: World): void {
  const victim = world.adversary!.others()[0]!
  const peers = world.honestPeers().filter(({ alive }) => alive)
  const record = world.write(victim, { t: 'data' }, peers)
  const from = Math.max(...peers.map(({ height }) => height))
  const { epochs } = world.invariants
  const others = world.ids.filter((id) => id < world.options.n && id !== victim && world.honest(id))
  for (let i = 0; i < 40; i++) world.queue.push(world.now + 700 * i, () => world.write(others[i % others.length]!, { t: 'data' }))
  const height = (): number | undefined => world.invariants.auditor.finalRecords.get(record.id)
  world.run(world.now + 60_000, () => height() !== undefined)
  const limit = from + faultBound(world.invariants.votersAt(from + 1)?.size ?? world.options.n) + 2
  if ((height() ?? Infinity) > limit && world.invariants.epochs === epochs) throw new Violation('V5', `record ${record.id} of ${victim} waited from block ${from} to ${height() ?? 'ever'}`)
}

/** V4: whoever has nothing but the genesis reaches the head. */
function newcomer(world: World): void {
  const peer = world.peers[world.newcomer]!
  world.boot(peer)
  const head = (): string => world.honestPeers()[0]!.head
  if (!world.run(world.now + LIVENESS_LIMIT, () => peer.head === head())) throw new Violation('V4', `the newcomer is at ${peer.height}`)
}

function every(world: World, period: number, run: () => void, count = 0): void {
  world.queue.push(world.now + period, () => {
    if (!world.faulty || count % world.pace === 0) run()
    every(world, period, run, count + 1)
  })
}

function heartbeats(world: World): void {
  for (const a of world.everyone()) for (const b of world.ids) if (world.connected(a, b)) world.net.heartbeat(a, b)
}

function reconcile(world: World): void {
  for (const peer of world.peers) {
    if (!peer.alive || peer.paused || peer.disk.records.size === 0) continue
    const near = world.neighbours(peer)
    if (near.length > 0) peer.shareRecords(world.prng.pick(near))
  }
}

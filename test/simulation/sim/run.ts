/** One seed from start to verdict: a fault phase, then a phase in which everything must come to rest. */
import type { Rules } from '../../../shared/ledger/consensus/rules.ts'
import { RULES } from '../../../shared/ledger/consensus/rules.ts'
import { hasWorkIn, isIdle } from './rest.ts'
import { Violation } from './invariants.ts'
import { drawOptions, type Options } from './options.ts'
import { World, type Hooks } from './world.ts'

/** ms of virtual time after the faults stop within which everything must be final (V1). */
export const LIVENESS_LIMIT = 30_000

export interface Outcome {
  readonly options: Options
  readonly violation: Violation | null
  readonly hash: number
  readonly steps: number
  /** Virtual ms from the end of the faults until all was final; null where it was not. */
  readonly recovery: number | null
  readonly heights: number
}

export function runSeed(seed: number, overrides: Partial<Options> = {}, rules: Rules = RULES, hooks: Hooks = {}): Outcome {
  const options = { ...drawOptions(seed), ...overrides }
  const world = new World(options, rules, hooks)
  let violation: Violation | null = null
  let recovery: number | null = null
  try {
    recovery = play(world)
  } catch (error) {
    if (!(error instanceof Violation)) throw error
    violation = error
  }
  return { options, violation, hash: world.hash, steps: world.steps, recovery, heights: world.invariants.finals.size }
}

function play(world: World): number {
  const { options, prng } = world
  for (const peer of world.peers) world.setFuse(peer)
  for (const peer of world.peers) peer.start()
  every(world, 15_000, () => heartbeats(world))
  every(world, 5_000, () => {
    for (const peer of world.peers) if (peer.alive) peer.presence()
  })
  every(world, 2_000, () => reconcile(world))
  if (options.replay > 0) every(world, 100, () => world.faulty && world.replayOld())
  partitions(world)
  // Records until shortly after the faults, so that the last ones meet the leftovers.
  for (let record = 1; record <= options.records; record++) {
    const at = prng.below(options.faultTime + 3_000)
    const member = prng.pick(world.honestPeers()).index
    world.queue.push(at, () => world.peers[member]!.addRecords([record], true))
  }
  world.run(options.faultTime)
  calm(world)
  world.run(options.faultTime + 3_000)
  const rested = world.run(options.faultTime + 3_000 + LIVENESS_LIMIT, () => atRest(world))
  if (!rested) throw new Violation(unrest(world), restlessness(world))
  const recovery = world.now - options.faultTime
  // S13: leftovers drain, then nobody says anything.
  if (!world.attacking || options.byzantine.length === 0) {
    // A proposal left over by an attacker still has to be voted down.
    if (!world.run(world.now + 60_000, () => world.peers.every((peer) => isIdle(peer.state)))) throw new Violation('S13', 'no rest')
    world.run(world.now + 5_000)
    const sent = world.peers.reduce((sum, peer) => sum + peer.sent, 0)
    world.run(world.now + 60_000)
    const later = world.peers.reduce((sum, peer) => sum + peer.sent, 0)
    if (later !== sent) throw new Violation('S13', `${later - sent} consensus messages while idle`)
  }
  return recovery
}

function every(world: World, period: number, run: () => void): void {
  world.queue.push(world.now + period, () => {
    run()
    every(world, period, run)
  })
}

/** Faults stop: links heal, loss ends, everybody comes back and stays. */
function calm(world: World): void {
  world.trace(() => '---- the faults stop')
  world.faulty = false
  world.attacking = world.options.attackForever
  world.rtt = Math.min(200, 2 * world.options.latency)
  world.cut(() => false)
  for (const peer of world.peers) {
    peer.fuse = Infinity
    peer.presence()
  }
}

function partitions(world: World): void {
  const { options, prng } = world
  if (options.partition === 'none') return
  const again = (): void => {
    if (!world.faulty) return
    const side = new Set(prng.some(world.order))
    const lone = prng.pick(world.order)
    const off = prng.chance(0.4)
    const style = options.partition
    world.cut((from, to) => {
      if (off) return false
      if (style === 'isolate') return from === lone || to === lone
      if (style === 'oneWay') return side.has(from) && !side.has(to)
      return side.has(from) !== side.has(to)
    })
    const period = style === 'flapping' ? Math.min(options.partitionPeriod, 700) : options.partitionPeriod
    world.queue.push(world.now + prng.range(1, 2 * period), again)
  }
  again()
}

function heartbeats(world: World): void {
  for (const a of world.peers)
    for (const b of world.peers) if (world.connected(a.index, b.index)) world.packet(a.index, b.index, (peer) => peer.heartbeat(a.index, a.height))
}

function reconcile(world: World): void {
  for (const peer of world.peers) {
    if (!peer.alive || peer.pending === 0) continue
    const near = world.neighbours(peer.index)
    if (near.length > 0) peer.shareRecords(world.prng.pick(near))
  }
}

const atRest = (world: World): boolean => unrest(world) === ''

/** Which of V1 to V3 does not hold yet. */
function unrest(world: World): string {
  const peers = world.attacking ? world.honestPeers() : world.peers
  if (peers.some((peer) => !peer.alive || peer.pending > 0)) return 'V1'
  if (peers.some((peer) => hasWorkIn(peer.state))) return 'V2'
  if (peers.some((peer) => peer.head !== peers[0]!.head)) return 'V3'
  return ''
}

const restlessness = (world: World): string =>
  world.peers
    .map((peer) => `${peer.index}${world.honest(peer.index) ? '' : '*'}: h${peer.height} slot ${peer.state.slot.height} v${peer.state.slot.view} ${peer.state.phase} pending ${peer.pending}${peer.alive ? '' : ' down'}`)
    .join(', ')

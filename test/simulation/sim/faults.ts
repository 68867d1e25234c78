/** What goes wrong in the fault phase, on top of what every packet and every write has to fear. */
import { faultBound } from '../../../shared/ledger/voters.ts'
import type { DiskFault, Options } from './options.ts'
import type { Peer } from './peer.ts'
import type { World } from './world.ts'

/** End of the fault phase, ms: pauses of hours make it longer than drawn. */
export const faultEnd = ({ faultTime, pauses }: Options): number => Math.max(faultTime, ...pauses.map(({ at, time }) => at + time))

/** What happens now and then happens more seldom in a fault phase of days. */
export const paceOf = (options: Options): number => Math.max(1, Math.floor(faultEnd(options) / 40_000))

export function scheduleFaults(world: World): void {
  const { options } = world
  if (options.partition !== 'none') partitions(world)
  if (options.day) officeHours(world, options.day)
  if (options.replay > 0) every(world, 100, () => world.net.replayOld())
  if (options.foreign) every(world, 700, () => world.net.strayForeign())
  clocks(world)
  for (const { member, at, time } of options.pauses) world.queue.push(at, () => world.pause(world.peers[member]!, time))
  for (const fault of options.disk) world.queue.push(fault.at, () => world.faulty && strike(world, world.peers[fault.member]!, fault))
  for (const { member, how } of options.tainted) {
    const peer = world.peers[member]!
    const at = world.prng.below(options.faultTime)
    if (how === 'machineSnapshot') machineSnapshot(world, peer, at)
    else world.queue.push(at, () => world.boot(world.clone(member)))
  }
}

function every(world: World, period: number, what: () => void): void {
  const again = (): void => {
    if (!world.faulty) return
    what()
    world.queue.push(world.now + period * world.pace, again)
  }
  world.queue.push(world.now + period * world.pace, again)
}

function partitions(world: World): void {
  const { options, prng, ids } = world
  const again = (): void => {
    if (!world.faulty) return
    const side = new Set(prng.some(ids))
    const lone = prng.pick(ids)
    const off = prng.chance(0.4)
    const style = options.partition
    world.cut((from, to) => {
      if (off) return false
      if (style === 'isolate') return from === lone || to === lone
      if (style === 'star') return from !== lone && to !== lone
      if (style === 'oneWay') return side.has(from) && !side.has(to)
      if (style === 'bridge' && (from === lone || to === lone)) return false
      return side.has(from) !== side.has(to)
    })
    const period = style === 'flapping' ? Math.min(options.partitionPeriod, 700) : options.partitionPeriod
    world.queue.push(world.now + prng.range(1, 2 * period) * world.pace, again)
  }
  again()
}

/** Off: the computer is shut down, as every evening. */
function turnOff(world: World, peer: Peer, away: number): void {
  if (!peer.alive) return
  peer.alive = false
  peer.disk.safety?.cut(world.prng)
  world.crashed(peer, away)
}

function officeHours(world: World, { length, on }: NonNullable<Options['day']>): void {
  for (const peer of world.peers) {
    if (world.byzantine(peer.index) || peer.index === world.newcomer) continue
    const day = length * world.pace
    const away = Math.max(1, Math.floor(day * (1 - on)))
    const evening = (): void => {
      if (!world.faulty) return
      turnOff(world, peer, away)
      world.queue.push(world.now + day, evening)
    }
    world.queue.push(world.prng.below(day), evening)
  }
}

/** The median of the members sets a clock right as long as few of them are off, liars among them counted. */
function clocks(world: World): void {
  const { options, prng } = world
  const wild = (): number => prng.range(-570_000, 570_000)
  for (const peer of world.peers) peer.clock.jump(options.clocks === 'good' ? 0 : prng.range(-20_000, 20_000))
  if (options.clocks === 'jumping') every(world, 1_500, () => prng.pick(world.peers).clock.jump(wild()))
  if (options.clocks !== 'off') return
  const liars = options.attacks.includes('badTimes') ? options.byzantine.length : 0
  const voters = prng.some(world.ids.filter((id) => id < options.n && !world.byzantine(id)))
  for (const id of voters.slice(0, faultBound(options.n) - liars)) world.peers[id]!.clock.jump(wild())
}

function strike(world: World, peer: Peer, { kind }: DiskFault): void {
  const { disk } = peer
  const { prng } = world
  world.trace(() => `${peer.name}: ${kind}`)
  const off = (what: () => void): void => {
    turnOff(world, peer, prng.range(1, world.options.downTime))
    what()
  }
  switch (kind) {
    case 'deleteSafety':
    case 'corruptSafety':
      return off(() => (disk.safety = null))
    case 'truncateChain':
      // The newest commits of chain.db had not reached the disk.
      return off(() => disk.chain.splice(Math.max(0, disk.chain.length - prng.range(1, 2))))
    case 'fsyncError':
      peer.failingFlush = true
      return
    case 'diskFull':
      return turnOff(world, peer, prng.range(1, 4_000))
    case 'rollbackSafety':
    case 'rollbackAll': {
      // A backup that is older than the last start, as backups are.
      const backup = disk.snapshot()
      off(() => {})
      world.queue.push(world.now + prng.range(1, world.options.faultTime), () => {
        if (world.faulty) off(() => disk.restore(backup, kind === 'rollbackAll'))
      })
    }
  }
}

/** The machine's disk is set back with its key store: nothing on it can tell. It may be told by others. */
function machineSnapshot(world: World, peer: Peer, at: number): void {
  world.queue.push(at, () => {
    const { disk } = peer
    const image = disk.copy()
    world.queue.push(world.now + world.prng.range(1, 2_000), () => {
      if (!world.faulty) return
      turnOff(world, peer, world.prng.range(1, world.options.downTime))
      world.trace(() => `${peer.name}: machine set back`)
      disk.restore({ safety: image.safety, length: image.chain.length }, true)
      disk.keyStore = image.keyStore
    })
  })
}

/** Faults stop: links heal, loss ends, everybody comes back and stays, the second machines are put away. */
export function calm(world: World): void {
  world.trace(() => '---- the faults stop')
  world.faulty = false
  world.attacking = world.options.attackForever
  world.rtt = Math.min(200, 2 * world.options.latency)
  world.cut(() => false)
  for (const peer of world.clones) peer.retire()
  for (const peer of world.peers) {
    peer.fuse = Infinity
    peer.failingFlush = false
    world.wake(peer)
    if (world.options.clocks === 'jumping') peer.clock.jump(0)
    peer.presence()
    // A seat whose disk failed is started anew by its people.
    if (peer.seat.isFaulted) turnOff(world, peer, 1)
    else if (!peer.alive && peer.life > 0) world.crashed(peer, 1)
  }
}

/** Membership operations of a seed, and whether they came true (V6). */
import type { Plan } from './options.ts'
import type { Peer } from './peer.ts'
import { VERSIONS } from './keys.ts'
import type { World } from './world.ts'

const TRY_AGAIN = 300

export class Members {
  private readonly world: World

  constructor(world: World) {
    this.world = world
  }

  schedule(): void {
    for (const plan of this.world.options.plans) this.world.queue.push(plan.at, () => this.begin(plan))
  }

  /** Whoever has to sign signs as soon as it can. */
  private begin(plan: Plan): void {
    const { world } = this
    const own = plan.t === 'leave' || plan.t === 'rotate'
    // Nobody who may be gone before its record is final: that would make it void.
    const stays = (member: number): boolean => world.options.plans.every((each) => each.member !== member || each.t === 'rotate')
    const candidates = own ? [world.peers[plan.member]!] : world.peers.filter(({ index, chain }) => stays(index) && world.honest(index) && chain.standing[index] === 'voter')
    const author = candidates.find(({ alive, paused }) => alive && !paused)
    if (!author) return world.queue.push(world.now + TRY_AGAIN, () => this.begin(plan))
    if (plan.t === 'rotate') {
      author.seat.newest++
      world.write(author.index, { t: 'rotate', member: plan.member, key: author.seat.newest })
    } else world.write(author.index, { t: plan.t === 'leave' ? 'leave' : plan.t === 'join' ? 'approve' : 'standby', member: plan.member })
  }

  /** After a block: a member that may become a voter says that it is ready. */
  advance(peer: Peer): void {
    const { world } = this
    const { chain, disk, index } = peer
    if (chain.standing[index] !== 'approved') return
    const wants = world.options.plans.some(({ t, member }) => member === index && (t === 'join' || t === 'standbyAndBack'))
    const said = [...disk.records.values()].some(({ author, body }) => author === index && body.t === 'ready')
    if (wants && !said) world.write(index, { t: 'ready', member: index, key: peer.seat.newest, cites: chain.height })
  }

  /** Plans that have not come true in this peer's state. */
  open({ chain }: Peer): Plan[] {
    const { options } = this.world
    return options.plans.filter(({ t, member }) => {
      const standing = chain.standing[member]
      switch (t) {
        case 'join':
          return standing !== 'voter'
        case 'leave':
          return standing !== 'left'
        case 'standby':
          return standing !== 'approved'
        case 'rotate':
          return chain.keys[member]! % VERSIONS === 0
        case 'standbyAndBack':
          return standing !== 'voter' || !this.hasBeenAway(member)
      }
    })
  }

  private hasBeenAway(member: number): boolean {
    return this.world.records.some(({ id, body }) => body.t === 'standby' && body.member === member && this.world.invariants.auditor.finalRecords.has(id))
  }
}

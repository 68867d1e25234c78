/** Catching up: claims with their proof, blocks with their certificates, from members that may lie. */
import type { SlotCert, SlotVote } from '../../../shared/ledger/consensus/types.ts'
import { FINALIZE } from '../../../shared/ledger/types.ts'
import { goodCert, goodVote } from './keys.ts'
import { execute } from './ledger.ts'
import type { ChainItem } from './disk.ts'
import type { Peer } from './peer.ts'

/** Answer to a status request. */
export interface Claim {
  readonly height: number
  /** Of the claimed height; without it the claim is worth nothing. */
  readonly final: SlotCert | null
  /** Not sure of its own memory: no witness for anybody's quarantine. */
  readonly quarantined: boolean
  /** Votes of the asker's member in the answerer's open slot. */
  readonly yours: readonly SlotVote[]
}

/** ms between two requests to one member, and after which one that lied is asked again. */
const ASK_EVERY = 1_500
const SHUN = 10_000

export class Sync {
  private readonly peer: Peer
  private readonly asked = new Map<number, number>()
  private readonly shunned = new Map<number, number>()
  private busy = false

  constructor(peer: Peer) {
    this.peer = peer
  }

  forget(): void {
    this.asked.clear()
    this.shunned.clear()
    this.busy = false
  }

  /** Somebody seems to be ahead. Nothing is believed: it is asked. */
  hint(from: number): void {
    this.ask(from)
  }

  ask(from: number): void {
    const { peer } = this
    const { now } = peer.world
    if (now - (this.asked.get(from) ?? -Infinity) < ASK_EVERY || (this.shunned.get(from) ?? 0) > now) return
    this.asked.set(from, now)
    peer.world.net.askStatus(peer, from)
  }

  claim(of: number): Claim {
    const { peer } = this
    const { slot, voters } = peer.state
    const index = peer.voters.index.get(of)
    const yours = index === undefined || voters.epoch !== peer.voters.epoch ? [] : slot.views.flatMap((view) => [view?.notarize[index], view?.nullify[index], view?.finalize[index]].flatMap((vote) => vote ?? []))
    return { height: peer.height, final: peer.disk.chain.at(-1)?.final ?? null, quarantined: peer.seat.quarantined, yours }
  }

  claimed(from: number, { height, final, quarantined, yours }: Claim): void {
    const { peer } = this
    const { epochs } = peer.chain
    peer.seat.reminded(yours.filter((vote) => goodVote(vote, epochs[vote.epoch])))
    if (height === 0 && final === null) {
      if (!quarantined) peer.seat.answered(from, 1)
      return
    }
    if (!final || final.kind !== FINALIZE || final.height !== height) return this.lied(from)
    const voters = epochs[final.epoch]
    if (voters && !goodCert(final, voters, peer.quorumOf(voters))) return this.lied(from)
    // A certificate of a later epoch is judged on the way there, block by block.
    if (height > peer.height) this.fetch(from)
    if (voters && !quarantined) peer.seat.answered(from, height + 1)
  }

  /** The core holds a proof that this peer is behind. */
  proven(from: number, final: SlotCert): void {
    if (final.height > this.peer.height) this.fetch(from)
  }

  private fetch(from: number): void {
    const { peer } = this
    if (this.busy) return
    this.busy = true
    peer.later(3_000, () => (this.busy = false))
    peer.world.net.askChain(peer, from, peer.height)
  }

  private lied(from: number): void {
    this.peer.world.trace(() => `${this.peer.name} was lied to by ${from}`)
    this.shunned.set(from, this.peer.world.now + SHUN)
  }

  /** Blocks from a height on, each proved under the voters that its predecessors lead to. */
  received(from: number, items: readonly Pick<ChainItem, 'block' | 'final'>[]): void {
    const { peer } = this
    this.busy = false
    let grown = false
    for (const { block, final } of items) {
      if (block.height <= peer.height) continue
      const { voters } = peer.chain
      const proved = goodCert(final, voters, peer.quorumOf(voters)) && final.kind === FINALIZE && final.block === block.facts.block && final.height === block.height
      if (!proved || !execute(peer.world.lists, peer.chain, block)) {
        this.lied(from)
        break
      }
      grown = peer.append(block, final)
    }
    if (!grown) return
    peer.announce()
    // There may be more, and members of a later epoch can be understood now.
    this.asked.delete(from)
    this.ask(from)
  }

  /** Now and then: whoever cannot vote hears of new blocks by asking, and a quarantined seat asks everybody. */
  tick(): void {
    const { peer } = this
    const near = peer.world.neighbours(peer)
    if (near.length === 0) return
    if (peer.safety.lost) for (const each of near) this.ask(each)
    else if (peer.state.voters.me === null) this.ask(peer.world.prng.pick(near))
  }
}

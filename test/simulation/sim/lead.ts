/** What a Byzantine leader does with its view. */
import { justification } from '../../../shared/ledger/consensus/slot.ts'
import type { SlotCert } from '../../../shared/ledger/consensus/types.ts'
import type { Adversary } from './adversary.ts'
import { MAX_RECORDS, type SimBlock, type SimRecord } from './ledger.ts'
import { includable } from './pool.ts'
import type { Peer } from './peer.ts'

/** One of the drawn tricks, for the view that this member leads. */
export function lead(adversary: Adversary, peer: Peer, view: number): void {
  const { world } = adversary
  const { prng } = world
  const { chain, voters } = peer
  const { slot } = peer.state
  const me = peer.index
  const height = chain.height + 1
  const signer = voters.index.get(me)!
  if (voters !== chain.voters) return
  const now = Math.max(world.now, chain.time + 1)
  let known: readonly SimRecord[] | null = null
  const records = (): readonly SimRecord[] => {
    known ??= includable(peer.disk.records, chain, now)
    return known.length > 0 ? known : (known = [world.write(me, { t: 'data' })].filter(({ seq }) => seq === chain.seqs[me]! + 1))
  }
  const block = (list = records(), time = now, change: Partial<SimBlock> = {}): SimBlock => world.makeBlock(chain, view, signer, list, time, change)
  const fresh = (): SlotCert[] => justification(slot, view, { block: '', bornView: view, proposer: signer })
  const give = (made: SimBlock, to: readonly number[], justify: readonly SlotCert[]): void => {
    peer.blocks.hold(made)
    adversary.send(me, to, { proposals: [adversary.propose(me, height, view, made.facts, justify)] }, adversary.has('withholdBody') ? [] : [made])
  }
  const all = adversary.others()
  const tricks: (() => void)[] = []
  if (adversary.has('equivocate'))
    tricks.push(() => {
      const half = prng.some(all)
      const twins = [block(), block()] as const
      give(twins[0], half, justification(slot, view, twins[0].facts))
      give(twins[1], all.filter((member) => !half.includes(member)), justification(slot, view, twins[1].facts))
    })
  if (adversary.has('unjustified') && view > 0) tricks.push(() => give(block(), all, prng.chance(0.5) ? [] : fresh()))
  if (adversary.has('staleJustification') && view > 0)
    tricks.push(() => {
      const locked = slot.views.flatMap((each) => (each?.notarization ? [each.notarization] : []))
      const old = locked.length > 0 ? prng.pick(locked) : null
      const stuck = old ? world.blocks.get(old.block) : undefined
      if (old && stuck) give(stuck, all, [old])
    })
  if (adversary.has('wrongBlocks'))
    tricks.push(() => {
      const list = records()
      give(block(list, now, prng.pick<Partial<SimBlock>>([{ sound: false }, { root: 1 }, { log: 1 }, { closes: true }, { epoch: voters.epoch + 1 }, { parent: 'b0' }])), all, fresh())
    })
  if (adversary.has('badTimes')) tricks.push(() => give(block(records(), prng.pick([chain.time, Math.max(0, chain.time - 1), now + 95_000, now + 60_000, now + 86_400_000])), all, fresh()))
  if (adversary.has('badRecords'))
    tricks.push(() => {
      const list = records()
      const [first] = list
      const many = first ? Array.from({ length: MAX_RECORDS + 1 }, () => first) : []
      give(block(prng.pick([[], [...list, ...list], many, list.toReversed(), list.map((record) => ({ ...record, seq: record.seq + 1 }))])), all, fresh())
    })
  if (tricks.length > 0) prng.pick(tricks)()
}

/** S12 as far as a chain of names allows: whoever knows nothing but the genesis judges the chain of final blocks, and any change of it. */
import { FINALIZE } from '../../../shared/ledger/types.ts'
import { faultBound, quorum } from '../../../shared/ledger/voters.ts'
import type { SlotCert } from '../../../shared/ledger/consensus/types.ts'
import { Violation } from './invariants.ts'
import { fakeSign } from './keys.ts'
import { run, type SimBlock } from './ledger.ts'
import type { Peer } from './peer.ts'
import type { World } from './world.ts'

interface Link {
  readonly block: SimBlock
  readonly final: SlotCert
}

/** The height up to which the links hold, each under the voters that those before it lead to. */
function proved(world: World, links: readonly Link[]): number {
  let state = world.genesis
  for (const { block, final } of links) {
    const { members, epoch } = state.voters
    const needed = quorum(members.length)
    if (needed * 2 - members.length < faultBound(members.length) + 1) return -1
    const { kind, height, view } = final
    const signed = final.signers.filter((signer, i) => {
      const member = members[signer]
      const sig = member && fakeSign(member.key, { kind, epoch, height, view, block: block.facts.block })
      return sig !== undefined && (i === 0 || final.signers[i - 1]! < signer) && sig.every((byte, at) => byte === final.sigs[i]?.[at])
    })
    const after = run(world.lists, state, block, block.facts.block)
    if (kind !== FINALIZE || final.epoch !== epoch || height !== block.height || final.block !== block.facts.block) break
    if (signed.length !== final.signers.length || signed.length < needed || !after || after.root !== block.root || after.log !== block.log) break
    state = after
  }
  return state.height
}

export function verifyChain(world: World, peer: Peer): void {
  const links: readonly Link[] = peer.disk.chain
  if (links.length === 0) return
  if (proved(world, links) !== links.length) throw new Violation('S12', `the chain of ${peer.name} does not verify`)
  const at = world.prng.below(links.length)
  const { block, final } = links[at]!
  const changed = world.prng.pick<Link>([
    { block, final: { ...final, view: final.view ^ 1 } },
    { block, final: { ...final, epoch: final.epoch + 1 } },
    { block, final: { ...final, sigs: final.sigs.map((sig, i) => (i === 0 ? sig.map((byte, b) => (b === 0 ? byte ^ 1 : byte)) : sig)) } },
    { block, final: { ...final, signers: [final.signers[0]!, ...final.signers.slice(0, -1)] } },
    { block: { ...block, root: block.root ^ 1 }, final },
    { block: { ...block, records: block.records.slice(1) }, final },
    { block: { ...block, height: block.height + 1 }, final },
  ])
  if (proved(world, links.with(at, changed)) !== at) throw new Violation('S12', `a changed chain of ${peer.name} verifies`)
}

/** A handful of values to drive one core by hand: member 0 of n, who leads in the order of the indices. */
import { createCore, type ConsensusState } from '../../../../shared/ledger/consensus/core.ts'
import { TIMING } from '../../../../shared/ledger/consensus/timing.ts'
import { NO_BLOCK, type Ballot, type BlockFacts, type DurableState, type Effect, type Event, type Message, type SlotCert, type SlotProposal, type SlotVote } from '../../../../shared/ledger/consensus/types.ts'
import { NULLIFY, type VoteKind } from '../../../../shared/ledger/types.ts'

export const sig = (signer: number, ballot: Ballot): Uint8Array => Uint8Array.of(signer, ballot.kind, ballot.height, ballot.view)

export function vote(signer: number, kind: VoteKind, view: number, block = 'aa', height = 1): SlotVote {
  const ballot = { kind, epoch: 0, height, view, block: kind === NULLIFY ? NO_BLOCK : block }
  return { ...ballot, signer, sig: sig(signer, ballot) }
}

export function cert(signers: readonly number[], kind: VoteKind, view: number, block = 'aa', height = 1): SlotCert {
  const [first] = signers.map((signer) => vote(signer, kind, view, block, height))
  const { signer: _s, sig: _g, ...ballot } = first!
  return { ...ballot, signers, sigs: signers.map((signer) => sig(signer, ballot)) }
}

export const proposal = (leader: number, view: number, facts: BlockFacts, justify: readonly SlotCert[] = [], height = 1): SlotProposal => ({
  vote: vote(leader, 1, view, facts.block, height), facts, justify,
})

export const durable = (changes: Partial<DurableState> & { n?: number; me?: number | null } = {}): DurableState => {
  const { n = 4, me = 0, ...rest } = changes
  return {
    voters: { epoch: 0, size: n, order: Array.from({ length: n }, (_, i) => i), me },
    height: 0, final: null, votes: [], certs: [], blocks: [], pending: 0, ...rest,
  }
}

export class Table {
  readonly core = createCore({ sign: (ballot) => sig(this.me, ballot), timing: TIMING, seed: 1 })
  state: ConsensusState = this.core.initial
  effects: readonly Effect[] = []
  readonly all: Effect[] = []
  private readonly me: number

  constructor(start: DurableState = durable()) {
    this.me = start.voters.me ?? 0
    this.step({ t: 'start', durable: start })
  }

  step(event: Event): readonly Effect[] {
    const { state, effects } = this.core.step(this.state, event)
    this.state = state
    this.effects = effects
    this.all.push(...effects)
    return effects
  }

  hear(from: number, parts: Partial<Message>): readonly Effect[] {
    return this.step({ t: 'message', from, message: { certs: [], proposals: [], votes: [], status: null, ...parts } })
  }

  online(...online: number[]): readonly Effect[] {
    return this.step({ t: 'presence', online, rtt: 10 })
  }

  /** Lets the timer of this name fire, as set last. */
  fire(timer: 'leader' | 'view' | 'retry' | 'batch' | 'gate' | 'share'): readonly Effect[] {
    const id = this.state.timers[timer]?.id
    if (id === undefined) throw new Error(`timer ${timer} is not set`)
    return this.step({ t: 'timer', timer, id })
  }

  /** Own votes of the last step as they were to be made durable. */
  cast(): SlotVote[] {
    return this.effects.flatMap((effect) => (effect.t === 'persist' ? effect.votes.filter((each) => each.signer === this.me) : []))
  }

  sent(): Message[] {
    return this.effects.flatMap((effect) => (effect.t === 'send' ? [effect.message] : []))
  }

  has(t: Effect['t']): boolean {
    return this.effects.some((effect) => effect.t === t)
  }
}

/** Each classical mistake, built into the rules on purpose, must be noticed; the same runs with the right rules are clean. */
import { describe, expect, test } from 'vitest'
import { RULES, type Rules } from '../../shared/ledger/consensus/rules.ts'
import type { Effect, Message } from '../../shared/ledger/consensus/types.ts'
import { FINALIZE } from '../../shared/ledger/types.ts'
import { CALM, type Options } from './sim/options.ts'
import { runSeed, type Outcome } from './sim/run.ts'
import type { Hooks } from './sim/world.ts'

/** Invariants that the seeds trip, with how often. */
function caught(rules: Rules, seeds: number, overrides: Partial<Options>, hooks?: () => Hooks): Record<string, number> {
  const hits: Record<string, number> = {}
  for (let seed = 1; seed <= seeds; seed++) {
    const { violation }: Outcome = runSeed(seed, overrides, rules, hooks?.())
    if (violation) hits[violation.invariant] = (hits[violation.invariant] ?? 0) + 1
  }
  return hits
}

interface Comparison {
  /** Invariants that the broken rules trip. */
  readonly broken: readonly string[]
  /** The same schedules with the right rules. */
  readonly right: Record<string, number>
}

function compare(mistake: Partial<Rules>, seeds: number, overrides: Partial<Options>, hooks?: () => Hooks, right: Rules = RULES): Comparison {
  return { broken: Object.keys(caught({ ...right, ...mistake }, seeds, overrides, hooks)), right: caught(right, seeds, overrides, hooks) }
}

describe('seeded bugs', () => {
  test('q = 2f+1 at n = 6: two halves of three each make their own chain (S1)', () => {
    const halves = (): Hooks => ({ overlook: 'S7', passes: (from, to, _message, world) => !world.faulty || from < 3 === to < 3 })
    const { broken, right } = compare({ quorum: () => 3 }, 12, { ...CALM, n: 6, records: 6, faultTime: 20_000 }, halves)
    expect(broken).toContain('S1')
    expect(right).toEqual({})
  })

  const sendFirst: Rules['arrange'] = (durable, others) => [...others, ...durable]

  test('a vote is sent before it is durable (S6)', () => {
    const { broken, right } = compare({ arrange: sendFirst }, 5, { ...CALM, n: 4 })
    expect(broken).toEqual(['S6'])
    expect(right).toEqual({})
  })

  test('a vote is sent before it is durable, lost in a crash and contradicted later (S5)', () => {
    const { broken, right } = compare({ arrange: sendFirst }, 60, { n: 4, byzantine: [], attacks: [], crashBoundaries: 8 }, () => ({ overlook: 'S6' }))
    expect(broken).toContain('S5')
    expect(right).toEqual({})
  })

  test('finalize after nullify', () => {
    const overrides = { n: 4, byzantine: [], attacks: [], latency: 1_500, loss: 0.3 }
    const { broken, right } = compare({ mayFinalize: (own) => !own.finalize }, 120, overrides)
    expect(broken.some((name) => DOUBLE_VOTE.includes(name))).toBe(true)
    expect(right).toEqual({})
  })

  test('nullify after finalize, by a peer that lost its certificates in a crash', () => {
    // Certificates need not survive for safety: own votes alone must forbid it.
    const forgetful = (durable: readonly Effect[]): Effect[] => durable.map((effect) => (effect.t === 'persist' ? { ...effect, certs: [] } : effect))
    const rules: Rules = { ...RULES, arrange: (durable, others) => [...forgetful(durable), ...others] }
    const overrides = { n: 4, byzantine: [], attacks: [], crashBoundaries: 8, downTime: 1_000, loss: 0.35, faultTime: 20_000 }
    const { broken, right } = compare({ mayNullify: (own) => !own.nullify }, 30, overrides, undefined, rules)
    expect(broken.some((name) => DOUBLE_VOTE.includes(name))).toBe(true)
    expect(right).toEqual({})
  })

  test('missing justification: a leader replaces a block that is final elsewhere (S1)', () => {
    const { broken, right } = compare({ justified: () => true }, 1, AMBUSH, ambush)
    expect(broken).toEqual(['S1'])
    expect(right).toEqual({})
  })

  test('missing justification, found by random schedules too', () => {
    const overrides: Partial<Options> = {
      ...CALM, n: 4, byzantine: [1], attacks: ['unjustified'], loss: 0.2, partition: 'flapping', partitionPeriod: 300, latency: 100, faultTime: 20_000, records: 6,
    }
    const { broken, right } = compare({ justified: () => true }, 150, overrides)
    expect(broken).toContain('S1')
    expect(right).toEqual({})
  })
})

/** The judge sees both votes (S5), the peer itself has the evidence (S11), or both certificates exist (S3). */
const DOUBLE_VOTE = ['S3', 'S5', 'S11']

/**
 * n = 4, members lead in the order of their index. Member 1 leads view 0 of slot 1: its block is notarized, and final at
 * member 1 alone, which then falls silent. Member 2, Byzantine, leads view 1 and proposes another block without a word
 * of justification.
 */
const AMBUSH: Partial<Options> = { ...CALM, seed: 4, n: 4, byzantine: [2], attacks: ['unjustified'], attackForever: true, records: 1, faultTime: 60_000 }

function ambush(): Hooks {
  const finalizes = ({ votes, certs }: Message): boolean => votes.some((vote) => vote.kind === FINALIZE) || certs.some((cert) => cert.kind === FINALIZE)
  return {
    passes(from, to, message, world) {
      if (!world.faulty) return true
      const { slot } = world.peers[0]!.state
      if (slot.height > 1) return true
      // Finalize votes of view 0 reach member 1 only; what it says after that reaches nobody.
      const early = message.votes.some((vote) => vote.kind === FINALIZE && vote.view === 0)
      if (from === 1) return world.peers[1]!.height === 0 && !finalizes(message)
      if (early) {
        // From here on member 1 hears everything and is heard by nobody.
        if (world.net.isOpen(0, 1)) world.cut((speaker) => speaker === 1)
        supportTwin(world)
        return to === 1
      }
      return !message.certs.some((cert) => cert.kind === FINALIZE)
    },
  }
}

/** Member 2 finalizes its own block of view 1 towards members 0 and 3. */
function supportTwin(world: Parameters<NonNullable<Hooks['passes']>>[3]): void {
  if (supported.has(world)) return
  supported.add(world)
  world.queue.push(world.now + 2_000, () => {
    for (const { facts, height } of world.blocks.values())
      if (height === 1 && facts.bornView === 1) world.adversary!.send(2, [0, 3], { votes: [world.adversary!.vote(2, FINALIZE, 1, 1, facts.block)] })
  })
}
const supported = new WeakSet<object>()

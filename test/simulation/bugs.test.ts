/** Each classical mistake, built into the rules on purpose, must be noticed; the same runs with the right rules are clean. */
import { describe, expect, test } from 'vitest'
import { RULES, type Rules } from '../../shared/ledger/consensus/rules.ts'
import type { Effect, Message } from '../../shared/ledger/consensus/types.ts'
import { FINALIZE } from '../../shared/ledger/types.ts'
import type { Options } from './sim/options.ts'
import { runSeed, type Outcome } from './sim/run.ts'
import type { Hooks } from './sim/world.ts'

const CALM: Partial<Options> = {
  byzantine: [], attacks: [], loss: 0, duplicate: 0, replay: 0, partition: 'none', latency: 30, crashBoundaries: 0, faultTime: 8_000, drift: 0,
}

/** Invariants that the seeds trip, with how often. */
function caught(rules: Rules, seeds: number, overrides: Partial<Options>, hooks?: (seed: number) => Hooks): Record<string, number> {
  const hits: Record<string, number> = {}
  for (let seed = 1; seed <= seeds; seed++) {
    const { violation }: Outcome = runSeed(seed, overrides, rules, hooks?.(seed))
    if (violation) hits[violation.invariant] = (hits[violation.invariant] ?? 0) + 1
  }
  return hits
}

/** A fault schedule on which a broken rule shows and the right one does not. */
function expectCaught(broken: Partial<Rules>, right: Partial<Rules>, seeds: number, overrides: Partial<Options>, invariants: readonly string[], hooks?: (seed: number) => Hooks): void {
  const hits = caught({ ...RULES, ...right, ...broken }, seeds, overrides, hooks)
  expect(Object.keys(hits).filter((name) => invariants.includes(name)), JSON.stringify(hits)).not.toEqual([])
  expect(caught({ ...RULES, ...right }, seeds, overrides, hooks)).toEqual({})
}

describe('seeded bugs', () => {
  test('q = 2f+1 at n = 6: two halves of three each make their own chain (S1)', () => {
    const halves = (): Hooks => ({ passes: (from, to, _message, world) => !world.faulty || from < 3 === to < 3 })
    const overrides = { ...CALM, n: 6, records: 6, faultTime: 20_000 }
    const hits = caught({ ...RULES, quorum: () => 3 }, 12, overrides, halves)
    expect(hits.S1 ?? 0, JSON.stringify(hits)).toBeGreaterThan(6)
    expect(caught(RULES, 12, overrides, halves)).toEqual({})
  })

  test('a vote is sent before it is durable (S6), and forgotten by a crash it is cast twice (S5)', () => {
    const arrange: Rules['arrange'] = (durable, others) => [...others, ...durable]
    expectCaught({ arrange }, {}, 5, { ...CALM, n: 4 }, ['S6'])
  })

  test('finalize after nullify', () => {
    expectCaught({ mayFinalize: (own) => !own.finalize }, {}, 120, { n: 4, byzantine: [], attacks: [], latency: 1_500, loss: 0.3 }, ['S3', 'S5', 'S11'])
  })

  test('nullify after finalize, by a peer that lost its certificates in a crash', () => {
    // Certificates need not survive for safety: own votes alone must forbid it.
    const forgetful = (durable: readonly Effect[]): Effect[] => durable.map((effect) => (effect.t === 'persist' ? { ...effect, certs: [] } : effect))
    const right: Partial<Rules> = { arrange: (durable, others) => [...forgetful(durable), ...others] }
    expectCaught({ mayNullify: (own) => !own.nullify }, right, 300, { crashBoundaries: 30 }, ['S3', 'S5', 'S11'])
  })

  test('missing justification: a leader replaces a block that is final elsewhere (S1)', () => {
    expectCaught({ justified: () => true }, {}, 1, AMBUSH, ['S1'], ambush)
  })

  test('missing justification, found by random schedules too', () => {
    const overrides: Partial<Options> = {
      n: 4, byzantine: [1], attacks: ['unjustified', 'doubleVote'], loss: 0.35, partition: 'flapping', latency: 400, faultTime: 20_000, crashBoundaries: 0, records: 6,
    }
    expectCaught({ justified: () => true }, {}, 100, overrides, ['S1'])
  })
})

/**
 * n = 4, members lead in the order of their index. Member 1 leads view 0 of slot 1: its block is notarized, and final at
 * member 1 alone, which then falls silent. Member 2, Byzantine, leads view 1 and proposes another block without a word
 * of justification.
 */
const AMBUSH: Partial<Options> = { ...CALM, seed: 4, n: 4, byzantine: [2], attacks: ['unjustified'], attackForever: true, records: 1, faultTime: 20_000 }

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

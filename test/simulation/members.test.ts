/** V4 to V6 by name: members who come and go, a voter asleep over epochs, a newcomer, a censored author. */
import { expect, test } from 'vitest'
import { CALM, type Options, type Plan } from './sim/options.ts'
import { failure } from './sim/report.ts'
import { runSeed, type Outcome } from './sim/run.ts'

const outcomes = (seeds: number, options: (seed: number) => Partial<Options>): Outcome[] =>
  Array.from({ length: seeds }, (_, i) => runSeed(i + 1, { ...CALM, ...options(i + 1) }))
const failures = (all: readonly Outcome[]): string[] => all.filter(({ violation }) => violation).map(failure)
const fewestEpochs = (all: readonly Outcome[]): number => Math.min(...all.map(({ epochs }) => epochs))

const NOISE = { loss: 0.2, latency: 400, crashBoundaries: 30, faultTime: 8_000 } as const
const plan = (t: Plan['t'], member: number, at: number): Plan => ({ t, member, at })

test('V6: join, leave, rotate, standby and back, one after the other', () => {
  const plans = [plan('join', 7, 500), plan('rotate', 1, 2_000), plan('standbyAndBack', 2, 4_000), plan('leave', 3, 6_000)]
  const all = outcomes(25, () => ({ ...NOISE, n: 7, plans }))
  expect(failures(all)).toEqual([])
  expect(fewestEpochs(all)).toBeGreaterThan(2)
})

test('V6: all at once: epochs follow one another, or share a block', () => {
  const plans = [plan('join', 6, 1_000), plan('join', 7, 1_000), plan('rotate', 1, 1_000), plan('leave', 2, 1_000)]
  const all = outcomes(25, () => ({ ...NOISE, n: 6, plans }))
  expect(failures(all)).toEqual([])
  expect(fewestEpochs(all)).toBeGreaterThan(1)
})

test('a voter asleep over three epochs comes back into the newest', () => {
  const plans = [plan('rotate', 1, 1_000), plan('rotate', 2, 6_000), plan('join', 6, 11_000), plan('rotate', 3, 15_000)]
  const all = outcomes(15, () => ({ n: 6, plans, sleeper: 4, faultTime: 20_000, latency: 100 }))
  expect(failures(all)).toEqual([])
  expect(fewestEpochs(all)).toBeGreaterThan(3)
})

test('V4: a newcomer with nothing but the genesis reaches the head over all epochs, past members who lie', () => {
  const plans = [plan('rotate', 1, 1_000), plan('join', 7, 3_000), plan('leave', 2, 5_000)]
  const all = outcomes(20, (seed) => ({ n: 7, plans, newcomer: true, byzantine: [6], attacks: ['statusLies'], attackForever: true, records: 20, loss: seed % 2 ? 0.2 : 0 }))
  expect(failures(all)).toEqual([])
  expect(fewestEpochs(all)).toBeGreaterThan(2)
})

test('V5: an author whom Byzantine leaders leave out waits f + 1 blocks at most', () => {
  const all = outcomes(20, (seed) => ({ n: 7, byzantine: [seed % 7, (seed + 3) % 7], attacks: ['censor'], attackForever: true, records: 4 }))
  expect(failures(all)).toEqual([])
})

test('clocks ten minutes off, and jumping, stop nothing', () => {
  const all = outcomes(20, (seed) => ({ n: 7, clocks: seed % 2 ? 'off' : 'jumping', records: 8, faultTime: 20_000 }))
  expect(failures(all)).toEqual([])
})

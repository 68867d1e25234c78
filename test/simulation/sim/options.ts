import { Prng } from './prng.ts'

export type PartitionStyle = 'none' | 'split' | 'oneWay' | 'flapping' | 'isolate'
export type Attack =
  | 'silentLeader' | 'equivocate' | 'doubleVote' | 'unjustified' | 'staleJustification' | 'withholdBody' | 'selectiveCerts' | 'wrongBlocks'

/** Everything a seed decides. Printed with a failure. */
export interface Options {
  readonly seed: number
  readonly n: number
  /** Members who break the rules, at most f. */
  readonly byzantine: readonly number[]
  readonly attacks: readonly Attack[]
  /** The attackers go on after the faults stop (then idleness is not checked). */
  readonly attackForever: boolean
  /** One way, ms. `latency` is the slowest link of the fault phase. */
  readonly latency: number
  readonly loss: number
  readonly duplicate: number
  /** Share of messages sent once more much later. */
  readonly replay: number
  readonly partition: PartitionStyle
  /** Mean ms between changes of the partition. */
  readonly partitionPeriod: number
  /** Mean number of persist and send boundaries a peer survives; 0: no crashes. */
  readonly crashBoundaries: number
  /** One crash only, before this boundary (from 1) of this member's first life. */
  readonly crashAt: { readonly member: number; readonly boundary: number } | null
  /** ms a crashed peer stays away, at most. */
  readonly downTime: number
  /** Length of the fault phase, ms. */
  readonly faultTime: number
  readonly records: number
  /** Per mille by which clocks run fast or slow. */
  readonly drift: number
}

const ATTACKS: readonly Attack[] = [
  'silentLeader', 'equivocate', 'doubleVote', 'unjustified', 'staleJustification', 'withholdBody', 'selectiveCerts', 'wrongBlocks',
]
const SIZES = [4, 4, 4, 4, 4, 5, 5, 6, 6, 6, 7, 7, 8, 9, 10, 13]

export function drawOptions(seed: number): Options {
  const prng = new Prng(seed)
  const n = prng.pick(SIZES)
  const members = Array.from({ length: n }, (_, i) => i)
  const count = prng.chance(0.35) ? 0 : prng.range(1, Math.floor((n - 1) / 3))
  const byzantine: number[] = []
  while (byzantine.length < count) {
    const candidate = prng.pick(members)
    if (!byzantine.includes(candidate)) byzantine.push(candidate)
  }
  const attacks = count === 0 ? [] : prng.some(ATTACKS)
  return {
    seed,
    n,
    byzantine,
    attacks: count > 0 && attacks.length === 0 ? ['doubleVote'] : attacks,
    attackForever: prng.chance(0.4),
    latency: prng.pick([5, 30, 30, 100, 100, 400, 1500]),
    loss: prng.chance(0.3) ? 0 : prng.range(1, 35) / 100,
    duplicate: prng.chance(0.5) ? 0 : prng.range(1, 30) / 100,
    replay: prng.chance(0.6) ? 0 : 0.02,
    partition: prng.pick(['none', 'none', 'split', 'oneWay', 'flapping', 'isolate'] as const),
    partitionPeriod: prng.pick([300, 1_500, 6_000]),
    crashBoundaries: prng.chance(0.4) ? 0 : prng.pick([8, 30, 120]),
    crashAt: null,
    downTime: prng.pick([50, 1_000, 8_000]),
    faultTime: prng.pick([3_000, 8_000, 20_000]),
    records: prng.range(1, 6),
    drift: prng.pick([0, 0, 50]),
  }
}

/** Everything a seed decides. */
import { faultBound, quorum } from '../../../shared/ledger/voters.ts'
import { Prng } from './prng.ts'

export type PartitionStyle = 'none' | 'split' | 'oneWay' | 'flapping' | 'isolate' | 'bridge' | 'star'
export const ATTACKS = [
  'silentLeader', 'equivocate', 'doubleVote', 'unjustified', 'staleJustification', 'withholdBody', 'selectiveCerts', 'wrongBlocks',
  'badTimes', 'badRecords', 'ownNullify', 'censor', 'statusLies', 'twinRecords',
] as const
export type Attack = (typeof ATTACKS)[number]

/** What happens to the files of a member, once each. */
export const DISK_FAULTS = ['deleteSafety', 'rollbackSafety', 'rollbackAll', 'corruptSafety', 'truncateChain', 'fsyncError', 'diskFull'] as const
export interface DiskFault {
  readonly kind: (typeof DISK_FAULTS)[number]
  readonly member: number
  readonly at: number
}

/** A membership operation: asked for at a time, done when its records are final. */
export interface Plan {
  readonly t: 'join' | 'leave' | 'rotate' | 'standby' | 'standbyAndBack'
  readonly member: number
  readonly at: number
}

export interface Pause {
  readonly member: number
  readonly at: number
  readonly time: number
}

/** A member whose key votes without its memory, though nobody means harm: it counts as one of the f. */
export interface Tainted {
  readonly member: number
  /** Two machines with one key; or a snapshot of a whole machine, its key store too, brought back. */
  readonly how: 'clone' | 'machineSnapshot'
}

/** Everything a seed decides. Printed with a failure. */
export interface Options {
  readonly seed: number
  readonly n: number
  /** Members who break the rules on purpose; with `tainted` at most f of any epoch. */
  readonly byzantine: readonly number[]
  readonly tainted: readonly Tainted[]
  readonly attacks: readonly Attack[]
  /** The attackers go on after the faults stop (then idleness is not checked). */
  readonly attackForever: boolean
  /** One way, ms. `latency` is the slowest link of the fault phase. */
  readonly latency: number
  readonly loss: number
  readonly duplicate: number
  /** Share of messages sent once more much later. */
  readonly replay: number
  /** Messages of another network with the same members. */
  readonly foreign: boolean
  readonly partition: PartitionStyle
  /** Mean ms between changes of the partition. */
  readonly partitionPeriod: number
  /** Mean number of persist and send boundaries a peer survives; 0: no crashes. */
  readonly crashBoundaries: number
  /** One crash only, before this boundary (from 1) of this member's first life. */
  readonly crashAt: { readonly member: number; readonly boundary: number } | null
  /** ms a crashed peer stays away, at most. */
  readonly downTime: number
  readonly pauses: readonly Pause[]
  /** Office hours: everybody is on for a share of each day, each at a time of its own. */
  readonly day: { readonly length: number; readonly on: number } | null
  /** Member that is off for the whole fault phase. */
  readonly sleeper: number | null
  readonly disk: readonly DiskFault[]
  readonly plans: readonly Plan[]
  /** A peer with nothing but the genesis appears after the faults. */
  readonly newcomer: boolean
  /** Length of the fault phase, ms. */
  readonly faultTime: number
  readonly records: number
  /** Per mille by which timers run fast or slow. */
  readonly drift: number
  /** Clocks: all good; some off for ever; all jumping while faults last. */
  readonly clocks: 'good' | 'off' | 'jumping'
  /** Peers of an older release with other timings beside newer ones. */
  readonly mixedTiming: boolean
}

/** No fault at all, to be combined with what a test is about. */
export const CALM = {
  byzantine: [], tainted: [], attacks: [], attackForever: false, latency: 30, loss: 0, duplicate: 0, replay: 0, foreign: false,
  partition: 'none', partitionPeriod: 1_500, crashBoundaries: 0, crashAt: null, downTime: 1_000, pauses: [], day: null, sleeper: null,
  disk: [], plans: [], newcomer: false, faultTime: 8_000, records: 3, drift: 0, clocks: 'good', mixedTiming: false,
} as const satisfies Partial<Options>

const SIZES = [4, 4, 4, 4, 4, 5, 5, 6, 6, 6, 7, 7, 8, 9, 10, 13]
const HOUR = 3_600_000

/** Options of a seed; what `fixed` gives is taken instead of drawn, and the rest is drawn to go with it. */
export function drawOptions(seed: number, fixed: Partial<Options> = {}): Options {
  const prng = new Prng(seed)
  const n = fixed.n ?? prng.pick(SIZES)
  const members = Array.from({ length: n }, (_, i) => i)
  const faultTime = fixed.faultTime ?? prng.pick([3_000, 8_000, 20_000])
  const bad = fixed.byzantine?.slice() ?? []
  const count = fixed.byzantine ? 0 : prng.chance(0.35) ? 0 : prng.range(1, faultBound(n))
  while (bad.length < count) {
    const candidate = prng.pick(members)
    if (!bad.includes(candidate)) bad.push(candidate)
  }
  const room = { prng, faultTime, members, bad }
  const plans = fixed.plans ?? drawPlans(room)
  const tainted = fixed.tainted ?? drawTainted(room, plans)
  const disk = fixed.disk ?? drawDisk(room, plans, tainted)
  const attacks = bad.length === 0 ? [] : prng.some(ATTACKS, 0.4)
  const long = prng.chance(0.01)
  return {
    seed,
    n,
    byzantine: bad,
    tainted,
    attacks: bad.length > 0 && attacks.length === 0 ? ['doubleVote'] : attacks,
    attackForever: bad.length > 0 && prng.chance(0.4),
    latency: prng.pick([5, 30, 30, 100, 100, 400, 1_500, 5_000]),
    loss: prng.chance(0.3) ? 0 : prng.range(1, 35) / 100,
    duplicate: prng.chance(0.5) ? 0 : prng.range(1, 50) / 100,
    replay: prng.chance(0.6) ? 0 : 0.02,
    foreign: prng.chance(0.1),
    partition: prng.pick(['none', 'none', 'none', 'split', 'oneWay', 'flapping', 'isolate', 'bridge', 'star'] as const),
    partitionPeriod: prng.pick([300, 1_500, 6_000]),
    crashBoundaries: prng.chance(0.4) ? 0 : prng.pick([8, 30, 120]),
    crashAt: null,
    downTime: prng.pick([50, 1_000, 8_000]),
    pauses: prng.chance(0.25) ? members.flatMap((member) => (prng.chance(0.4) ? [{ member, at: prng.below(faultTime), time: pauseTime(prng, n, faultTime, long) }] : [])) : [],
    day: prng.chance(0.1) ? { length: prng.pick([2_000, faultTime]), on: prng.range(30, 90) / 100 } : null,
    sleeper: prng.chance(0.15) ? prng.pick(members) : null,
    disk,
    plans,
    newcomer: prng.chance(0.25),
    faultTime,
    records: prng.range(1, 6),
    drift: prng.pick([0, 0, 50]),
    clocks: prng.pick(['good', 'good', 'off', 'jumping'] as const),
    mixedTiming: prng.chance(0.15),
    ...fixed,
  }
}

/** A closed lid: seconds as a rule; hours or days stretch the whole fault phase and are drawn for few seeds. */
const pauseTime = (prng: Prng, n: number, faultTime: number, long: boolean): number => (long ? prng.range(1, n > 4 ? 6 : 72) * HOUR : prng.range(1_000, faultTime))

interface Room {
  readonly prng: Prng
  readonly faultTime: number
  readonly members: readonly number[]
  readonly bad: readonly number[]
}

/** Least and most voters that the plans can lead to, in whatever order they come true. */
export function sizesWith(n: number, plans: readonly Plan[]): { readonly least: number; readonly most: number } {
  const away = plans.filter(({ t }) => t === 'leave' || t === 'standby' || t === 'standbyAndBack').length
  return { least: n - away, most: n + plans.filter(({ t }) => t === 'join').length }
}

/** Members that may be without a vote when the faults stop, whatever the number of voters then is. */
function sparable(n: number, plans: readonly Plan[]): number {
  const { least, most } = sizesWith(n, plans)
  let spare = Infinity
  for (let size = least; size <= most; size++) spare = Math.min(spare, size - quorum(size))
  return spare
}

function drawPlans({ prng, faultTime, members, bad }: Room): Plan[] {
  if (prng.chance(0.6)) return []
  const plans: Plan[] = []
  const burst = prng.chance(0.3) ? prng.below(faultTime) : null
  const free = members.filter((member) => !bad.includes(member))
  for (let left = prng.range(1, 4); left > 0; left--) {
    const t = prng.pick(['join', 'join', 'leave', 'rotate', 'rotate', 'standby', 'standbyAndBack'] as const)
    const at = burst ?? prng.below(faultTime)
    const joining = members.length + plans.filter((plan) => plan.t === 'join').length
    const member = t === 'join' ? joining : prng.pick(free)
    if (plans.some((plan) => plan.member === member)) continue
    const { least } = sizesWith(members.length, [...plans, { t, member, at }])
    if (least >= 4 && bad.length <= faultBound(least)) plans.push({ t, member, at })
  }
  return plans
}

function drawTainted({ prng, members, bad }: Room, plans: readonly Plan[]): Tainted[] {
  const { least } = sizesWith(members.length, plans)
  const spare = Math.min(faultBound(least) - bad.length, sparable(members.length, plans) - bad.length)
  if (spare < 1 || prng.chance(0.8)) return []
  const free = members.filter((member) => !bad.includes(member) && !plans.some((plan) => plan.member === member))
  return free.length === 0 ? [] : [{ member: prng.pick(free), how: prng.pick(['clone', 'machineSnapshot'] as const) }]
}

function drawDisk({ prng, faultTime, members, bad }: Room, plans: readonly Plan[], tainted: readonly Tainted[]): DiskFault[] {
  if (prng.chance(0.65)) return []
  const faults: DiskFault[] = []
  // Who forgot its votes is quarantined, and who cheated with its own key stops: neither counts for liveness.
  let spare = sparable(members.length, plans) - tainted.length - bad.length
  for (const member of prng.some(members, 0.4)) {
    if (bad.includes(member) || tainted.some((each) => each.member === member)) continue
    const kind = prng.pick(DISK_FAULTS)
    if (forgets(kind) && spare-- < 1) continue
    faults.push({ kind, member, at: prng.below(faultTime) })
  }
  return faults
}

export const forgets = (kind: DiskFault['kind']): boolean => kind === 'deleteSafety' || kind === 'rollbackSafety' || kind === 'rollbackAll' || kind === 'corruptSafety'

import { createCore, type ConsensusState } from '../../shared/ledger/consensus/core.ts'
import { TIMING } from '../../shared/ledger/consensus/timing.ts'
import type { BlockFacts, Effect, Event, Message, Signer, TimerName, Voters } from '../../shared/ledger/consensus/types.ts'
import { VOTE_BYTES } from '../../shared/ledger/limits.ts'
import { measureLimits } from './limits.ts'
import { round, spread } from './stats.ts'

/** One way between two members, ms: a wide area network. Each pair has its own, the same both ways. */
const LATENCY = { least: 15, spread: 40 }
/** Messages a slot takes in the whole network, as the protocol's design measured them. */
const DESIGN: Readonly<Record<number, number>> = { 6: 78, 13: 350, 40: 3_234, 100: 20_068 }
const SIZES = [6, 13, 40, 100] as const
const WARM = 3

interface Task {
  readonly at: number
  readonly order: number
  readonly run: () => void
}

/** Virtual time: tasks by time, then by the order in which they were put in. A binary heap. */
class Queue {
  now = 0
  #tasks: Task[] = []
  #count = 0

  push(at: number, run: () => void): void {
    const tasks = this.#tasks
    let i = tasks.push({ at, order: this.#count++, run }) - 1
    for (let up = (i - 1) >> 1; i > 0 && before(tasks[i]!, tasks[up]!); i = up, up = (i - 1) >> 1) swap(tasks, i, up)
  }

  step(): boolean {
    const [first] = this.#tasks
    if (!first) return false
    const last = this.#tasks.pop()!
    if (this.#tasks.length > 0) {
      this.#tasks[0] = last
      for (let i = 0; ; ) {
        let least = i
        for (const child of [2 * i + 1, 2 * i + 2]) if (child < this.#tasks.length && before(this.#tasks[child]!, this.#tasks[least]!)) least = child
        if (least === i) break
        swap(this.#tasks, i, least)
        i = least
      }
    }
    this.now = first.at
    first.run()
    return true
  }
}
const before = (a: Task, b: Task): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)
function swap(tasks: Task[], a: number, b: number): void {
  const kept = tasks[a]!
  tasks[a] = tasks[b]!
  tasks[b] = kept
}

const bytesOf = ({ votes, certs, proposals }: Message): number =>
  40 + votes.length * (VOTE_BYTES + 3) + certs.reduce((sum, { sigs }) => sum + 100 + 66 * sigs.length, 0) + proposals.reduce((sum, { justify }) => sum + 650 + justify.reduce((all, { sigs }) => all + 100 + 66 * sigs.length, 0), 0)

/** The pure core of every member, on virtual time; blocks are names, signatures empty. */
class Simulation {
  readonly queue = new Queue()
  messages = 0
  bytes = 0
  steps = 0
  /** Virtual ms of each height at which the first and the last member had it final. */
  readonly finals: { first: number; last: number; members: number }[] = []
  readonly #n: number
  readonly #states: ConsensusState[] = []
  readonly #cores
  readonly #timers: Map<TimerName, number>[] = []
  readonly #heights: number[]
  readonly #blocks = new Map<string, BlockFacts>()

  constructor(n: number) {
    this.#n = n
    this.#heights = Array.from({ length: n }, () => 0)
    this.#cores = this.#heights.map((_, me) => createCore({ sign: () => new Uint8Array(64), timing: TIMING, seed: me }))
    const all = this.#heights.map((_, i) => i)
    for (const [me, core] of this.#cores.entries()) {
      this.#states.push(core.initial)
      this.#timers.push(new Map())
      this.step(me, { t: 'start', durable: { voters: this.#voters(me), height: 0, final: null, votes: [], certs: [], blocks: [], pending: 1 } })
      this.step(me, { t: 'presence', online: all, rtt: 2 * (LATENCY.least + LATENCY.spread) })
    }
  }

  step(me: Signer, event: Event): void {
    this.steps += 1
    const { state, effects } = this.#cores[me]!.step(this.#states[me]!, event)
    this.#states[me] = state
    for (const effect of effects) this.#carryOut(me, effect)
  }

  #voters(me: Signer): Voters {
    return { epoch: 0, size: this.#n, order: this.#heights.map((_, i) => i), me }
  }

  #others(me: Signer): Signer[] {
    return this.#heights.flatMap((_, i) => (i === me ? [] : [i]))
  }

  #soon(me: Signer, event: Event): void {
    this.queue.push(this.queue.now, () => this.step(me, event))
  }

  #send(from: Signer, to: Signer, message: Message): void {
    this.messages += 1
    this.bytes += bytesOf(message)
    const [low, high] = from < to ? [from, to] : [to, from]
    const latency = LATENCY.least + ((low * 31 + high * 17) % LATENCY.spread)
    this.queue.push(this.queue.now + latency, () => this.step(to, { t: 'message', from, message }))
  }

  #carryOut(me: Signer, effect: Effect): void {
    switch (effect.t) {
      case 'send':
        if (effect.to === 'all') this.#others(me).forEach((to) => this.#send(me, to, effect.message))
        else this.#send(me, effect.to, effect.message)
        return
      case 'setTimer': {
        const { timer, id, delay } = effect
        this.#timers[me]!.set(timer, id)
        this.queue.push(this.queue.now + delay, () => {
          if (this.#timers[me]!.get(timer) === id) this.step(me, { t: 'timer', timer, id })
        })
        return
      }
      case 'clearTimer':
        this.#timers[me]!.delete(effect.timer)
        return
      case 'build': {
        const facts: BlockFacts = { block: `${effect.height}/${effect.view}`.padStart(64, '0'), bornView: effect.view, proposer: me }
        this.#blocks.set(facts.block, facts)
        return this.#soon(me, { t: 'built', height: effect.height, view: effect.view, facts })
      }
      case 'prepare':
        return this.#soon(me, { t: 'prepared', height: effect.height, facts: this.#blocks.get(effect.block)!, verdict: 'valid' })
      case 'commit': {
        this.#heights[me] = effect.height
        const final = (this.finals[effect.height] ??= { first: this.queue.now, last: 0, members: 0 })
        final.last = this.queue.now
        final.members += 1
        // There is always more to do: slots follow each other without a pause.
        return this.#soon(me, { t: 'committed', height: effect.height, final: effect.final, voters: this.#voters(me), pending: 1 })
      }
      case 'evidence':
      case 'halt':
        throw new Error(effect.t)
    }
  }

  /** Until every member has this height. */
  runTo(height: number): void {
    while (this.#heights.some((each) => each < height)) if (!this.queue.step()) throw new Error('The network came to rest.')
  }
}

function measure(n: number, slots: number): object {
  const simulation = new Simulation(n)
  simulation.runTo(WARM)
  const start = { messages: simulation.messages, bytes: simulation.bytes, steps: simulation.steps, at: simulation.queue.now }
  const cpu = process.cpuUsage()
  simulation.runTo(WARM + slots)
  const used = process.cpuUsage(cpu)
  const seconds = (used.user + used.system) / 1_000_000
  const steps = simulation.steps - start.steps
  const finals = simulation.finals.slice(WARM + 1, WARM + slots + 1)
  return {
    n, slots,
    slotsPerSecondOfOneCore: round(slots / seconds, 1),
    microsecondsPerEvent: round((seconds * 1_000_000) / steps, 1),
    coreMsPerSlotAndMember: round((seconds * 1000) / slots / n, 3),
    messagesPerSlot: round((simulation.messages - start.messages) / slots, 1),
    messagesPerSlotByDesign: DESIGN[n] ?? null,
    bytesPerSlotAndMember: Math.round((simulation.bytes - start.bytes) / slots / n),
    virtualMsPerSlot: round((simulation.queue.now - start.at) / slots, 1),
    virtualMsFirstToLast: spread(finals.map(({ first, last }) => last - first)),
  }
}

/** The consensus core alone, in simulation: what a slot costs in computing and in messages. Latency is virtual, batches wait 60 ms. */
export async function core(options: { readonly slots?: number }): Promise<object> {
  const limits = await measureLimits()
  const sizes = SIZES.map((n) => measure(n, options.slots ?? Math.max(10, Math.round(2_000 / n))))
  return {
    limits, sizes,
    // Around the core each member verifies two votes of every other one and signs two.
    bound: SIZES.map((n) => ({ n, signatureMsPerSlotAndMember: round((2 * (n - 1) * 1000) / limits.verifyPerSecond + 2000 / limits.signPerSecond) })),
    latency: `${LATENCY.least} to ${LATENCY.least + LATENCY.spread} ms one way, no loss`,
  }
}

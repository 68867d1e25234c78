/** One run of the fuzzer. Every case has its own number, from which it can be made again alone. */
import { fromUtf8, utf8 } from '../../shared/kit/bytes.ts'
import { Prng } from '../simulation/sim/prng.ts'
import { damage } from './bytes.ts'
import { bend, parse, write } from './cbor.ts'
import { bendJson } from './json.ts'
import { thrown, type Target } from './target.ts'

export interface Finding {
  readonly target: string
  readonly number: number
  readonly what: string
  readonly input: Uint8Array
}
export interface Run {
  readonly cases: number
  readonly findings: readonly Finding[]
  /** Milliseconds of the slowest case, and its number. */
  readonly slowest: { readonly ms: number; readonly number: number }
}

/** The input of a case. */
export function inputOf(target: Target, number: number): Uint8Array {
  const prng = new Prng(number)
  let input = prng.pick(target.seeds)
  for (let changes = prng.pick([1, 1, 1, 2, 2, 3, 5]); changes > 0; changes--) input = change(target, input, prng)
  return input
}

function change(target: Target, input: Uint8Array, prng: Prng): Uint8Array {
  if (target.form === 'bytes' || prng.chance(0.2)) return damage(input, target.seeds, prng)
  if (target.form === 'cbor') {
    const item = parse(input)
    return item ? write(bend(item, prng)) : damage(input, target.seeds, prng)
  }
  try {
    return utf8(bendJson(fromUtf8(input), prng, target.format ?? ((value) => JSON.stringify(value))))
  } catch {
    return damage(input, target.seeds, prng)
  }
}

/** Takes one input; an exception is a finding like any other. */
export async function take(target: Target, input: Uint8Array): Promise<string | null> {
  try {
    return await target.take(input)
  } catch (error) {
    return `${thrown(error) ?? 'threw a coded refusal that it does not declare'}`
  }
}

/** `cases` inputs from number `from` on. Stops after `most` findings. */
export async function fuzz(target: Target, cases: number, from: number, now: () => number = () => 0, most = 5): Promise<Run> {
  const findings: Finding[] = []
  let slowest = { ms: 0, number: from }
  for (const seed of target.seeds) {
    const what = await take(target, seed)
    if (what) findings.push({ target: target.name, number: -1, what, input: seed })
  }
  const count = Math.ceil(cases * (target.share ?? 1))
  for (let number = from; number < from + count && findings.length < most; number++) {
    const input = inputOf(target, number)
    const started = now()
    const what = await take(target, input)
    const ms = now() - started
    if (ms > slowest.ms) slowest = { ms, number }
    if (what) findings.push({ target: target.name, number, what, input })
  }
  return { cases: count, findings, slowest }
}

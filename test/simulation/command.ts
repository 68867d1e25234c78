/** `--seeds N [--from S] [--trace]`: runs seeds, prints failures with their options, and the speed. Exit 1 on a failure. */
import { exploreCommand } from './explorer/command.ts'
import { failure } from './sim/report.ts'
import { runSeed } from './sim/run.ts'

/** Seeds after which a long run says how far it is. */
const PROGRESS = 10_000
const USAGE = 'usage: simulate --seeds N [--from S] [--trace]'

/** Value of a flag; undefined where it is absent, NaN where it is no whole number. */
function whole(args: readonly string[], flag: string): number | undefined {
  const at = args.indexOf(flag)
  if (at < 0) return undefined
  return /^\d+$/.test(args[at + 1] ?? '') ? Number(args[at + 1]) : Number.NaN
}

/** Exit code: 0 all held, 1 some seed failed, 2 misused. */
export function simulate(args: readonly string[], print: (line: string) => void, now: () => number): number {
  if (args.includes('--explore')) return exploreCommand(args, print, now)
  const seeds = whole(args, '--seeds') ?? 2_000
  const from = whole(args, '--from') ?? 1
  if (Number.isNaN(seeds) || Number.isNaN(from) || seeds < 1) {
    print(USAGE)
    return 2
  }
  const trace = args.includes('--trace') ? { trace: print } : {}
  const started = now()
  const recoveries: number[] = []
  const rate = (done: number): string => `${((done * 1000) / (now() - started)).toFixed(0)} seeds/s`
  let failed = 0
  let steps = 0
  for (let seed = from; seed < from + seeds; seed++) {
    const outcome = runSeed(seed, {}, undefined, trace)
    steps += outcome.steps
    if (outcome.violation) {
      failed++
      print(failure(outcome))
    } else recoveries.push(outcome.recovery!)
    const done = seed - from + 1
    if (done % PROGRESS === 0 && done < seeds) print(`${done} seeds done, ${failed} failed, ${rate(done)}`)
  }
  recoveries.sort((a, b) => a - b)
  const at = (share: number): string => ((recoveries[Math.floor(recoveries.length * share)] ?? 0) / 1000).toFixed(1)
  print(
    `seeds ${from}..${from + seeds - 1}: ${failed} failed; ${steps} steps, ${rate(seeds)}; ` +
      `final after the faults: p50 ${at(0.5)} s, p99 ${at(0.99)} s`,
  )
  return failed > 0 ? 1 : 0
}

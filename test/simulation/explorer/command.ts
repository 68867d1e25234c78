/** `--explore N VIEWS [--broken]`: every state of a slot of N voters; with --broken each seeded mistake as well. */
import { RULES } from '../../../shared/ledger/consensus/rules.ts'
import { explore, type Setup } from './explore.ts'
import { MISTAKES } from './mistakes.ts'
import { report } from './report.ts'

export const EXPLORE_USAGE = 'usage: simulate --explore VOTERS(4..13) VIEWS(1..3) [--broken]'

/** Exit code: 0 all held and every mistake was found, 1 not so, 2 misused. */
export function exploreCommand(args: readonly string[], print: (line: string) => void, now: () => number): number {
  const at = args.indexOf('--explore')
  const [n, views] = [Number(args[at + 1]), Number(args[at + 2])]
  if (!Number.isInteger(n) || n < 4 || n > 13 || !Number.isInteger(views) || views < 1 || views > 3) {
    print(EXPLORE_USAGE)
    return 2
  }
  const run = (name: string, setup: Setup): boolean => {
    const started = now()
    const found = explore(setup)
    print(report(name, setup, found, now() - started))
    return found.violation !== null
  }
  const violated = run('the rules', { n, views, rules: RULES })
  const missed = args.includes('--broken') ? Object.entries(MISTAKES).filter(([name, setup]) => !run(name, setup)) : []
  return violated || missed.length > 0 ? 1 : 0
}

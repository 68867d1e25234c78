import { describe, expect, test } from 'vitest'
import { RULES } from '../../../shared/ledger/consensus/rules.ts'
import { explore, type Setup } from './explore.ts'
import { MISTAKES } from './mistakes.ts'
import { report } from './report.ts'

/** Runs and prints; the figures are for the reader and are not judged. */
function run(name: string, setup: Setup): ReturnType<typeof explore> {
  const started = performance.now()
  const found = explore(setup)
  console.log(report(name, setup, found, performance.now() - started))
  return found
}

describe('every reachable state, every leader Byzantine: one N a view, no F beside X, all F agree', () => {
  test.each([
    [4, 3, 4_657_707],
    [5, 2, 80_477],
    [6, 2, 4_521_618],
    [7, 2, 4_521_618],
  ])('n = %i, %i views', (n, views, size) => {
    const { states, violation } = run('the rules', { n, views, rules: RULES })
    expect(violation).toBe(null)
    // Rules that permit more or less than they did reach more or fewer states: then this number is to be thought over.
    expect(states).toBe(size)
  })
})

describe('a broken rule is found', () => {
  test.each(Object.entries(MISTAKES))('%s', (name, setup) => {
    expect(run(name, setup).violation).not.toBe(null)
  })

  test('and what was found is told as votes', () => {
    const { violation } = explore(MISTAKES['finalize after nullify']!)
    expect(violation).toEqual({ property: 'F and X', votes: ['0:N0a X | 1:- | 2:-', '0:N0a F0a | 1:- | 2:-', '0:X F0a | 1:- | 2:-'] })
  })
})

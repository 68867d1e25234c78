import { expect, test } from 'vitest'
import { REGRESSIONS } from './regressions.ts'
import { failure } from './sim/report.ts'
import { runSeed } from './sim/run.ts'

test.each(REGRESSIONS)('$why', ({ options }) => {
  const outcome = runSeed(options.seed, options)
  expect(outcome.violation ? failure(outcome) : null).toBeNull()
})

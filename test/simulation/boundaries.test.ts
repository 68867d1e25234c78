import { expect, test } from 'vitest'
import { failure } from './sim/report.ts'
import { runSeed } from './sim/run.ts'

/** One power cut before each persist, send and commit in turn, at each member, in a network that is well otherwise. */
const CALM = {
  n: 4, byzantine: [], attacks: [], loss: 0, duplicate: 0, replay: 0, partition: 'none', latency: 30, faultTime: 3_000, records: 3, drift: 0,
} as const

test.each([
  { name: 'short absence', downTime: 50, loss: 0 },
  { name: 'long absence', downTime: 8_000, loss: 0 },
  { name: 'lossy links', downTime: 1_000, loss: 0.3 },
])('a crash before every boundary: $name', ({ downTime, loss }) => {
  const failures: string[] = []
  for (let member = 0; member < CALM.n; member++)
    for (let boundary = 1; boundary <= 60; boundary++) {
      const outcome = runSeed(11 + boundary, { ...CALM, downTime, loss, crashAt: { member, boundary } })
      if (outcome.violation) failures.push(`member ${member}, boundary ${boundary}: ${failure(outcome)}`)
    }
  expect(failures).toEqual([])
})

import { expect, test } from 'vitest'
import { failure } from './report.ts'
import { runSeed } from './run.ts'

/** Tests for seeds `from` to `from + count - 1`, in parts, so that a failure names few of them. */
export function seeds(from: number, count: number, part: number): void {
  for (let first = from; first < from + count; first += part)
    test(`seeds ${first} to ${first + part - 1} keep S1 to S15 and reach V1 to V6`, () => {
      const failures: string[] = []
      for (let seed = first; seed < first + part; seed++) {
        const outcome = runSeed(seed)
        if (outcome.violation) failures.push(failure(outcome))
      }
      expect(failures).toEqual([])
    })
}

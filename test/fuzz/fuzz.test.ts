import { describe, expect, test } from 'vitest'
import { toHex } from '../../shared/kit/bytes.ts'
import { fuzz, take } from './fuzz.ts'
import { regressions } from './regressions.ts'
import { TARGETS } from './targets/all.ts'

/** Fixed, so that a red run is red again; `node test/fuzz/run.ts` walks elsewhere. */
const FROM = 1
const CASES = 2_000

describe(`${CASES} bent inputs for everything that reads bytes from outside (cases from ${FROM})`, () => {
  test.each(TARGETS.map((target) => [target.name, target] as const))('%s', async (_, target) => {
    const { findings } = await fuzz(target, CASES, FROM)
    expect(findings.map(({ target: name, number, what, input }) => `--decoder ${name} --seed ${number} --cases 1: ${what} (${toHex(input.subarray(0, 40))})`)).toEqual([])
  })
})

describe('inputs that were once taken wrongly', () => {
  test.each(regressions().map((each) => [each.file, each] as const))('%s', async (_, { target: name, input }) => {
    const target = TARGETS.find((each) => each.name === name)
    expect(target, `no decoder ${name}`).toBeDefined()
    expect(await take(target!, input)).toBe(null)
  })
})

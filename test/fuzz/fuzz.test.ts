import { describe, expect, test } from 'vitest'
import { equalBytes, toHex } from '../../shared/kit/bytes.ts'
import { anyMap, decodeCanonical, decodeHeader, decodeStrict, encodeCanonical, type Header } from '../../shared/ledger/index.ts'
import { goldenBytes } from '../vectors/golden.ts'
import { fuzz, take } from './fuzz.ts'
import { regressions } from './regressions.ts'
import { refusal, throws, type Target } from './target.ts'
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

/** Decoders as one writes them on a bad day: each must be found out, or the fuzzer looks at nothing. */
describe('a wrong decoder is found', () => {
  const header = goldenBytes('ledger/formats', 'header')
  const read = (input: Uint8Array): Header => decodeCanonical<Header>(input)
  const wrong: Readonly<Record<string, Target['take']>> = {
    'that throws what it does not declare': throws(read, null),
    'that takes a second spelling': (input) => {
      try {
        return equalBytes(encodeCanonical(decodeCanonical(input)), input) ? null : 'accepted, but encodes to other bytes'
      } catch {
        return null
      }
    },
    'that refuses with a code without words': (input) => (decodeHeader(input).ok ? null : refusal({ code: 'NO_SUCH_CODE' })),
    'that does not look at a field': (input) => {
      const found = decodeStrict(input, 4096, anyMap)
      return !found.ok || decodeHeader(input).ok ? null : 'accepted, but encodes to other bytes'
    },
  }
  test.each(Object.entries(wrong))('%s', async (name, taken) => {
    const { findings } = await fuzz({ name, form: 'cbor', seeds: [header], take: taken }, CASES, FROM)
    expect(findings.length).toBeGreaterThan(0)
  })
})

describe('inputs that were once taken wrongly', () => {
  test.each(regressions().map((each) => [each.file, each] as const))('%s', async (_, { target: name, input }) => {
    const target = TARGETS.find((each) => each.name === name)
    expect(target, `no decoder ${name}`).toBeDefined()
    expect(await take(target!, input)).toBe(null)
  })
})

import { expect, it } from 'vitest'
import { killLoop } from '../../fixtures/net/kill-loop.ts'

const SEED = 7

it(`ten loops of kill -9 on four real peers (seed ${SEED}): no acknowledged record is lost, and all end with one state`, async () => {
  const { kills, acknowledged, records, stateRoots } = await killLoop(10, SEED, () => undefined)
  expect(kills).toBeGreaterThanOrEqual(10)
  expect(acknowledged).toBeGreaterThan(0)
  expect(records).toBeGreaterThanOrEqual(acknowledged)
  expect(new Set(stateRoots).size).toBe(1)
}, 300_000)

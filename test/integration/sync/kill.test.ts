import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ChildProcess } from 'node:child_process'
import { readFolder } from '../../../electron/peer/host/read-folder.ts'
import { toHex } from '../../../shared/kit/bytes.ts'
import { join, lightNetwork, serve } from '../../fixtures/net/catch-up.ts'
import type { CatchUpNetwork } from '../../../build/bench/catch-up-network.ts'

const RECORDS = 12_000
let network: CatchUpNetwork
let server: ChildProcess

beforeAll(async () => {
  network = await lightNetwork(RECORDS)
  server = await serve(network.serving)
})
afterAll(() => {
  server.disconnect()
})

it('a newcomer that is killed in the middle of each phase goes on where it was, and ends with equal roots', async () => {
  const expected = readFolder(network.serving[0]!)
  const { height, stateRoot } = expected.chain!.head()
  const logRoot = toHex(expected.chain!.log.root())
  expected.close()
  for (const phase of ['epochs', 'state', 'history', 'history']) expect([phase, (await join(network.newcomer, phase)).signal]).toEqual([phase, 'SIGKILL'])
  const { said } = await join(network.newcomer, 'never')
  expect(said).toMatchObject({ height, records: RECORDS, stateRoot: toHex(stateRoot), logRoot })
  // What was stored before the last kill was not fetched again.
  expect(said!.before.height).toBe(height)
  expect(said!.before.records).toBeGreaterThan(0)
  const files = readFolder(network.newcomer)
  try {
    const chain = files.chain!
    expect(chain.missing()).toBeNull()
    for (const index of [0, 255, 256, 7_000, RECORDS - 1]) {
      const record = chain.recordAt(index)!
      expect(chain.record(record.recordId)).toMatchObject({ index, height: Math.floor(index / 100) + 1 })
      expect(chain.body(record.height)).toHaveLength(100)
    }
    expect(path.basename(network.newcomer)).toBe(files.network.me)
  } finally {
    files.close()
  }
})

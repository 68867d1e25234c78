import { rmSync } from 'node:fs'
import path from 'node:path'
import type { ChildProcess } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { application } from '../../../build/bench/catch-up-application.ts'
import type { CatchUpNetwork } from '../../../build/bench/catch-up-network.ts'
import { writeJoin } from '../../../electron/peer/folder/candidate.ts'
import { openFolder } from '../../../electron/peer/folder/open.ts'
import { readFolder } from '../../../electron/peer/host/read-folder.ts'
import { startNode } from '../../../electron/peer/node/node.ts'
import type { Node } from '../../../electron/peer/node/types.ts'
import { lightNetwork, serve } from '../../fixtures/net/catch-up.ts'
import { until } from '../../fixtures/net/processes.ts'

const RECORDS = 12_000
const HEIGHT = 90
let network: CatchUpNetwork
let server: ChildProcess
let vouched: Uint8Array

beforeAll(async () => {
  network = await lightNetwork(RECORDS)
  const serving = readFolder(network.serving[0]!)
  vouched = serving.chain!.header(HEIGHT)!.blockId
  serving.close()
  // One member of five alone is not enough to be believed.
  server = await serve(network.serving.slice(0, 1))
})
afterAll(() => {
  server.disconnect()
  clean()
})

const clean = (): void => {
  for (const name of ['chain.db', 'chain-history.db']) for (const rest of ['', '-wal', '-shm']) rmSync(path.join(network.newcomer, name + rest), { force: true })
  rmSync(path.join(network.newcomer, 'join.json'), { force: true })
}

async function newcomer(checkpoint: Uint8Array | null): Promise<Node> {
  clean()
  const folder = openFolder(network.newcomer)
  if (checkpoint) writeJoin(folder.paths.join, { v: 1, request: '', checkpoint: { height: HEIGHT, blockId: checkpoint }, introduced: [] })
  return startNode({
    folder,
    log: () => undefined,
    clock: { now: () => Date.now() },
    random: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
    version: '0.1.0',
    application: application(),
  })
}

describe('a newcomer that reaches one member only', () => {
  it('starts from its state where the past goes through the block that the inviter vouched for', async () => {
    const node = await newcomer(vouched)
    try {
      await until(() => node.chain.missing() === null && node.chain.head().logSize === RECORDS)
      expect(node.membership.checkpoint()).toBe('confirmed')
    } finally {
      await node.stop()
    }
  })

  it('never where it goes past another block', async () => {
    const node = await newcomer(new Uint8Array(32).fill(7))
    try {
      await until(() => node.sync().progress!.dropped.some(({ code }) => code === 'SYNC_CHECKPOINT'))
      expect(node.chain.head().height).toBe(0)
    } finally {
      await node.stop()
    }
  })

  it('waits for more members where nobody vouched, and says so', async () => {
    const node = await newcomer(null)
    try {
      await until(() => node.sync().progress!.waitsFor?.code === 'SYNC_CONFIRMATIONS')
      expect(node.chain.head().height).toBe(0)
      expect(node.sync().state).toBe('catchingUp')
    } finally {
      await node.stop()
    }
  })
})

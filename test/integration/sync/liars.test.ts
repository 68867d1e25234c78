import { rmSync } from 'node:fs'
import path from 'node:path'
import type { ChildProcess } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openFolder } from '../../../electron/peer/folder/open.ts'
import { readFolder } from '../../../electron/peer/host/read-folder.ts'
import type { NodeEvent } from '../../../electron/peer/node/changes.ts'
import { startNode } from '../../../electron/peer/node/node.ts'
import { toHex } from '../../../shared/kit/bytes.ts'
import { application } from '../../../build/bench/catch-up-application.ts'
import type { CatchUpNetwork } from '../../../build/bench/catch-up-network.ts'
import { lightNetwork, serve } from '../../fixtures/net/catch-up.ts'
import { liar, type Lie } from '../../fixtures/net/liar.ts'
import { until } from '../../fixtures/net/processes.ts'

const RECORDS = 12_000
let network: CatchUpNetwork
let server: ChildProcess
let root: string

beforeAll(async () => {
  network = await lightNetwork(RECORDS)
  const honest = readFolder(network.serving[0]!)
  root = toHex(honest.chain!.head().stateRoot)
  honest.close()
  server = await serve(network.serving.slice(0, 3))
})
afterAll(() => {
  server.disconnect()
})

/** Codes by which each lie is found out; null: it changes nothing that anybody would believe. */
const LIES: readonly (readonly [Lie, readonly string[] | null])[] = [
  ['wrong buckets', ['SYNC_BUCKET']],
  ['mixed heights', ['SYNC_BUCKET']],
  ['wrong segment', ['SYNC_SEGMENT', 'CBOR_MALFORMED', 'CBOR_NOT_CANONICAL', 'CBOR_SCHEMA']],
  ['wrong roots', null],
  ['wrong headers', null],
  ['unproven height', ['STATUS_UNPROVEN']],
  ['height regress', null],
  ['other epochs', null],
  ['endless stream', ['NET_ANSWER_TOO_LARGE']],
  ['slow-loris', ['NET_TIMEOUT', 'NET_TOO_SLOW', 'NET_BAD_ANSWER']],
]

describe('a newcomer among three honest members and one that lies', () => {
  it.each(LIES)('%s: it ends with the right state and all of the history, and knows who it was', async (lie, codes) => {
    for (const name of ['chain.db', 'chain-history.db', 'chain-next.db']) for (const rest of ['', '-wal', '-shm']) rmSync(path.join(network.newcomer, name + rest), { force: true })
    const events: NodeEvent[] = []
    const node = await startNode({
      folder: openFolder(network.newcomer),
      log: () => undefined,
      clock: { now: () => Date.now() },
      random: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
      version: '0.1.0',
      application: application(),
    })
    node.onEvent((event) => events.push(event))
    const cheat = path.basename(network.serving[3]!)
    const other = await liar(network.serving[3]!, { folder: node.folder.network.listen, peerId: node.status().peerId }, lie)
    try {
      await until(() => node.chain.head().height > 0 && node.chain.missing() === null)
      expect(toHex(node.chain.head().stateRoot)).toBe(root)
      expect(node.chain.head().logSize).toBe(RECORDS)
      const blamed = events.flatMap((event) => (event.t === 'refused' && event.points > 0 ? [event.member] : []))
      expect(blamed.filter((member) => member !== cheat)).toEqual([])
      const named = [...events.flatMap((event) => (event.t === 'refused' && event.member === cheat ? [event.code] : [])), ...(node.sync().progress?.dropped ?? []).flatMap(({ member, code }) => (member === cheat ? [code] : []))]
      expect([named, codes === null || named.some((code) => codes.includes(code))]).toEqual([named, true])
    } finally {
      await other.stop()
      await node.stop()
    }
  })
})

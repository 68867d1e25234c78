import { afterEach, expect, it } from 'vitest'
import { openFolder } from '../../../electron/peer/folder/open.ts'
import { startNode } from '../../../electron/peer/node/node.ts'
import type { Node } from '../../../electron/peer/node/types.ts'
import type { LedgerPlan } from '../../../build/bench/catch-up-network.ts'
import { demoMembers } from '../../../electron/peer/demo/members.ts'
import { readLedgerMember } from '../../../shared/ledger/state/membership.ts'
import { toHex } from '../../../shared/kit/bytes.ts'
import { networkOf } from '../../fixtures/net/catch-up.ts'
import { membershipApplication } from '../../fixtures/net/membership.ts'
import { until } from '../../fixtures/net/processes.ts'

const MOVING = demoMembers(4)[3]!.id
/** Heights that close an epoch: a voter goes and comes back. */
const CLOSING = new Map([[4, 'observer'], [9, 'voter'], [10, 'observer']] as const)

/** Notes, and at some heights a record that changes who votes. */
const plan = (records: number): Omit<LedgerPlan, 'members' | 'perBlock'> => ({
  records,
  application: membershipApplication,
  record: (author, n) => ({ kind: 'note.put', body: { k: `${author}/${n}` } }),
  special: (height, engine) => {
    const standing = CLOSING.get(height as 4)
    const entry = standing ? readLedgerMember(engine.head().state, MOVING)! : null
    return entry && standing ? { kind: 'member.set', body: { id: MOVING, member: { ...entry, standing } as never } } : null
  },
})

const running: Node[] = []
afterEach(async () => {
  for (const node of running.splice(0)) await node.stop()
})

async function start(folder: string): Promise<Node> {
  const node = await startNode({
    folder: openFolder(folder),
    log: () => undefined,
    clock: { now: () => Date.now() },
    random: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
    version: '0.1.0',
    application: membershipApplication(),
  })
  running.push(node)
  return node
}

it.each([
  ['block by block', 1_500, 0],
  ['from a verified state', 3_000, 1],
])('a newcomer crosses epochs %s', async (_, records, gaps) => {
  const network = await networkOf(`epochs-${records}`, plan(records))
  const first = await start(network.serving[0]!)
  await start(network.serving[1]!)
  const newcomer = await start(network.newcomer)
  await until(() => newcomer.chain.head().height === first.chain.head().height && newcomer.chain.missing() === null)
  expect(newcomer.chain.gaps).toHaveLength(gaps)
  expect(toHex(newcomer.chain.head().stateRoot)).toBe(toHex(first.chain.head().stateRoot))
  expect(toHex(newcomer.chain.log.root())).toBe(toHex(first.chain.log.root()))
  // Whoever comes after can follow the epochs from here.
  expect(newcomer.chain.closings(0, 10).map(({ height, header, cert }) => [height, toHex(header), cert.length > 0])).toEqual(first.chain.closings(0, 10).map(({ height, header, cert }) => [height, toHex(header), cert.length > 0]))
  expect(newcomer.chain.closings(0, 10).map(({ height }) => height)).toEqual([...CLOSING.keys()])
  expect(newcomer.status().quorum.n).toBe(4)
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { demoMembers } from '../../../electron/peer/demo/members.ts'
import { freePorts } from '../../../electron/peer/demo/prepare.ts'
import { staffGrants } from '../../../electron/peer/folder/found.ts'
import { writeFolder } from '../../../electron/peer/folder/write.ts'
import { foundWith } from '../../../electron/peer/host/founding.ts'
import { firstStaff } from '../../../electron/peer/host/staff.ts'
import type { Node } from '../../../electron/peer/node/types.ts'
import { toHex } from '../../../shared/kit/bytes.ts'
import { unwrap } from '../../../shared/kit/result.ts'
import { ledgerMembers, makeGenesis } from '../../../shared/ledger/index.ts'
import { grantRecords } from '../../fixtures/net/grants.ts'
import { localNode } from '../../fixtures/net/local.ts'
import { PASSPHRASE, until } from '../../fixtures/net/processes.ts'

/** A network founded before members could change (genesis version 1): it goes on as it is. */
const root = mkdtempSync(path.join(tmpdir(), 'zxl-v1-'))
const nodes: Node[] = []

beforeAll(async () => {
  const ports = await freePorts(4)
  const members = demoMembers(4).map((member, i) => {
    const address = `127.0.0.1:${ports[i]}`
    return { ...member, address, listen: address, staff: firstStaff(member.id, member.tier) }
  })
  const founded = foundWith('test-net', members, true)
  const { bytes, hash } = unwrap(makeGenesis({ ...founded.genesis, v: 1 }))
  for (const bundle of founded.bundles) {
    const member = members.find(({ id }) => id === bundle.network.me)!
    const grants = staffGrants(member, bundle.seeds, founded.genesis.time, hash)
    const network = { ...bundle.network, genesisHash: toHex(hash) }
    await writeFolder(path.join(root, member.id), { ...bundle, network, genesis: bytes, grants }, { passphrase: PASSPHRASE, cost: { N: 1024, r: 8, p: 1 } })
  }
  for (const { id } of members) nodes.push((await localNode(root, id)).node)
})
afterAll(async () => {
  await Promise.all(nodes.map((node) => node.stop()))
  rmSync(root, { recursive: true, force: true, maxRetries: 3 })
})

it('makes records final with the voters of its genesis, and keeps no members in its state', async () => {
  const grants = nodes.reduce((sum, node) => sum + node.folder.network.staff.length, 0)
  await until(() => nodes.every((node) => node.chain.head().logSize === grants))
  const [writer] = nodes as [Node]
  writer.submit((await grantRecords(writer, PASSPHRASE, 1))[0]!.bytes)
  await until(() => nodes.every((node) => node.chain.head().logSize === grants + 1))
  expect(new Set(nodes.map((node) => node.status().stateRoot)).size).toBe(1)
  expect(writer.status()).toMatchObject({ epoch: 0, voter: true, quorum: { n: 4, q: 3 } })
  expect(ledgerMembers(writer.chain.state)).toEqual([])
})

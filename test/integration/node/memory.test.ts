import { cpSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Node } from '../../../electron/peer/node/types.ts'
import { buildPayload, sealEnvelope, verifyEvidence } from '../../../shared/ledger/index.ts'
import { readDevice } from '../../../shared/ledger/state/system.ts'
import { unwrap } from '../../../shared/kit/result.ts'
import { grantRecords } from '../../fixtures/net/grants.ts'
import { localNode } from '../../fixtures/net/local.ts'
import { foundFolders, PASSPHRASE, until } from '../../fixtures/net/processes.ts'

/** Four members' real peers in one process: what a seat knows of its own votes, and what is known of others'. */
let net: Awaited<ReturnType<typeof foundFolders>>
let nodes: Node[]

async function start(...ids: readonly string[]): Promise<Node[]> {
  const started = await Promise.all(ids.map(async (id) => (await localNode(net.root, id)).node))
  nodes.push(...started)
  return started
}
async function stop(node: Node): Promise<void> {
  nodes = nodes.filter((other) => other !== node)
  await node.stop()
}
async function block(node: Node): Promise<void> {
  const { logSize } = node.chain.head()
  node.submit((await grantRecords(node, PASSPHRASE, 1))[0]!.bytes)
  await until(() => nodes.every((other) => other.chain.head().logSize === logSize + 1))
}
const codes = (node: Node): string[] => node.health().map(({ code }) => code)
const settled = (): Promise<void> => until(() => nodes.every((node) => node.chain.pending.size === 0 && node.chain.head().logSize === 44))
const files = (id: string, copy: string, names: readonly string[], back: boolean): void => {
  for (const name of names) {
    const [here, there] = [path.join(net.root, id, name), path.join(net.root, copy, name)]
    if (back) rmSync(here, { recursive: true, force: true })
    cpSync(back ? there : here, back ? here : there, { recursive: true })
  }
}

beforeEach(async () => {
  net = await foundFolders(4)
  nodes = []
})
afterEach(async () => {
  await Promise.all(nodes.map((node) => node.stop()))
  net.remove()
})

describe('a seat whose memory is not what it was', () => {
  it('notices that safety.db was put back from an older copy, by the second copy beside its keys', async () => {
    const id = net.ids[3]!
    const [writer] = await start(...net.ids)
    await settled()
    await stop(nodes[3]!)
    files(id, 'older', ['safety.db'], false)
    await start(id)
    await block(writer!)
    await stop(nodes[3]!)
    files(id, 'older', ['safety.db'], true)
    const [again] = await start(id)
    expect(again!.stores.safety.meta().quarantined).toBe(true)
  })

  it('notices that its whole folder was put back from an older copy, by what the others hold of its votes', async () => {
    const id = net.ids[3]!
    const [writer] = await start(...net.ids)
    await settled()
    await stop(nodes[3]!)
    files(id, 'older', ['safety.db', 'chain.db', 'keys'], false)
    const [voter] = await start(id)
    // The leader of some slot needs this one's vote for nothing: wait until it has voted all the same.
    const { highWater } = voter!.stores.safety.meta()
    while (voter!.stores.safety.meta().highWater.height <= highWater.height) await block(writer!)
    await block(writer!)
    await stop(voter!)
    for (const name of ['safety.db-wal', 'safety.db-shm', 'chain.db-wal', 'chain.db-shm']) rmSync(path.join(net.root, id, name), { force: true })
    files(id, 'older', ['safety.db', 'chain.db', 'keys'], true)
    const [again] = await start(id)
    await until(() => again!.stores.safety.meta().quarantined)
    expect(again!.stores.safety.load().votes.filter(({ height }) => height > highWater.height)).toEqual([])
    await until(() => codes(again!).includes('VOTING_FROM_LATER_BLOCK'))
    const { from } = { from: Number(again!.health()[0]!.params!['height']) }
    while (writer!.chain.head().height < from - 1) await block(writer!)
    await until(() => !again!.stores.safety.meta().quarantined)
  })
})

describe('two records of one device with one sequence number', () => {
  it('become evidence, in a file that anybody can verify; one of them is final', async () => {
    const [writer, other] = await start(...net.ids)
    await settled()
    const device = writer!.signer.id.keyId
    const tip = readDevice(writer!.chain.state, device)!
    const twins = await writer!.signer.withIdKey(PASSPHRASE, (sign) =>
      [1, 2].map((twin) =>
        sealEnvelope(
          buildPayload({ kind: 'note.put', net: writer!.chain.genesisHash, author: writer!.folder.network.me, device, head: { n: tip.n, prev: tip.p }, at: Date.now(), body: { twin } }),
          (input) => sign(input.slice(-32)),
        ),
      ),
    )
    for (const { bytes } of twins) writer!.submit(bytes)
    await until(() => nodes.every((node) => node.chain.head().logSize === 45))
    const [found] = writer!.evidence.list()
    expect(found).toMatchObject({ code: 'A1', member: writer!.folder.network.me })
    const facts = unwrap(verifyEvidence(writer!.evidence.file(found!.name), other!.chain.genesisHash))
    expect(facts).toMatchObject({ code: 'A1', members: [writer!.folder.network.me], sequence: tip.n + 1 })
    expect(() => writer!.evidence.file('E1/0/1/0/BJ')).toThrow(expect.objectContaining({ code: 'EVIDENCE_NONE' }))
  })
})

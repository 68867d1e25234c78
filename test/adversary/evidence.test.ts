import { afterEach, describe, expect, it } from 'vitest'
import type { Node } from '../../electron/peer/node/types.ts'
import {
  encodeCert, FINALIZE, NOTARIZE, NULLIFY, readLedgerMember, verifyEvidence, ZERO_HASH, type Hash,
} from '../../shared/ledger/index.ts'
import { toHex } from '../../shared/kit/bytes.ts'
import { unwrap } from '../../shared/kit/result.ts'
import { grantRecords, rootRecord } from '../fixtures/net/grants.ts'
import { localNode } from '../fixtures/net/local.ts'
import { foundFolders, PASSPHRASE, until } from '../fixtures/net/processes.ts'
import { Villain } from '../fixtures/net/villain.ts'

let net: Awaited<ReturnType<typeof foundFolders>>
let nodes: Node[] = []
let villains: Villain[] = []

async function found(n: number): Promise<void> {
  net = await foundFolders(n)
  nodes = await Promise.all(net.ids.map(async (id) => (await localNode(net.root, id)).node))
  await until(() => nodes.every((node) => node.chain.pending.size === 0 && node.chain.head().height > 0 && node.chain.head().height === nodes[0]!.chain.head().height))
}
/** The members' own peers stop, and others speak with their keys. */
async function turn(...ids: readonly string[]): Promise<Villain[]> {
  const gone = nodes.filter((node) => ids.includes(node.folder.network.me))
  nodes = nodes.filter((node) => !gone.includes(node))
  await Promise.all(gone.map((node) => node.stop()))
  const risen = await Promise.all(ids.map((id) => Villain.rise(net.root, id)))
  villains.push(...risen)
  return risen
}
async function restarted(node: Node): Promise<Node> {
  const { me } = node.folder.network
  await node.stop()
  const { node: again } = await localNode(net.root, me)
  nodes = nodes.map((one) => (one === node ? again : one))
  return again
}
const codes = (node: Node): string[] => node.health().map(({ code }) => code)
const finalBy = (height: number, blockId: Hash): Uint8Array => {
  const votes = villains.map((villain) => villain.vote(FINALIZE, 0, blockId, height)).sort((a, b) => a.signer - b.signer)
  return encodeCert({ kind: FINALIZE, epoch: 0, height, view: 0, blockId, signers: votes.map(({ signer }) => signer), sigs: votes.map(({ sig }) => sig) })
}

afterEach(async () => {
  await Promise.all(villains.map((villain) => villain.fall()))
  villains = []
  await Promise.all(nodes.map((node) => node.stop()))
  nodes = []
  net.remove()
})

describe('what a member did against the rules', () => {
  it('is kept by every honest peer by name, becomes a file, and as a record puts the voter on standby', async () => {
    await found(5)
    const bad = net.ids[4]!
    const [villain] = await turn(bad)
    const { height } = villain!
    const block = await villain!.block(0)
    const other = await villain!.block(0)
    for (const { folder } of nodes) {
      await villain!.say(villain!.address(folder.network.me), villain!.votes(
        villain!.vote(NOTARIZE, 0, block.blockId), villain!.vote(NOTARIZE, 0, other.blockId), villain!.vote(NULLIFY, 1, ZERO_HASH), villain!.vote(FINALIZE, 1, block.blockId),
        villain!.vote(FINALIZE, 2, block.blockId), villain!.vote(FINALIZE, 2, other.blockId),
      ))
    }
    const names = [`E1/0/${height}/0/${bad}`, `E2/0/${height}/2/${bad}`, `E3/0/${height}/1/${bad}`]
    await until(() => nodes.every((node) => node.evidence.list().length === 3))
    for (const node of nodes) {
      expect(node.evidence.list().map(({ name }) => name).sort()).toEqual(names)
      expect(node.evidence.list().map(({ member }) => member)).toEqual([bad, bad, bad])
      for (const name of names) expect(unwrap(verifyEvidence(node.evidence.file(name), node.chain.genesisHash))).toMatchObject({ code: name.slice(0, 2), members: [bad], height })
      expect(node.health()).toContainEqual({ level: 'warning', code: 'NODE_EVIDENCE', params: { count: 3, members: bad } })
      expect(node.membership.voters().members).toHaveLength(5)
    }

    const [reporter] = nodes
    const piece = reporter!.evidence.list().find(({ code }) => code === 'E3')!
    const record = await rootRecord(reporter!, PASSPHRASE, 'evidence.submit', { epoch: 0, first: toHex(piece.first), second: toHex(piece.second) })
    reporter!.submit(record.bytes)
    await until(() => nodes.every((node) => node.recordState(record.id)?.word === 'final'))
    for (const node of nodes) {
      expect(node.recordState(record.id)).toMatchObject({ void: null })
      expect(readLedgerMember(node.chain.state, bad)).toMatchObject({ standing: 'observer' })
      expect(node.membership.voters()).toMatchObject({ epoch: 1, members: { length: 4 } })
    }
    expect(new Set(nodes.map((node) => node.status().stateRoot)).size).toBe(1)
  })
})

describe('two final blocks of one height, signed by a majority', () => {
  it('of a height that is final here: both kept with their headers, a file, voting off and off again after a restart', async () => {
    await found(4)
    const [a, b, c, d] = net.ids as [string, string, string, string]
    const [first] = await turn(b)
    // The other three go on without it: its block of this height will be another one.
    const forged = await first!.block(0)
    const { height } = first!
    const victim = nodes.find((node) => node.folder.network.me === a)!
    victim.submit((await grantRecords(victim, PASSPHRASE, 1))[0]!.bytes)
    await until(() => nodes.every((node) => node.chain.head().height === height))
    await turn(c, d)
    await first!.say(first!.address(a), first!.proposal(forged, 0, false))
    await first!.say(first!.address(a), { certs: [finalBy(height, forged.blockId)] })
    await until(() => codes(victim).includes('CONSENSUS_FORK'))
    const votes = victim.stores.safety.load().votes.length
    const expectFork = (node: Node): void => {
      expect(node.health()[0]).toMatchObject({ level: 'error', code: 'CONSENSUS_FORK', params: { height } })
      const shown = unwrap(verifyEvidence(node.evidence.file(`FORK/${height}`), node.chain.genesisHash))
      expect(shown).toMatchObject({ code: 'FORK', height })
      // Quorums of three in four have two members in common at least.
      expect(shown.members.length).toBeGreaterThanOrEqual(2)
      // In one view they have finalized twice, over two views they have nullified the view of the forged one.
      expect(new Set(node.evidence.list().flatMap(({ code, member }) => (code === 'FORK' ? [] : [member]))).size).toBeGreaterThanOrEqual(2)
    }
    expectFork(victim)
    const again = await restarted(victim)
    await until(() => codes(again).includes('CONSENSUS_FORK'))
    expectFork(again)
    again.submit((await grantRecords(again, PASSPHRASE, 1))[0]!.bytes)
    await new Promise((resolve) => setTimeout(resolve, 4_000))
    expect(again.stores.safety.load().votes).toHaveLength(votes)
  })

  it('inside the open slot: kept with both headers, shown, and again after a restart', async () => {
    await found(4)
    const [a, ...others] = net.ids as [string, ...string[]]
    const [speaker] = await turn(...others)
    const { height } = speaker!
    const [one, two] = [await speaker!.block(0), await speaker!.block(0)]
    const [victim] = nodes
    for (const block of [one, two]) await speaker!.say(speaker!.address(a), speaker!.proposal(block, 0, false))
    await speaker!.say(speaker!.address(a), { certs: [finalBy(height, one.blockId), finalBy(height, two.blockId)] })
    await until(() => codes(victim!).includes('CONSENSUS_FORK'))
    const expectFork = (node: Node): void => {
      const file = node.evidence.file(`FORK/${height}`)
      expect(unwrap(verifyEvidence(file, node.chain.genesisHash))).toMatchObject({ code: 'FORK', height, members: [...others].sort() })
      expect(node.evidence.list().filter(({ code }) => code === 'E2').flatMap(({ member }) => member ?? []).sort()).toEqual([...others].sort())
    }
    expectFork(victim!)
    const again = await restarted(victim!)
    await until(() => codes(again).includes('CONSENSUS_FORK'))
    expectFork(again)
  })
})

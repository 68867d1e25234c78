import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { CodedError, unwrap } from '../../../shared/kit/result.ts'
import { certOf, encodeCert, FINALIZE, genesisChanges, openGenesis, signVote } from '../../../shared/ledger/index.ts'
import type { Driver } from '../../../electron/peer/consensus/driver.ts'
import type { ExecutedBlock } from '../../../electron/peer/consensus/engine.ts'
import { LedgerEngine } from '../../../electron/peer/consensus/ledger-engine.ts'
import { demoMembers } from '../../../electron/peer/demo/members.ts'
import { foundWith } from '../../../electron/peer/host/founding.ts'
import { firstStaff } from '../../../electron/peer/host/staff.ts'
import type { PeerRef } from '../../../electron/peer/net/directory.ts'
import type { Network } from '../../../electron/peer/net/network.ts'
import { blocksHandler } from '../../../electron/peer/net/protocols/blocks/handler.ts'
import { creditApplication } from '../../../electron/peer/node/application.ts'
import { openChain } from '../../../electron/peer/store/chain/open.ts'
import { CatchUp } from '../../../electron/peer/sync/catch-up.ts'

const TIME = Date.UTC(2026, 0, 5)
const founded = foundWith('catch-up', demoMembers(4).map((member) => ({ ...member, address: '', staff: firstStaff(member.id, member.tier) })), true, TIME)
const genesis = unwrap(openGenesis(founded.genesisBytes))
const peer: PeerRef = { id: 'peer', member: 'BJ', kind: 'seat', access: 'full' }
const opened: (() => void)[] = []

afterEach(() => {
  for (const close of opened.splice(0).reverse()) close()
})

function member() {
  const { executor, describe: words, projector } = creditApplication()
  const folder = mkdtempSync(path.join(tmpdir(), 'zxl-catch-up-'))
  const { store: chain } = openChain(path.join(folder, 'chain.db'), {
    genesis: founded.genesisBytes, genesisHash: genesis.hash, genesisTime: TIME, genesisState: () => genesisChanges(genesis, executor), projector, now: TIME,
  })
  opened.push(() => rmSync(folder, { recursive: true }), () => chain.close())
  const engine = new LedgerEngine({ chain, genesis, executor, describe: words })
  const commit = (block: ExecutedBlock, cert: Uint8Array): void => void chain.commitBlock({ ...block.commit, cert, finalizedAt: TIME })
  return { chain, engine, commit }
}

function certificate({ header, blockId }: ExecutedBlock): Uint8Array {
  const statement = { kind: FINALIZE, epoch: 0, height: header.height, view: 0, blockId } as const
  return encodeCert(certOf(genesis.voters.members.map(({ id }, i) => signVote(genesis.hash, statement, i, founded.bundles.find(({ network }) => network.me === id)!.seeds.vote))))
}

describe('catching up', () => {
  it('blames nobody where the own voting made a block final while it was on its way', async () => {
    const [theirs, ours] = [member(), member()]
    const blocks = founded.bundles.slice(0, 2).map(({ grants }, i) => {
      const block = unwrap(theirs.engine.build({ view: 0, time: TIME + 1 + i, body: grants }))
      theirs.commit(block, certificate(block))
      return block
    })
    const refused: string[] = []
    const serve = blocksHandler({
      height: () => theirs.chain.head().height,
      header: (height) => theirs.chain.header(height)?.bytes ?? null,
      cert: (height) => theirs.chain.cert(height),
      body: (height) => theirs.chain.body(height),
    }, () => true)
    let asked = 0
    const network = {
      ask: async (_: string, __: string, request: Uint8Array) => {
        const answer: Uint8Array[] = []
        for await (const frame of serve(peer, request)) answer.push(frame)
        if (asked++ === 0) ours.commit(blocks[0]!, certificate(blocks[0]!))
        return answer
      },
      refuse: (_: PeerRef, why: { code: string }) => void refused.push(why.code),
    } as unknown as Network
    const driver = { applyFinal: ours.commit, caughtUp: () => undefined, fail: (cause: unknown) => void refused.push(String(cause)) } as unknown as Driver
    const done = new Promise<void>((resolve) => {
      const catchUp = new CatchUp({
        genesisHash: genesis.hash, voters: () => ours.engine.electorate().voters, clock: { now: () => Date.now() }, chain: ours.chain, engine: ours.engine, driver: () => driver, network,
        sources: () => [peer], log: () => undefined, changed: () => void (catchUp.progress.running || resolve()),
      })
      catchUp.request(2, peer, true)
    })
    await done
    expect(refused).toEqual([])
    expect(asked).toBe(1)
    expect(ours.chain.head().stateRoot).toEqual(theirs.chain.head().stateRoot)
  })

  it('asks a peer that speaks of a height nobody can judge, and waits no longer for it than it has something to show', async () => {
    const ours = member()
    const targets: number[] = []
    let asked = 0
    const network = {
      ask: async () => {
        asked++
        throw new CodedError('NET_REFUSED', { code: 'NET_RANGE_UNKNOWN' })
      },
      refuse: () => undefined,
    } as unknown as Network
    const driver = { fail: () => undefined } as unknown as Driver
    await new Promise<void>((resolve) => {
      const catchUp = new CatchUp({
        genesisHash: genesis.hash, voters: () => ours.engine.electorate().voters, clock: { now: () => Date.now() }, chain: ours.chain, engine: ours.engine, driver: () => driver, network,
        sources: () => [], log: () => undefined,
        changed: () => {
          targets.push(catchUp.progress.target)
          if (!catchUp.progress.running) resolve()
        },
      })
      catchUp.request(1_000_000_000, peer, false)
    })
    expect(asked).toBe(1)
    expect(Math.max(...targets)).toBe(0)
  })
})

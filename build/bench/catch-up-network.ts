import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Application } from '../../electron/peer/node/application.ts'
import { unwrap } from '../../shared/kit/result.ts'
import {
  buildPayload, certOf, encodeCert, FINALIZE, genesisChanges, keyId, keySigner, openGenesis, publicKeyOf, quorum, sealEnvelope, signVote, type DeviceHead, type RecordPayload,
} from '../../shared/ledger/index.ts'
import { LedgerEngine } from '../../electron/peer/consensus/ledger-engine.ts'
import { demoMembers } from '../../electron/peer/demo/members.ts'
import { freePorts } from '../../electron/peer/demo/prepare.ts'
import { writeFolder } from '../../electron/peer/folder/write.ts'
import { openFolder } from '../../electron/peer/folder/open.ts'
import { foundWith } from '../../electron/peer/host/founding.ts'
import { firstStaff } from '../../electron/peer/host/staff.ts'
import { useNativeCrypto } from '../../electron/peer/node/native-crypto.ts'
import { openChain } from '../../electron/peer/store/chain/open.ts'
import { application } from './catch-up-application.ts'
import { LIGHT_KIND, lightBody } from './light.ts'

const TIME = Date.UTC(2026, 0, 5)
const PER_BLOCK = 1_000
const AUTHORS = 4
const COST = { N: 2 ** 10, r: 8, p: 1 }
/** Raise it when what is generated changes. */
const FORMAT = 3

export interface CatchUpNetwork {
  /** Folders of the members that have everything, and of the one that has nothing. */
  readonly serving: readonly string[]
  readonly newcomer: string
  readonly generatedMs: number
}

export interface LedgerPlan {
  readonly records: number
  readonly members: number
  readonly perBlock: number
  readonly application: () => Application
  /** Kind and body of an author's n-th record. */
  readonly record: (author: string, n: number) => { readonly kind: string; readonly body: RecordPayload['b'] }
  /** A record that the block of this height begins with instead; null: none. */
  readonly special?: (height: number, head: LedgerEngine) => { readonly kind: string; readonly body: RecordPayload['b'] } | null
}

const benchPlan = (records: number): LedgerPlan => ({
  records, members: AUTHORS, perBlock: PER_BLOCK, application, record: (author, n) => ({ kind: LIGHT_KIND, body: lightBody(author, n) }),
})

/** A network and a ledger of that plan, made once and kept under the system's temporary folder; the last member has nothing of it. */
export async function catchUpNetwork(records: number, name = `bench-${records}`, plan: LedgerPlan = benchPlan(records)): Promise<CatchUpNetwork> {
  const root = path.join(tmpdir(), `zxl-catch-up-${FORMAT}-${name}`)
  const ids = demoMembers(plan.members).map(({ id }) => id)
  const folders = ids.map((id) => path.join(root, id))
  const started = performance.now()
  const mark = path.join(root, 'complete')
  if (!existsSync(mark)) {
    rmSync(root, { recursive: true, force: true })
    mkdirSync(root, { recursive: true })
    await generate(root, plan)
    writeFileSync(mark, '')
  }
  await movePorts(folders)
  const newcomer = folders.at(-1)!
  for (const name of ['chain.db', 'chain-history.db', 'chain-next.db']) for (const rest of ['', '-wal', '-shm']) rmSync(path.join(newcomer, name + rest), { force: true })
  return { serving: folders.slice(0, -1), newcomer, generatedMs: Math.round(performance.now() - started) }
}

async function generate(root: string, plan: LedgerPlan): Promise<void> {
  useNativeCrypto(() => undefined)
  const members = demoMembers(plan.members).map((member) => ({ ...member, address: '127.0.0.1:1', listen: '127.0.0.1:1', staff: firstStaff(member.id, member.tier) }))
  const founded = foundWith('zhengxinlian-catch-up', members, true, TIME)
  for (const bundle of founded.bundles) await writeFolder(path.join(root, bundle.network.me), { ...bundle, grants: [] }, { passphrase: 'a passphrase for benchmarks', osWrap: null, cost: COST })
  const genesis = unwrap(openGenesis(founded.genesisBytes))
  const { executor, describe, projector } = plan.application()
  const file = path.join(root, members[0]!.id, 'chain.db')
  const { store: chain } = openChain(file, {
    genesis: founded.genesisBytes, genesisHash: genesis.hash, genesisTime: TIME, genesisState: () => genesisChanges(genesis, executor), projector, now: TIME,
  })
  const engine = new LedgerEngine({ chain, genesis, executor, describe })
  const authors = founded.bundles.slice(0, AUTHORS).map(({ network, seeds }) => ({ id: network.me, seed: seeds.id, device: keyId(publicKeyOf(seeds.id)), head: { n: 0, prev: null } as DeviceHead }))
  const seal = (author: (typeof authors)[number], { kind, body }: ReturnType<LedgerPlan['record']>): Uint8Array => {
    const payload = buildPayload({ kind, net: genesis.hash, author: author.id, device: author.device, head: author.head, at: TIME, body })
    const record = sealEnvelope(payload, keySigner(author.seed))
    author.head = { n: payload.n, prev: record.id }
    return record.bytes
  }
  for (let made = 0; made < plan.records; made += plan.perBlock) {
    const special = plan.special?.(chain.head().height + 1, engine) ?? null
    const body = Array.from({ length: Math.min(plan.perBlock, plan.records - made) }, (_, i) => {
      const author = authors[(made + i) % AUTHORS]!
      return seal(author, i === 0 && special ? special : plan.record(author.id, author.head.n + 1))
    })
    const { voters } = engine.electorate()
    const block = unwrap(engine.build({ view: 0, time: chain.head().time + 1_000, body }))
    const statement = { kind: FINALIZE, epoch: voters.epoch, height: block.header.height, view: 0, blockId: block.blockId } as const
    const signers = voters.members.slice(0, quorum(voters.members.length)).map(({ id }) => founded.bundles.find(({ network }) => network.me === id)!.seeds.vote)
    const cert = encodeCert(certOf(signers.map((seed, signer) => signVote(genesis.hash, statement, signer, seed))))
    chain.commitBlock({ ...block.commit, cert, finalizedAt: TIME })
  }
  chain.close()
  for (const { id } of members.slice(1, -1)) copyFileSync(file, path.join(root, id, 'chain.db'))
}

/** Ports that are free today, known to all. */
async function movePorts(folders: readonly string[]): Promise<void> {
  const ports = await freePorts(folders.length)
  const ids = folders.map((folder) => path.basename(folder))
  for (const [i, place] of folders.entries()) {
    const folder = openFolder(place)
    const address = (id: string): string => `127.0.0.1:${ports[ids.indexOf(id)]}`
    folder.saveNetwork({ ...folder.network, listen: `127.0.0.1:${ports[i]}`, members: folder.network.members.map((member) => ({ ...member, address: address(member.id) })) })
    folder.close()
  }
}

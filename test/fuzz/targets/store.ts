import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { storedCerts, storedVotes } from '../../../electron/peer/consensus/durable.ts'
import { SlotBlocks } from '../../../electron/peer/consensus/slot-blocks.ts'
import type { BlockEngine } from '../../../electron/peer/consensus/engine.ts'
import { openChain } from '../../../electron/peer/store/chain/open.ts'
import { openSafety } from '../../../electron/peer/store/safety/open.ts'
import type { SafetyImage } from '../../../electron/peer/store/safety/types.ts'
import { openOrRecover } from '../../../electron/peer/store/workbench/open.ts'
import { utf8 } from '../../../shared/kit/bytes.ts'
import { unwrap } from '../../../shared/kit/result.ts'
import { openGenesis, sha256 } from '../../../shared/ledger/index.ts'
import { options, record } from '../../fixtures/store/blocks.ts'
import { goldenBytes } from '../../vectors/golden.ts'
import { thrown, type Target } from '../target.ts'

const ledger = (name: string): Uint8Array => goldenBytes('ledger/formats', name)
const G = ledger('genesisHash')
const { voters } = unwrap(openGenesis(ledger('genesis')))
const image = (parts: Partial<SafetyImage>): SafetyImage => ({ meta: {} as SafetyImage['meta'], votes: [], certs: [], blocks: [], heard: [], ...parts })
const row = { height: 1, view: 0, kind: 1 as const, blockId: ledger('blockId') }

/** What of safety.db does not decode after a restart is left out, and nothing else happens. */
const rows =
  (work: (input: Uint8Array) => unknown) =>
  (input: Uint8Array): string | null => {
    try {
      work(input)
      return null
    } catch (error) {
      return `a damaged row stops the start: ${thrown(error) ?? String(error)}`
    }
  }

const folder = mkdtempSync(join(tmpdir(), 'zxl-fuzz-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const kept = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`../../fixtures/store/${name}.db`, import.meta.url)))

/** A whole database file as a bad disk or another program left it: opened and read, refused with a code, or set aside. */
const database =
  (name: string, use: (path: string) => void) =>
  (input: Uint8Array): string | null => {
    const own = mkdtempSync(join(folder, 'db-'))
    const path = join(own, `${name}.db`)
    try {
      writeFileSync(path, input)
      use(path)
      return null
    } catch (error) {
      return thrown(error)
    } finally {
      rmSync(own, { recursive: true, force: true })
    }
  }

const hash = (text: string): Uint8Array => sha256(utf8(text))
const owner = { genesisHash: options.genesisHash, voteKeyId: hash('vote key'), firstTime: false, random: () => hash('other'), now: options.now }

function safety(path: string): void {
  const { store } = openSafety(path, owner)
  try {
    store.load()
    store.finalized(3)
  } finally {
    store.close()
  }
}

function chain(path: string): void {
  const { store } = openChain(path, options)
  try {
    store.head()
    store.record(record(2).recordId)
    store.pending.holders(record(4).recordId)
    store.views.counts()
  } finally {
    store.close()
  }
}

function workbench(path: string): void {
  const { store } = openOrRecover(path, { genesisHash: options.genesisHash, memberId: 'BJ', backups: join(path, '..', 'backups'), now: options.now })
  try {
    store.drafts.get('draft-1')
    store.outbox.open()
    store.preferences.get('language')
  } finally {
    store.close()
  }
}

export const STORE: readonly Target[] = [
  { name: 'store.heard', form: 'bytes', seeds: [ledger('vote')], take: rows((bytes) => storedVotes(G, () => 0, image({ heard: [{ ...row, signer: 1, bytes }] }))) },
  { name: 'store.cert', form: 'cbor', seeds: [ledger('certificate')], take: rows((bytes) => storedCerts(image({ certs: [{ ...row, bytes }] }))) },
  { name: 'store.block', form: 'cbor', seeds: [ledger('block')], take: rows((bytes) => new SlotBlocks({} as BlockEngine, () => voters).restore(bytes)) },
  { name: 'store.safety.file', form: 'bytes', seeds: [kept('safety-v2')], share: 0.05, take: database('safety', safety) },
  { name: 'store.chain.file', form: 'bytes', seeds: [kept('chain-v3')], share: 0.03, take: database('chain', chain) },
  { name: 'store.workbench.file', form: 'bytes', seeds: [kept('workbench-v2')], share: 0.03, take: database('workbench', workbench) },
]

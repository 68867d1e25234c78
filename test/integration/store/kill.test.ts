import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openChain } from '../../../electron/peer/store/chain/open.ts'
import { openSafety } from '../../../electron/peer/store/safety/open.ts'
import { openWorkbench } from '../../../electron/peer/store/workbench/open.ts'
import { utf8 } from '../../../shared/kit/bytes.ts'
import { appendLeaves, EMPTY_LOG, logRoot, sha256, StateTree } from '../../../shared/ledger/index.ts'
import { options, record } from '../../fixtures/store/blocks.ts'

const ROUNDS = 8
const { genesisHash, now } = options
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zxl-kill-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Lets the writer acknowledge some writes, kills it with SIGKILL at once, gives the last number it said of each kind. */
function killed(what: string, lines: number): Promise<Map<string, number>> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'writer.ts'), what, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    let isKilled = false
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      if (!isKilled && text.split('\n').length > lines) {
        isKilled = true
        child.kill('SIGKILL')
      }
    })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (signal !== 'SIGKILL') reject(new Error(`the writer ended by itself: ${code}`))
      // What follows the last line feed was cut off by the kill and promises nothing.
      const said = text.slice(0, text.lastIndexOf('\n')).split('\n').map((line) => line.split(' '))
      resolve(new Map(said.map(([kind, n]) => [kind!, Number(n)])))
    })
  })
}

describe('kill -9 in the middle of writing', () => {
  it('chain.db: no acknowledged block is lost, and what is there is whole', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const said = await killed('chain', 5 + 7 * round)
      const { store, setAside } = openChain(join(folder, 'chain.db'), options)
      expect(setAside).toBeNull()
      const { height, logSize, stateRoot } = store.head()
      expect(height).toBeGreaterThanOrEqual(said.get('height') ?? 0)
      expect(logSize).toBe(3 * height)
      expect(store.log.root()).toEqual(logRoot(appendLeaves(EMPTY_LOG, Array.from({ length: logSize }, (_, i) => record(i + 1).leaf))))
      expect(StateTree.of(store.state).root).toEqual(stateRoot)
      expect(store.views.counts().institutions).toBe(Math.min(height, 50))
      const acknowledged = said.get('pending') ?? 0
      for (let seq = 1; seq <= acknowledged; seq++) {
        const { recordId } = record(seq)
        expect(store.record(recordId) !== null || store.pending.has(recordId)).toBe(true)
        expect(store.record(recordId) !== null && store.pending.has(recordId)).toBe(false)
      }
      store.close()
    }
  })

  it('safety.db: no acknowledged vote is lost', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const said = await killed('safety', 3 + 11 * round)
      const { store, setAside } = openSafety(join(folder, 'safety.db'), { genesisHash, voteKeyId: sha256(utf8('key')), firstTime: false, random: () => genesisHash, now })
      expect([setAside, store.stopped()]).toEqual([null, null])
      const image = store.load()
      const last = said.get('vote')!
      expect(image.meta.highWater.height).toBeGreaterThanOrEqual(last)
      expect(image.votes.some(({ height }) => height === last) || image.meta.finalized >= last).toBe(true)
      expect(image.blocks.map(({ height }) => height)).toEqual(image.votes.map(({ height }) => height))
      store.close()
    }
  })

  it('workbench.db: no draft and no signed record is lost, and a draft is published exactly where its record is stored', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const said = await killed('workbench', 3 + 11 * round)
      const bench = openWorkbench(join(folder, 'workbench.db'), { genesisHash, memberId: 'BJ', backups: join(folder, 'backups'), now })
      const total = bench.drafts.list({ limit: 1 }).total
      expect(total).toBeGreaterThanOrEqual(said.get('draft')!)
      const signed = said.get('signed')
      expect(signed === undefined || bench.outbox.get(String(signed)) !== null).toBe(true)
      for (let n = 1; n <= total; n++) expect(bench.drafts.get(`draft-${n}`)?.state === 'published').toBe(bench.outbox.get(String(n)) !== null)
      bench.close()
    }
  })
})

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeFileAtomic } from '../../../electron/peer/folder/files.ts'
import { openChain } from '../../../electron/peer/store/chain/open.ts'
import { openSafety } from '../../../electron/peer/store/safety/open.ts'
import { openWorkbench } from '../../../electron/peer/store/workbench/open.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import { utf8 } from '../../../shared/kit/bytes.ts'
import { sha256 } from '../../../shared/ledger/index.ts'
import { nextBlock, options, record } from '../../fixtures/store/blocks.ts'

const { genesisHash, now } = options
const voteKeyId = sha256(utf8('key'))

/** A folder on a file system of 1 MiB where this system lets us make one; null elsewhere. */
function tinyDisk(): { folder: string; free(): void } | null {
  const folder = mkdtempSync(join(tmpdir(), 'zxl-tiny-'))
  const mounted = process.platform === 'linux' && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status === 0
  if (!mounted) rmSync(folder, { recursive: true, force: true })
  return mounted
    ? {
        folder,
        free() {
          spawnSync('umount', ['-l', folder])
          rmSync(folder, { recursive: true, force: true })
        },
      }
    : null
}

/** On a file that may not grow (everywhere), and on a disk that is really full (where one can be made). */
function onFullDisks(work: (folder: string, maxPages: number | undefined) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'zxl-full-'))
  try {
    work(folder, 60)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const disk = tinyDisk()
  try {
    if (disk) work(disk.folder, undefined)
  } finally {
    disk?.free()
  }
}

/** Repeats until the disk is full; gives how often it went well. */
function fill(step: (n: number) => void): number {
  for (let n = 1; n < 100_000; n++) {
    try {
      step(n)
    } catch (error) {
      if (error instanceof CodedError && error.code === 'DISK_FULL') return n - 1
      throw error
    }
  }
  throw new Error('never full')
}
const code = (work: () => unknown): string => {
  try {
    work()
    return 'none'
  } catch (error) {
    return error instanceof CodedError ? error.code : String(error)
  }
}

describe('a full disk', () => {
  it('chain.db: the block that did not fit is not there, everything before it is', () => {
    onFullDisks((folder, maxPages) => {
      const path = join(folder, 'chain.db')
      const { store } = openChain(path, { ...options, maxPages })
      const big = (seq: number) => record(seq, { envelope: new Uint8Array(12_000).fill(seq) })
      const committed = fill((n) => store.commitBlock(nextBlock(store, [big(n)], [[`k${n}`, utf8('v')]])))
      expect(committed).toBeGreaterThan(2)
      expect(store.head().height).toBe(committed)
      expect(store.record(record(committed + 1).recordId)).toBeNull()
      const { stateRoot } = store.head()
      expect(store.state.root).toEqual(stateRoot)
      store.close()
      const again = openChain(path, options)
      expect([again.setAside, again.store.head().height]).toEqual([null, committed])
      expect(again.store.state.root).toEqual(stateRoot)
      again.store.close()
    })
  })

  it('safety.db: voting stops and stays stopped; what was durable stays', () => {
    onFullDisks((folder, maxPages) => {
      const path = join(folder, 'safety.db')
      const open = (limit?: number) => openSafety(path, { genesisHash, voteKeyId, firstTime: true, random: () => voteKeyId, now, maxPages: limit })
      const { store } = open(maxPages)
      const vote = (height: number) => ({ epoch: 0, height, view: 0, kind: 1 as const, blockId: sha256(utf8(String(height))), sig: new Uint8Array(64) })
      const block = (height: number) => ({ height, blockId: vote(height).blockId, bytes: new Uint8Array(20_000) })
      const persisted = fill((n) => store.persist({ votes: [vote(n)], blocks: [block(n)] }))
      expect(store.stopped()).toEqual({ code: 'DISK_FULL' })
      expect(code(() => store.persist({ votes: [vote(persisted + 1)] }))).toBe('SAFETY_STOPPED')
      store.close()
      const again = open().store
      expect(again.load().votes).toHaveLength(persisted)
      again.close()
    })
  })

  it('workbench.db and key files: what was saved stays, what was not is refused in words', () => {
    onFullDisks((folder, maxPages) => {
      const path = join(folder, 'workbench.db')
      const open = (limit?: number) => openWorkbench(path, { genesisHash, memberId: 'BJ', backups: join(folder, 'backups'), now, maxPages: limit })
      const bench = open(maxPages)
      const event = { at: now, staffId: 'BJ-CL-01', action: 'save', comment: '' }
      const draft = (n: number) => ({ id: `d${n}`, kind: 'k', title: '', uscc: null, creator: 'BJ-CL-01', content: { text: 'x'.repeat(9000) }, batchId: null, fingerprint: null, problems: 0, createdAt: now })
      const saved = fill((n) => bench.drafts.create(draft(n), event))
      expect(bench.drafts.list({ limit: 1 }).total).toBe(saved)
      const key = code(() => writeFileAtomic(join(folder, 'network.json'), 'x'.repeat(2_000_000)))
      expect(key).toBe(maxPages === undefined ? 'DISK_FULL' : 'none')
      bench.close()
      const again = open()
      expect(again.drafts.get(`d${saved}`)?.content).toEqual(draft(saved).content)
      again.close()
    })
  })
})

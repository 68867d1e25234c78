import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KEPT_MS, openEvidence, type StoredEvidence } from '../../../electron/peer/store/evidence/open.ts'

const NOW = Date.UTC(2026, 10, 22)
const piece = (n: number, more: Partial<StoredEvidence> = {}): StoredEvidence => ({
  name: `E1/0/${n}/0/BJ`, code: 'E1', member: 'BJ', epoch: 0, height: n, view: 0, first: Uint8Array.of(1, n), second: Uint8Array.of(2, n), foundAt: NOW, ...more,
})
let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zxl-evidence-'))
  file = path.join(folder, 'evidence.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('evidence.db', () => {
  it('keeps one piece a breach, newest first, over restarts', () => {
    const first = openEvidence(file, { now: NOW }).store
    expect([first.add(piece(1)), first.add(piece(2, { foundAt: NOW + 1 })), first.add(piece(1, { first: Uint8Array.of(9) }))]).toEqual(['added', 'added', 'known'])
    first.close()
    const again = openEvidence(file, { now: NOW }).store
    expect(again.list()).toEqual([piece(2, { foundAt: NOW + 1 }), piece(1)])
    expect(again.get('E1/0/1/0/BJ')?.first).toEqual(Uint8Array.of(1, 1))
    expect(again.get('E1/0/3/0/BJ')).toBeNull()
    again.close()
  })

  it('drops nothing younger than 90 days and no fork, and says where it is full', () => {
    const { store } = openEvidence(file, { now: NOW, limit: 2 })
    store.add(piece(1, { code: 'FORK', name: 'FORK/1', member: null, foundAt: 0 }))
    store.add(piece(2))
    expect(store.add(piece(3, { foundAt: NOW + KEPT_MS }))).toBe('full')
    expect(store.add(piece(3, { foundAt: NOW + KEPT_MS + 1 }))).toBe('added')
    expect(store.list().map(({ name }) => name)).toEqual(['E1/0/3/0/BJ', 'FORK/1'])
    store.close()
  })

  it('opens the file of every version that was ever written', () => {
    copyFileSync(path.resolve(import.meta.dirname, '../../fixtures/store/evidence-v1.db'), file)
    const { store } = openEvidence(file, { now: NOW })
    expect(store.list()).toEqual([piece(7)])
    store.close()
  })

  it('sets a damaged file aside and goes on', () => {
    writeFileSync(file, 'not a database at all'.repeat(400))
    const { store, setAside } = openEvidence(file, { now: NOW })
    expect(setAside).toContain('damaged')
    expect(store.list()).toEqual([])
    store.close()
  })
})

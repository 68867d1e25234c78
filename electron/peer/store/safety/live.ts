import { existsSync, renameSync, rmSync } from 'node:fs'
import { CodedError } from '../../../../shared/kit/result.ts'
import type { Hash } from '../../../../shared/ledger/types.ts'
import { setAside } from '../sqlite/aside.ts'
import { openSafety, type OpenSafetyOptions } from './open.ts'
import type { SafetyBatch, SafetyImage, SafetyMeta, SafetyStore } from './types.ts'

/**
 * safety.db of a seat whose vote key can change: every key has a file of its own, and a new key begins with a clean one. The
 * file of the key before is kept beside it (`safety.db.former`) until the next change.
 */
export class LiveSafety implements SafetyStore {
  /** New name of a file that was damaged, or of another key; null where it was sound. */
  readonly setAside: string | null
  readonly #path: string
  readonly #options: Omit<OpenSafetyOptions, 'firstTime'>
  #store: SafetyStore

  /** Throws like openSafety, except that the file of another key of this network is set aside and the new one quarantined. */
  constructor(path: string, options: Omit<OpenSafetyOptions, 'firstTime'>) {
    this.#path = path
    this.#options = options
    try {
      const opened = openSafety(path, { ...options, firstTime: false })
      this.#store = opened.store
      this.setAside = opened.setAside
    } catch (error) {
      // A change of keys that was interrupted between key and file, or a file put back from before it.
      if (!(error instanceof CodedError) || error.code !== 'SAFETY_FOREIGN' || error.params?.['what'] !== 'key') throw error
      this.setAside = setAside(path, options.now)
      this.#store = openSafety(path, { ...options, firstTime: false }).store
    }
  }

  /**
   * The seat votes with another key from here on, which has never voted. A quarantine goes on: where keys or files were put
   * back from before an earlier change, this very key may have voted already.
   */
  rotate(voteKeyId: Hash): void {
    const firstTime = !this.#store.meta().quarantined
    this.#store.close()
    for (const suffix of ['-wal', '-shm', '']) {
      const former = `${this.#path}.former${suffix}`
      rmSync(former, { force: true })
      if (existsSync(this.#path + suffix)) renameSync(this.#path + suffix, former)
    }
    this.#store = openSafety(this.#path, { ...this.#options, voteKeyId, firstTime }).store
  }

  meta(): SafetyMeta {
    return this.#store.meta()
  }
  load(): SafetyImage {
    return this.#store.load()
  }
  persist(batch: SafetyBatch): void {
    this.#store.persist(batch)
  }
  finalized(height: number): void {
    this.#store.finalized(height)
  }
  enterQuarantine(): void {
    this.#store.enterQuarantine()
  }
  leaveQuarantine(fromHeight: number): void {
    this.#store.leaveQuarantine(fromHeight)
  }
  stopped(): { readonly code: string } | null {
    return this.#store.stopped()
  }
  close(): void {
    this.#store.close()
  }
}

import { CodedError } from '../../../../shared/kit/result.ts'
import { setAside } from '../sqlite/aside.ts'
import type { Database } from '../sqlite/database.ts'
import { isDiskFault } from '../sqlite/errors.ts'
import { openFile } from '../sqlite/open.ts'
import { Meta, type MetaOwner } from './meta.ts'
import { SAFETY_FILE } from './schema.ts'
import { SlotRows } from './slots.ts'
import type { SafetyBatch, SafetyImage, SafetyMeta, SafetyStore } from './types.ts'
import { MyVotes } from './votes.ts'

/** Slots kept below the finalized one: votes of others are evidence only while somebody still has them. */
const KEPT_SLOTS = 2

export interface OpenSafetyOptions extends MetaOwner {
  /** True only where the member can never have voted yet (its data folder was just made): then a new file may vote at once. */
  readonly firstTime: boolean
  readonly random: (length: number) => Uint8Array
  /** ms since 1970. */
  readonly now: number
  readonly maxPages?: number
}

/**
 * Opens safety.db. A missing, emptied or damaged file gives a quarantined one: what this member voted is then unknown, so
 * it may not vote until the network has told how far it is (`leaveQuarantine`). A damaged file is set aside, never deleted.
 * Throws SAFETY_FOREIGN (another network or key) and what `openFile` throws, STORE_CORRUPT excepted.
 */
export function openSafety(path: string, options: OpenSafetyOptions): { readonly store: SafetyStore; readonly setAside: string | null } {
  let aside: string | null = null
  let db: Database
  try {
    db = openFile(path, SAFETY_FILE, options)
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== 'STORE_CORRUPT') throw error
    aside = setAside(path, options.now)
    db = openFile(path, SAFETY_FILE, options)
  }
  try {
    const meta = new Meta(db, options, { quarantined: aside !== null || !options.firstTime, instanceId: options.random(32) })
    return { store: new Safety(db, meta), setAside: aside }
  } catch (error) {
    db.close()
    throw error
  }
}

class Safety implements SafetyStore {
  private readonly db: Database
  private readonly row: Meta
  private readonly votes: MyVotes
  private readonly slots: SlotRows
  private fault: { readonly code: string } | null = null

  constructor(db: Database, meta: Meta) {
    this.db = db
    this.row = meta
    this.votes = new MyVotes(db)
    this.slots = new SlotRows(db)
  }

  meta(): SafetyMeta {
    return this.row.value
  }

  load(): SafetyImage {
    return { meta: this.row.value, votes: this.votes.all(), certs: this.slots.certs(), blocks: this.slots.blocks(), heard: this.slots.heard() }
  }

  persist(batch: SafetyBatch): void {
    this.write(() => {
      const { quarantined, finalized, voteFrom } = this.row.value
      for (const block of batch.blocks ?? []) this.slots.addBlock(block)
      for (const vote of batch.votes ?? []) {
        if (quarantined || vote.height < voteFrom) throw new CodedError('VOTE_QUARANTINED', { height: vote.height })
        if (vote.height <= finalized) throw new CodedError('VOTE_BELOW_FINAL', { height: vote.height, finalized })
        if (this.votes.add(vote)) this.row.raise(vote)
      }
      for (const cert of batch.certs ?? []) this.slots.addCert(cert)
      for (const vote of batch.heard ?? []) this.slots.addHeard(vote)
    })
  }

  finalized(height: number): void {
    this.write(() => {
      this.row.finalize(height)
      this.votes.dropBelow(height - KEPT_SLOTS)
      this.slots.dropBelow(height - KEPT_SLOTS)
    })
  }

  enterQuarantine(): void {
    this.write(() => this.row.enterQuarantine())
  }

  leaveQuarantine(fromHeight: number): void {
    this.write(() => this.row.leaveQuarantine(fromHeight))
  }

  stopped(): { readonly code: string } | null {
    return this.fault ?? (this.row.value.quarantined ? { code: 'VOTE_QUARANTINED' } : null)
  }

  close(): void {
    this.db.close()
  }

  /** One transaction. After a fault of the disk, or a contradiction to what is durable, nothing is written any more. */
  private write(work: () => void): void {
    if (this.fault) throw new CodedError('SAFETY_STOPPED', { code: this.fault.code })
    try {
      this.db.transaction(work)
      this.row.refresh()
    } catch (error) {
      const code = error instanceof CodedError ? error.code : 'STORE_IO'
      if (isDiskFault(code) || code === 'VOTE_CONFLICT' || code === 'VOTE_RULE') this.fault = { code }
      throw error
    }
  }
}

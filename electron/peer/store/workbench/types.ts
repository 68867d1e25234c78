import type { Hash } from '../../../../shared/ledger/types.ts'

/** Content as it is typed: JSON, valid or not. */
export type DraftContent = { readonly [key: string]: unknown }

export interface DraftStep {
  /** 'create' | 'review' | 'vote' | 'approve' ...: the words of the credit domain. */
  readonly step: string
  readonly staffId: string
  /** Device key id, hex. */
  readonly device: string
  readonly at: number
  readonly comment: string
  readonly choice: string | null
  /** Signature over the step (hex) and what else the step signs, as JSON. */
  readonly sig: string
  readonly extra: { readonly [key: string]: unknown } | null
}

export interface Draft {
  readonly id: string
  readonly kind: string
  /** Raised by one with every change: the next writer must name the one it saw. */
  readonly rev: number
  /** 'draft' | 'submitted' | 'returned' | 'reviewed' | 'voted' | 'published' | 'discarded'. */
  readonly state: string
  readonly title: string
  readonly uscc: string | null
  readonly creator: string
  readonly content: DraftContent
  readonly steps: readonly DraftStep[]
  readonly batchId: string | null
  /** Same content imported twice is found by this (hex), null for what was typed. */
  readonly fingerprint: string | null
  /** Number of findings at the last save. */
  readonly problems: number
  readonly createdAt: number
  readonly updatedAt: number
  /** Hex id of the record it became. */
  readonly recordId: string | null
}
export type NewDraft = Omit<Draft, 'rev' | 'updatedAt' | 'recordId' | 'steps' | 'state'> & { readonly state?: string; readonly steps?: readonly DraftStep[] }
/** What a change may touch; what is absent stays. */
export type DraftPatch = Partial<Pick<Draft, 'state' | 'title' | 'uscc' | 'content' | 'steps' | 'problems' | 'recordId'>>
export interface DraftEvent {
  readonly at: number
  readonly staffId: string
  readonly action: string
  readonly comment: string
}
export interface DraftQuery {
  readonly states?: readonly string[]
  readonly kind?: string
  readonly uscc?: string
  readonly batchId?: string
  readonly creator?: string
  /** Drafts of these kinds, and all that this person created. */
  readonly sight?: { readonly kinds: readonly string[]; readonly creator: string }
  readonly limit: number
  readonly offset?: number
}

export interface DraftStore {
  /** Throws DRAFT_EXISTS where the id is taken. */
  create(draft: NewDraft, event: DraftEvent): Draft
  /** All or none of them, in one transaction; drafts whose fingerprint exists in an open draft are left out. Returns those made. */
  createMany(drafts: readonly NewDraft[], event: DraftEvent): readonly Draft[]
  get(id: string): Draft | null
  /** Throws DRAFT_UNKNOWN, DRAFT_CHANGED_ELSEWHERE {rev} where `rev` isn't the current one. */
  update(id: string, rev: number, patch: DraftPatch, event: DraftEvent): Draft
  list(query: DraftQuery): { readonly total: number; readonly items: readonly Draft[] }
  history(id: string): readonly DraftEvent[]
  /** Drafts per state, discarded ones included. */
  counts(): ReadonlyMap<string, number>
  /** Id of a draft (not discarded) with this fingerprint, null where there is none. */
  byFingerprint(fingerprint: string): string | null
}

/** A record signed here. It is kept until for ever: the envelope protects it until it is final, the rest is the outbox's list. */
export interface OutboxEntry {
  /** Hex. */
  readonly recordId: string
  readonly envelope: Uint8Array
  readonly kind: string
  readonly title: string
  readonly uscc: string | null
  readonly staffId: string
  readonly draftId: string | null
  /** Device key id (hex) and sequence: what the signer needs to go on without a gap. */
  readonly device: string
  readonly seq: number
  readonly savedAt: number
  /** Null until final. */
  readonly finalAt: number | null
  readonly height: number | null
  readonly void: { readonly code: string; readonly params?: Readonly<Record<string, string | number>> } | null
}
export type NewOutboxEntry = Omit<OutboxEntry, 'finalAt' | 'height' | 'void'>
export interface OutboxStore {
  /**
   * Stores a signed record and, in the same transaction, the draft it came from (state and record id).
   * Idempotent by record id. Throws OUTBOX_SEQ_TAKEN where the device signed another record with this sequence.
   */
  add(entry: NewOutboxEntry, draft?: { readonly id: string; readonly rev: number; readonly patch: DraftPatch; readonly event: DraftEvent }): void
  get(recordId: string): OutboxEntry | null
  /** Newest first. `word` 'open' = not final, 'final' = final with effect, 'void' = final without. */
  list(query: { readonly word?: 'open' | 'final' | 'void'; readonly limit: number; readonly offset?: number }): { readonly total: number; readonly items: readonly OutboxEntry[] }
  /** Not final, oldest first: what must be in the pending pool after a start. */
  open(): readonly OutboxEntry[]
  /** Last record that this device signed here, final or not. */
  tip(device: string): { readonly seq: number; readonly recordId: string } | null
  markFinal(entries: readonly { readonly recordId: string; readonly height: number; readonly at: number; readonly void: OutboxEntry['void'] }[]): void
  counts(): { readonly open: number; readonly final: number; readonly void: number }
}

export interface ImportBatch {
  readonly id: string
  readonly kind: string
  readonly fileName: string
  /** Hex sha256 of the file. */
  readonly fileHash: string
  readonly staffId: string
  readonly at: number
  readonly created: number
  readonly known: number
  readonly rejected: number
}
export interface BatchStore {
  add(batch: ImportBatch): void
  get(id: string): ImportBatch | null
  byFile(kind: string, fileHash: string): ImportBatch | null
  list(limit: number): readonly ImportBatch[]
}

/** Small settings of this desktop, JSON by name. */
export interface PreferenceStore {
  get(name: string): unknown
  set(name: string, value: unknown): void
}

export interface BackupFile {
  readonly path: string
  readonly name: string
  /** ms, from the file's name. */
  readonly at: number
  readonly bytes: number
}

/** workbench.db: what people of this center wrote and is nowhere else. Backed up while open. */
export interface WorkbenchStore {
  readonly drafts: DraftStore
  readonly outbox: OutboxStore
  readonly batches: BatchStore
  readonly preferences: PreferenceStore
  /** Copies the open file into the backup folder, keeps the newest ones. Returns the new backup. */
  backup(now: number): Promise<BackupFile>
  backups(): readonly BackupFile[]
  /** Several writes in one transaction. */
  transaction<T>(work: () => T): T
  close(): void
}

/** sha256 of the network a workbench belongs to: content never wanders into another network. */
export interface WorkbenchOwner {
  readonly genesisHash: Hash
  readonly memberId: string
}

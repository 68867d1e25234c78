import type { Hash, VoteKind } from '../../../../shared/ledger/types.ts'

export interface SafetyMeta {
  readonly genesisHash: Hash
  readonly voteKeyId: Hash
  /** Random, drawn when the file was made: two machines with one key have two of them. */
  readonly instanceId: Hash
  /** Starts of the peer on this file, this one included. */
  readonly bootCounter: number
  /** Highest slot and view ever voted in. */
  readonly highWater: { readonly epoch: number; readonly height: number; readonly view: number }
  /** Heights up to this one are final: no vote is taken for them any more. */
  readonly finalized: number
  /** The file was lost or set aside: no vote may be given until `leaveQuarantine`. */
  readonly quarantined: boolean
  /** Votes below this height are refused (end of a quarantine); 0 = no such bound. */
  readonly voteFrom: number
}

export interface MyVote {
  readonly epoch: number
  readonly height: number
  readonly view: number
  readonly kind: VoteKind
  /** 32 bytes, zero for a nullify vote. */
  readonly blockId: Hash
  readonly sig: Uint8Array
}
export interface SlotCert {
  readonly height: number
  readonly view: number
  readonly kind: VoteKind
  readonly blockId: Hash
  readonly bytes: Uint8Array
}
export interface SlotBlock {
  readonly height: number
  readonly blockId: Hash
  /** Header and body, encoded by the driver. */
  readonly bytes: Uint8Array
}
/** Votes of others on the open slot, kept so that a vote of yesterday evening counts this morning. */
export interface SlotVote {
  readonly height: number
  readonly view: number
  readonly kind: VoteKind
  readonly signer: number
  readonly blockId: Hash
  /** Encoded vote. */
  readonly bytes: Uint8Array
}

export interface SafetyBatch {
  readonly votes?: readonly MyVote[]
  readonly certs?: readonly SlotCert[]
  readonly blocks?: readonly SlotBlock[]
  readonly heard?: readonly SlotVote[]
}

export interface SafetyImage {
  readonly meta: SafetyMeta
  readonly votes: readonly MyVote[]
  readonly certs: readonly SlotCert[]
  readonly blocks: readonly SlotBlock[]
  readonly heard: readonly SlotVote[]
}

/** safety.db: what must be on the disk before a byte of it leaves this machine. Never backed up, never restored. */
export interface SafetyStore {
  meta(): SafetyMeta
  /** Everything kept, to go on after a restart. */
  load(): SafetyImage
  /**
   * One transaction, one flush; returns when it is durable. The same vote again is no error. Throws CodedError
   * VOTE_CONFLICT (another vote of this kind in this view is durable), VOTE_BELOW_FINAL, VOTE_QUARANTINED,
   * VOTE_RULE (finalize and nullify in one view), DISK_FULL, STORE_IO. After any of DISK_FULL, STORE_IO, VOTE_RULE and
   * VOTE_CONFLICT the store takes nothing more (SAFETY_STOPPED) until the peer is started again:
   * a flush that failed is never tried a second time.
   */
  persist(batch: SafetyBatch): void
  /** The slot is final: drops rows below `height - 2` (two slots are kept as evidence) and raises the floor. */
  finalized(height: number): void
  /** From here on no vote may be given until `leaveQuarantine`: what is durable is not all that was voted. */
  enterQuarantine(): void
  /** Ends the quarantine: votes only in slots >= `fromHeight`. */
  leaveQuarantine(fromHeight: number): void
  /** Null while votes are taken, otherwise why not. */
  stopped(): { readonly code: string } | null
  close(): void
}

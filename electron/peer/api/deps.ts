import type { RecordState } from '../../../shared/contract/base.ts'
import type { Overview } from '../../../shared/contract/overview.ts'
import type { AuditStatus } from '../../../shared/contract/network.ts'
import type { Topic } from '../../../shared/contract/events.ts'
import type { Clock, Log, Random } from '../../../shared/kit/env.ts'
import type { Genesis, Hash, VoterSet } from '../../../shared/ledger/types.ts'
import type { Problem } from '../../../shared/kit/result.ts'
import type { JoinFile } from '../folder/candidate.ts'
import type { NetworkFile } from '../folder/types.ts'
import type { KnownRequest } from '../node/guests.ts'
import type { Signer } from '../signer/types.ts'
import type { StoredEvidence } from '../store/evidence/open.ts'
import type { ChainStore } from '../store/chain/types.ts'
import type { WorkbenchStore } from '../store/workbench/types.ts'

/** What a screen may know of another member's seat. */
export interface SeenMember {
  readonly id: string
  readonly online: boolean
  readonly address: string | null
  readonly lastSeen: number | null
  readonly height: number | null
  readonly appVersion: string | null
  readonly rttMs: number | null
}

/** How a folder that was made from an invitation gets on. */
export interface Joining {
  readonly file: JoinFile
  /** Members that let this computer in, until when (ms). */
  readonly acceptedBy: ReadonlyMap<string, number>
  readonly refusal: Problem | null
}

/** The member's own place in the network, and the candidates at its door. */
export interface ApiMembership {
  /** This computer's libp2p peer id. */
  readonly peerId: string
  /** Voters of the next block. */
  voters(): VoterSet
  /** Whether this computer is the member's seat, and whether it votes on the next block. */
  isSeat(): boolean
  votes(): boolean
  /** Whether the own chain goes through the block that the inviter vouched for. */
  checkpoint(): 'none' | 'waiting' | 'confirmed' | 'differs'
  /** Null in a folder that was not made from an invitation. */
  joining(): Joining | null
  requests(): readonly KnownRequest[]
  /** Throws CodedError JOIN_REQUEST_*, INVITATION_*, NET_GUESTS_FULL. */
  addRequest(text: string): KnownRequest
  /** Throws CodedError JOIN_REQUEST_UNKNOWN. */
  dismissRequest(token: string): void
}

/** Contradictions in what members signed. */
export interface ApiEvidence {
  /** Newest first. */
  list(): readonly StoredEvidence[]
  /** A file that anybody can verify. Throws CodedError EVIDENCE_NONE, EVIDENCE_FORK_FILE. */
  file(name: string): string
}

/** The full audit of this computer's ledger; one at a time. */
export interface ApiAudit {
  readonly status: AuditStatus
  start(): AuditStatus
  cancel(): AuditStatus
}

/** What the API asks of a running peer. The composition root hands it in; tests hand in one that makes blocks by itself. */
export interface ApiNode {
  readonly genesis: Genesis
  /** How many voters the next block has. */
  readonly voters: number
  readonly chain: ChainStore
  readonly membership: ApiMembership
  readonly evidence: ApiEvidence
  readonly audit: ApiAudit
  /** Whether this peer votes for its member. */
  readonly seat: boolean
  /**
   * Takes a signed record into the pending pool and on its way. 'known' where it is pending or final already.
   * Throws CodedError of the pool (PENDING_*, DISK_FULL, STORE_IO) and of admission (RECORD_*).
   */
  submit(envelope: Uint8Array): 'added' | 'known'
  /** Which of the four words is true of a record now; null where this peer doesn't know it. */
  recordState(recordId: Hash): RecordState | null
  /** Members other than this one. */
  members(): readonly SeenMember[]
  health(): Overview['health']
  /** The members' clocks minus this computer's, ms; null while too few of them are heard. */
  clockOffset(): number | null
  sync(): Overview['sync']
  /** Calls back when something changed; returns how to stop it. */
  onChange(listener: (topics: readonly Topic[]) => void): () => void
}

export interface ApiDeps {
  readonly node: ApiNode
  readonly workbench: WorkbenchStore
  readonly signer: Signer
  readonly network: NetworkFile
  readonly appVersion: string
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

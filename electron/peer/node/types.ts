import type { Clock, Log, Random } from '../../../shared/kit/env.ts'
import type { Timing } from '../../../shared/ledger/consensus/types.ts'
import type { ApiNode } from '../api/deps.ts'
import type { Folder } from '../folder/types.ts'
import type { Signer } from '../signer/types.ts'
import type { ChainStore } from '../store/chain/types.ts'
import type { EvidenceStore } from '../store/evidence/open.ts'
import type { SafetyStore } from '../store/safety/types.ts'
import type { WorkbenchStore } from '../store/workbench/types.ts'
import type { Application } from './application.ts'
import type { NodeEvent } from './changes.ts'
import type { EvidenceDesk } from './evidence.ts'
import type { Health } from './health.ts'

export interface NodeOptions {
  /** Open data folder; the node closes it when it stops. */
  readonly folder: Folder
  readonly log: Log
  readonly clock: Clock
  readonly random: Random
  /** Version told to other members, `0.1.0`. */
  readonly version: string
  /** What the ledger executes; the credit domain unless a test hands in another. */
  readonly application?: Application
  /** Consensus timing other than the protocol's, for tests. */
  readonly timing?: Timing
}

export interface Stores {
  readonly chain: ChainStore
  readonly safety: SafetyStore
  readonly evidence: EvidenceStore
  readonly workbench: WorkbenchStore
}

export interface NodeStatus {
  readonly me: string
  /** This machine is its member's seat; `voter`: it is in the voter list of the next block. */
  readonly seat: boolean
  readonly voter: boolean
  readonly epoch: number
  readonly genesis: string
  readonly peerId: string
  readonly height: number
  /** Hex; id and state root of the newest final block, its time and when it was committed here. */
  readonly blockId: string
  readonly stateRoot: string
  readonly records: number
  readonly view: number
  readonly pending: number
  readonly includable: number
  /** Consensus messages sent since the start, one for each receiver: still while there is nothing to decide. */
  readonly consensusSent: number
  readonly quorum: { readonly n: number; readonly q: number; readonly online: number }
  readonly health: Health
  readonly peers: readonly PeerStatus[]
}

export interface PeerStatus {
  readonly id: string
  readonly peerId: string
  readonly seat: boolean
  readonly online: boolean
  readonly lastSeen: number | null
  readonly height: number | null
  readonly version: string | null
  readonly instanceId: string | null
  readonly rttMs: number | null
  readonly clockOffsetMs: number | null
  readonly address: string | null
}

/** A running peer. */
export interface Node extends ApiNode {
  readonly stores: Stores
  readonly signer: Signer
  readonly folder: Folder
  /** Contradictions in what members signed: kept, listed, made into files. */
  readonly evidence: EvidenceDesk
  status(): NodeStatus
  onEvent(listener: (event: NodeEvent) => void): () => void
  /** The computer woke up or its network changed: dial everybody at once. */
  wake(): void
  /** Clean stop: no further votes, connections closed, files closed, folder free. */
  stop(): Promise<void>
}

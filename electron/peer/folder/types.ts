import type { Genesis, Hash } from '../../../shared/ledger/types.ts'
import type { OsWrap, Signer } from '../signer/types.ts'
import type { ScryptCost } from '../signer/wrap.ts'
import type { JoinFile } from './candidate.ts'

export interface NetworkMember {
  readonly id: string
  readonly nameZh: string
  readonly nameEn: string
  readonly tier: string
  readonly regionCode: string
  /** Where its seat listens: `host:port`, or empty where unknown. */
  readonly address: string
}
export interface StaffAccount {
  readonly staffId: string
  /** Stays on this computer. */
  readonly displayName: string
  readonly roles: readonly string[]
}
/** network.json: what a member's desktop knows of its network besides the ledger. Never secret. */
export interface NetworkFile {
  readonly v: 1
  readonly net: string
  /** Hex G: a folder belongs to one network. */
  readonly genesisHash: string
  readonly me: string
  /** `host:port` to listen on. */
  readonly listen: string
  readonly members: readonly NetworkMember[]
  readonly staff: readonly StaffAccount[]
  /** A demonstration: coloured on screen, and it never talks to a real network. */
  readonly demo: boolean
  readonly createdAt: number
}

export interface FolderPaths {
  readonly root: string
  readonly network: string
  readonly genesis: string
  readonly chain: string
  readonly safety: string
  readonly evidence: string
  readonly workbench: string
  readonly backups: string
  readonly keys: string
  readonly lock: string
  /** How a folder made from an invitation began. */
  readonly join: string
  /** Invited candidates that this computer lets in. */
  readonly guests: string
  /** Where members' machines were found to listen. */
  readonly addresses: string
}

/** An open data folder: nobody else has it until `close`. */
export interface Folder {
  readonly paths: FolderPaths
  readonly network: NetworkFile
  readonly genesis: Uint8Array
  readonly genesisHash: Hash
  /** Codes with parameters of what is unwise about the place (synchronised folder, network drive). */
  readonly warnings: readonly { readonly code: string; readonly params?: Readonly<Record<string, string | number>> }[]
  /** Opens the key files of this folder (the OS store answers asynchronously). Rejects with SIGNER_OS_STORE, SIGNER_KEY_FILE. */
  signer(): Promise<Signer>
  /** Writes network.json anew, atomically (addresses and display names may change, G and `me` may not). */
  saveNetwork(network: NetworkFile): void
  close(): void
}
/** electron/peer/folder/open.ts: `openFolder(path, options): Folder`. */
export interface OpenFolderOptions {
  readonly osWrap?: OsWrap | null
}

export interface FoundStaff {
  readonly staffId: string
  readonly displayName: string
  readonly roles: readonly string[]
}
export interface FoundMember extends NetworkMember {
  readonly listen?: string
  readonly staff: readonly FoundStaff[]
}
/** electron/peer/folder/found.ts: `found(options): Founded`. */
export interface FoundOptions {
  readonly net: string
  /** ms; the genesis time and the clock of the grants. */
  readonly time: number
  readonly members: readonly FoundMember[]
  readonly methodology: { readonly id: string; readonly version: string; readonly hash: Uint8Array }
  readonly demo: boolean
  readonly random: (length: number) => Uint8Array
}
/** Everything one member needs, with its private keys in the clear: it lives in memory only, between founding and writing. */
export interface MemberBundle {
  readonly network: NetworkFile
  readonly genesis: Uint8Array
  readonly seeds: {
    readonly vote: Uint8Array
    readonly peer: Uint8Array
    readonly id: Uint8Array
    readonly staff: readonly { readonly staffId: string; readonly seed: Uint8Array }[]
  }
  /** Encoded envelopes of the staff grants, signed by the member's root key. */
  readonly grants: readonly Uint8Array[]
}
export interface Founded {
  readonly genesis: Genesis
  readonly genesisBytes: Uint8Array
  readonly genesisHash: Hash
  readonly bundles: readonly MemberBundle[]
}
/** electron/peer/folder/write.ts: `writeFolder(path, bundle, options): Promise<void>`; refuses a folder that isn't empty. */
export interface WriteFolderOptions {
  /** First passphrase of every staff account and of the member's root key. */
  readonly passphrase: string
  readonly osWrap?: OsWrap | null
  /** Where the folder is made from an invitation: the request that goes with it. */
  readonly join?: JoinFile
  /** The member may have voted before: its seat votes only after the others have told it where they stand. */
  readonly recovered?: boolean
  /** Cost of the key derivation; lower only where the passphrase protects nothing (demonstration, tests). */
  readonly cost?: ScryptCost
}
/**
 * electron/peer/folder/package.ts:
 * `exportMemberPackage(bundle, passphrase, now): Promise<string>` (text of a .zxlmember file),
 * `previewMemberPackage(text): PackagePreview` (no passphrase needed, nothing secret in it),
 * `importMemberPackage(text, passphrase): Promise<MemberBundle>`.
 */
export interface PackagePreview {
  readonly network: NetworkFile
  readonly genesisHash: Hash
  readonly createdAt: number
  /** First 16 hex digits of G in groups of four: what two people compare by telephone. */
  readonly fingerprint: string
  /** Of a recovery file: how its folder began. Null in a package for a first start. */
  readonly recovery: { readonly join: JoinFile | null } | null
}

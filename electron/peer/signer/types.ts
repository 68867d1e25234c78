import type { Hash, Suite, Vote } from '../../../shared/ledger/types.ts'

/** The operating system's key store (Electron safeStorage, DPAPI, Keychain), handed in where there is one. */
export interface OsWrap {
  /** Name written into the key file, so that a file wrapped by one store isn't given to another. */
  readonly name: string
  wrap(secret: Uint8Array): Promise<Uint8Array>
  /** Rejects where this user or machine can't open it. */
  unwrap(sealed: Uint8Array): Promise<Uint8Array>
}

export interface PublicKeyInfo {
  /** 32 bytes Ed25519. */
  readonly publicKey: Uint8Array
  /** sha256("zxl1/key\0" ‖ publicKey). */
  readonly keyId: Hash
}
export interface StaffKeyInfo extends PublicKeyInfo {
  readonly staffId: string
}

/** An unlocked staff key: a token that is worth nothing outside this process. */
export type Unlocked = string & { readonly unlocked: never }

/** The only place that holds private keys. Everything it signs carries its domain tag and suite. */
export interface Signer {
  readonly vote: PublicKeyInfo
  /** Vote key that waits for the ledger to name it; null while none does. */
  readonly nextVote: PublicKeyInfo | null
  readonly peer: PublicKeyInfo
  readonly id: PublicKeyInfo
  staff(): readonly StaffKeyInfo[]
  /**
   * Opens a staff key. Throws CodedError SIGNER_UNKNOWN_STAFF, SIGNER_WRONG_PASSPHRASE {left}, SIGNER_WAIT {seconds}
   * (after five wrong ones the wait doubles from 2 s up to 15 min), SIGNER_OS_STORE, SIGNER_KEY_FILE.
   */
  unlock(staffId: string, passphrase: string): Promise<Unlocked>
  /** Forgets the key; nothing happens for an unknown token. */
  lock(token: Unlocked): void
  lockAll(): void
  isUnlocked(token: Unlocked): boolean
  /** Key behind a token. Throws SIGNER_LOCKED. */
  who(token: Unlocked): StaffKeyInfo
  /** New passphrase for one's own key. Throws like unlock, and SIGNER_WEAK_PASSPHRASE. */
  changePassphrase(staffId: string, from: string, to: string): Promise<void>
  /** Signs "zxl1/rec-sig\0" ‖ suite ‖ recordId. Throws SIGNER_LOCKED. */
  signRecord(token: Unlocked, recordId: Hash): Uint8Array
  /** Signs the bytes of a step, already tagged by the credit domain ("zxl1/step\0" ...); refuses bytes with another tag. */
  signStep(token: Unlocked, message: Uint8Array): Uint8Array
  /** Makes the vote key that a `member.rotate` record announces; the waiting one where there is one already. Rejects like writing a key file does. */
  prepareVoteKey(): Promise<PublicKeyInfo>
  /**
   * The ledger names the waiting key: it votes from here on, and the old private key is erased. To be called only when the
   * block that says so is final: nothing of the old epoch needs a vote any more. Throws FILE_UNWRITABLE; then nothing has changed.
   */
  promoteVoteKey(): void
  /** Signs a vote of this seat. */
  signVote(genesisHash: Hash, vote: Omit<Vote, 'sig'>): Uint8Array
  /** Signs an invitation ("zxl1/invite\0" ...) with an unlocked staff key; refuses bytes with another tag. Throws SIGNER_LOCKED. */
  signInvitation(token: Unlocked, message: Uint8Array): Uint8Array
  /** Signs with the seat's vote key what is no vote: readiness ("zxl1/ready\0" ...) or a request to join ("zxl1/join\0" ...). */
  signSeat(message: Uint8Array): Uint8Array
  /** Signs "zxl1/ready\0" ... with the next vote key. Throws SIGNER_LOCKED where none is prepared. */
  signNextSeat(message: Uint8Array): Uint8Array
  /** Opens the member's root key for one piece of work and forgets it again. `sign` takes invitations only. */
  withIdKey<T>(passphrase: string, work: (signRecord: (recordId: Hash) => Uint8Array, sign: (message: Uint8Array) => Uint8Array) => T): Promise<T>
  /** Seed (32 bytes) of the transport key: libp2p wants the key itself. Given to the transport only. */
  transportSeed(): Uint8Array
  readonly suite: Suite
}

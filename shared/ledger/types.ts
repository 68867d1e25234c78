/**
 * The values of the ledger. Bytes are Uint8Array here and in the strict codec; text keys (Map, SQL) use lower-case hex.
 * All integers are exact (|i| < 2^53). `v` is the version of the wire type, 1 today.
 */

/** A member's code (JR/T 0326-2024 for centers, e.g. `BJ`; the operator is `SZSE`). */
export type MemberId = string
/** sha256 of something, 32 bytes. */
export type Hash = Uint8Array

/** Signature suite: 1 = Ed25519 with SHA-256. 2 is reserved for SM2/SM3. */
export type Suite = 1

export interface GenesisMember {
  readonly id: MemberId
  /** Ed25519 public keys, 32 bytes. `voteKey` signs votes, `idKey` is the member's cold root. */
  readonly voteKey: Uint8Array
  readonly idKey: Uint8Array
  /** libp2p peer ids (text) that may connect in this member's name; the first one is the seat. */
  readonly peers: readonly string[]
}

export interface Genesis {
  /** 1: the voters named here stay for good. 2: membership lives in the state, so records can change it. */
  readonly v: 1 | 2
  /** Name of the network, 1..64 characters. */
  readonly net: string
  /** Milliseconds since the epoch: every header is later. */
  readonly time: number
  readonly suite: Suite
  /** Sorted by id, 4..100. */
  readonly members: readonly GenesisMember[]
  /** Parameters of the executed application: opaque to the ledger (the credit domain reads it). */
  readonly params: Params
}
export type Params = { readonly [key: string]: ParamValue }
export type ParamValue = string | number | boolean | null | readonly ParamValue[] | Params

export interface RecordPayload {
  /** Record kind, e.g. `institution.register`. */
  readonly t: string
  readonly v: 1
  /** Genesis hash G of the network it belongs to. */
  readonly net: Hash
  /** Author: a member. */
  readonly a: MemberId
  /** Device key id of the signer: sha256("zxl1/key\0" ‖ public key). */
  readonly d: Hash
  /** Sequence of this device, from 1, without gaps. */
  readonly n: number
  /** Record id of the device's previous record; null for n = 1. */
  readonly prev: Hash | null
  /** The author's clock, ms. Informative: the decisive time is the ledger's order. */
  readonly at: number
  /** Body: a map of integers, booleans, text (NFC), bytes, null, lists and maps. The executed application knows its schema. */
  readonly b: { readonly [key: string]: BodyValue }
}
export type BodyValue = string | number | boolean | null | Uint8Array | readonly BodyValue[] | { readonly [key: string]: BodyValue }

/** A signed record as it travels and is stored: `s` signs "zxl1/rec-sig\0" ‖ suite ‖ recordId. */
export interface Envelope {
  readonly p: Uint8Array
  readonly s: Uint8Array
  readonly suite: Suite
}

export interface Header {
  readonly v: 1
  readonly G: Hash
  readonly epoch: number
  /** 1 for the first block. */
  readonly height: number
  /** The view in which the block was first proposed, and its proposer. */
  readonly view: number
  readonly proposer: MemberId
  readonly time: number
  /** Block id of the block before; G for height 1. */
  readonly parent: Hash
  /** Leaves since genesis, this block included, and the RFC 9162 root over them. */
  readonly logSize: number
  readonly logRoot: Hash
  /** Root of the state AFTER this block. */
  readonly stateRoot: Hash
  /** Hash of the voter list of this epoch. */
  readonly members: Hash
  /** Hash of the next epoch's voter list where this block closes its epoch, null everywhere else. */
  readonly nextMembers: Hash | null
}

export interface Block {
  readonly header: Header
  /** Encoded envelopes in ledger order. */
  readonly body: readonly Uint8Array[]
}

export type VoteKind = 1 | 2 | 3
export const NOTARIZE: VoteKind = 1
export const NULLIFY: VoteKind = 2
export const FINALIZE: VoteKind = 3

export interface Vote {
  readonly kind: VoteKind
  readonly epoch: number
  readonly height: number
  readonly view: number
  /** 32 bytes; zero for a nullify vote. */
  readonly blockId: Hash
  /** Index of the voter in the epoch's sorted member list. */
  readonly signer: number
  readonly sig: Uint8Array
}

/** At least q distinct signers of the epoch, ascending. Not unique: never hashed, never compared by bytes. */
export interface Cert {
  readonly kind: VoteKind
  readonly epoch: number
  readonly height: number
  readonly view: number
  readonly blockId: Hash
  readonly signers: readonly number[]
  readonly sigs: readonly Uint8Array[]
}

/** Voters of one epoch, sorted by member id (bytewise). */
export interface VoterSet {
  readonly epoch: number
  readonly members: readonly { readonly id: MemberId; readonly voteKey: Uint8Array }[]
}

export interface Proposal {
  readonly epoch: number
  readonly height: number
  readonly view: number
  readonly header: Header
  /** sha256 leaf hashes of the body, in order. */
  readonly leaves: readonly Hash[]
  /** Encoded envelopes, present while they are at most 32 KiB together. */
  readonly bodies: readonly Uint8Array[] | null
  /** N and X certificates that justify this proposal. */
  readonly justify: readonly Cert[]
  /** The leader's notarize vote: it is the proposal's signature. */
  readonly vote: Vote
}

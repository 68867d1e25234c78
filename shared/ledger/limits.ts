/**
 * Every number of the ledger's protocol, with its unit and the reason for it. A change here is a change of the protocol:
 * two peers with different numbers disagree about validity.
 */

/** Wire version of every type. */
export const WIRE_VERSION = 1
/** Suite 1: Ed25519 with SHA-256. 2 is reserved for SM2/SM3, which regional interoperability may demand. */
export const SUITE_ED25519 = 1

// ---- hashes and keys, bytes
export const HASH_BYTES = 32
export const PUBLIC_KEY_BYTES = 32
export const SECRET_KEY_BYTES = 32
export const SIGNATURE_BYTES = 64

// ---- members
/** Fewer than four voters tolerate no fault at all. */
export const MIN_MEMBERS = 4
/** Votes per slot grow with the square; 100 is far above the number of regional centers. */
export const MAX_MEMBERS = 100
/** Characters of a member id (`BJ`, `SZSE`): capital letters and digits. */
export const MAX_MEMBER_ID = 16
/** libp2p peer ids that may connect in one member's name: its seat and its other desktops. */
export const MAX_PEERS_PER_MEMBER = 32
export const MAX_PEER_ID = 128
/** Characters of a network's name. */
export const MAX_NET_NAME = 64

// ---- decoding of untrusted bytes
/** Nesting of maps and lists: no record kind needs more than half of it; a recursive decoder overflows near 5 000. */
export const MAX_DEPTH = 16
/** Characters of a map key inside a record or of the genesis parameters: keys are names, not content. */
export const MAX_MAP_KEY = 64

// ---- records
/** Bytes of one encoded envelope. Larger content stays outside and is referenced by its hash. */
export const MAX_ENVELOPE = 16 * 1024
/** Bytes of the payload inside: the envelope less its signature and framing. */
export const MAX_PAYLOAD = MAX_ENVELOPE - 96
/** Characters of a record kind such as `institution.register`. */
export const MAX_KIND = 64
/** Milliseconds a record's own time may lie ahead of its block's: a leader cannot date a block below its records. */
export const MAX_RECORD_AHEAD_MS = 10 * 60 * 1000

// ---- blocks
export const MAX_BLOCK_RECORDS = 2048
/** Bytes of all envelopes of one block: about one second of a 20 Mbit/s office line. */
export const MAX_BLOCK_BYTES = 2 * 1024 * 1024
/** Bytes of an encoded header: about 330 in practice, the rest is headroom for long member ids. */
export const MAX_HEADER = 1024
/** Milliseconds a header may be ahead of the adjusted clock at the first vote (local rule, never part of validity). */
export const MAX_HEADER_AHEAD_MS = 90 * 1000

// ---- consensus messages
/** Bytes of a vote: tag 10, G 32, epoch 8, height 8, view 4, kind 1, block id 32, signer 2, signature 64. */
export const VOTE_BYTES = 161
/** The first part of it, which is signed. */
export const VOTE_PREIMAGE_BYTES = 95
/** Bytes of a certificate: 100 signatures and framing. */
export const MAX_CERT = 8 * 1024
/** Envelopes travel inside a proposal up to this many bytes; above, only their hashes do (a push to 39 peers costs 39 times). */
export const MAX_INLINE_BODIES = 32 * 1024
/** Certificates attached to one proposal: two a view for the views a slot can reach before peers treat it as a hint. */
export const MAX_JUSTIFY = 64
/** Bytes of a proposal: 2 048 leaves of 34 bytes, inline bodies and the certificates. */
export const MAX_PROPOSAL = 1024 * 1024
/** Largest view number: the wire carries 32 bits. */
export const MAX_VIEW = 0xffff_ffff

// ---- genesis
/** Bytes of an encoded genesis: 100 members with 32 peers each, and the application's parameters. */
export const MAX_GENESIS = 1024 * 1024

// ---- state
/** Buckets of the state tree: 2^16, so that a bucket stays small up to tens of millions of keys. */
export const STATE_DEPTH = 16
export const STATE_BUCKETS = 1 << STATE_DEPTH
/** Keys of one bucket. Choosing keys that crowd one bucket takes a named member; the record that exceeds it is void. */
export const MAX_BUCKET_KEYS = 4096
/** UTF-8 bytes of a state key. */
export const MAX_STATE_KEY = 512
/** Bytes of a state value. */
export const MAX_STATE_VALUE = 64 * 1024
/** Changes one record may make. */
export const MAX_RECORD_CHANGES = 256

/** Recent blocks that records can cite, and whose certificates peers keep: minutes of full load, days of an office. */
export const RECENT_HEADS = 1024
/** Milliseconds between a cited header and the block that takes the citing record (`member.ready`): a day. */
export const MAX_READY_AGE_MS = 24 * 60 * 60 * 1000

// ---- log
/** Leaves of one stored tile: 256 hashes, 8 KiB. */
export const LOG_TILE_WIDTH = 256

// ---- proof files
/** Characters of a proof file: the genesis dominates. */
export const MAX_PROOF_TEXT = 4 * 1024 * 1024
/** Epochs a file may lead through: several changes of voters a month for decades. */
export const MAX_PROOF_HOPS = 1024
/** Signatures of one file: what the slowest verifier (no native Ed25519) checks in about half a minute. */
export const MAX_PROOF_SIGNATURES = 8192
/** Records of one file, and state entries it may speak about. */
export const MAX_PROOF_RECORDS = 2048
export const MAX_PROOF_KEYS = 8192

// ---- joining
/** Bytes of an invitation's random token. */
export const TOKEN_BYTES = 16
/** Longest validity of an invitation, ms: thirty days. What is older was forgotten by somebody. */
export const MAX_INVITATION_MS = 30 * 24 * 60 * 60 * 1000
/** Characters of an invitation file: genesis, closing blocks and voter lists of every epoch, one bucket of the state. */
export const MAX_INVITATION_TEXT = 8 * 1024 * 1024
/** Epochs an invitation can lead through. */
export const MAX_EPOCH_HOPS = 10_000
/** Characters of a request to join: it travels in one frame, before anything is known of its sender. */
export const MAX_JOIN_REQUEST_TEXT = 8 * 1024

// ---- verification
/** Successful verifications remembered, in two generations: enough for the open slot and a full block twice over. */
export const VERIFY_CACHE_ENTRIES = 16_384

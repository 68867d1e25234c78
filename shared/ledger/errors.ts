import { CodedError, err, problem, type Problem, type Result } from '../kit/result.ts'

/** Every code the ledger answers with, and what it means. The words for people are in shared/i18n (errors-ledger). */
export const LEDGER_ERRORS = {
  // decoding
  CBOR_TOO_LARGE: 'more bytes than the type allows',
  CBOR_TOO_DEEP: 'nested deeper than MAX_DEPTH',
  CBOR_MALFORMED: 'not one complete, definite, tag-free CBOR item',
  CBOR_NOT_CANONICAL: 'decodes, but is not the one canonical encoding of its value',
  CBOR_SCHEMA: 'a field is missing, foreign or of the wrong type or range',
  TEXT_NOT_NFC: 'text is not in Unicode normal form C',
  TEXT_CHARACTER: 'text holds a character that not every supported Unicode version knows',
  WIRE_LENGTH: 'a fixed binary type has the wrong length',
  WIRE_TAG: 'a fixed binary type starts with a foreign domain tag',
  FOREIGN_NETWORK: 'belongs to another genesis',
  // keys
  KEY_INVALID: 'not a canonical Ed25519 key of the prime-order group',
  CRYPTO_SELF_TEST: 'a native implementation disagrees with the reference vectors',
  // genesis
  GENESIS_INVALID: 'members are too few, too many, unsorted, repeated or share keys',
  // records
  RECORD_TOO_LARGE: 'the envelope exceeds MAX_ENVELOPE',
  RECORD_SIGNATURE: 'the signature does not verify under the device key',
  RECORD_UNKNOWN_DEVICE: 'no member has granted this device key',
  RECORD_DEVICE_REVOKED: 'the device key was revoked',
  RECORD_FOREIGN_DEVICE: 'the device belongs to another member than the author',
  RECORD_SEQUENCE: 'the sequence number or previous record is not the next one of the device',
  RECORD_DUPLICATE: 'the record is already in the ledger',
  RECORD_FROM_FUTURE: 'the record is dated too far after the block',
  // execution
  EXECUTION_FAILED: 'the application failed on this record',
  RECORD_STATE_KEY: 'the application wrote a key or value outside the ledger’s limits',
  RECORD_TOO_MANY_CHANGES: 'the record changes more entries than allowed',
  STATE_BUCKET_FULL: 'the bucket of a new key is full',
  DEVICE_ALREADY_GRANTED: 'the key is already granted',
  DEVICE_NOT_GRANTED: 'the key to be revoked is not an active key of that member',
  // membership
  MEMBERSHIP_FIXED: 'the network was founded with a fixed list of voters (genesis version 1)',
  MEMBERSHIP_ID: 'not a member code',
  MEMBERSHIP_PEERS: 'transport identities are malformed, too many, repeated or another member’s',
  MEMBERSHIP_KEY: 'a key was used before in this network, or a voter would have no vote key',
  MEMBERSHIP_VOTERS: 'fewer than four or more than a hundred voters would remain',
  READY_BLOCK: 'the cited block is not one of the recent final ones',
  READY_OLD: 'the cited block is more than a day older than this one',
  READY_SIGNATURE: 'the vote key did not sign the statement',
  EPOCH_CHAIN: 'closing blocks and voter lists do not lead from one epoch to the next',
  // joining
  INVITATION_UNREADABLE: 'not an invitation of a known version',
  INVITATION_TAMPERED: 'the content is not what the inviter signed, or does not prove what it says',
  INVITATION_SIGNER: 'the signing key is no active device of the inviting member',
  INVITATION_EXPIRED: 'its validity is over',
  INVITATION_NOT_YET: 'it was issued in the future by this clock',
  INVITATION_OTHER_NETWORK: 'it invites into another network',
  INVITATION_USED: 'another computer has used it already',
  JOIN_REQUEST_UNREADABLE: 'not a request to join of a known version',
  JOIN_REQUEST_TAMPERED: 'the request is not in its one spelling',
  JOIN_REQUEST_PROOF: 'a key that the request names did not sign it',
  JOIN_REQUEST_INVITATION: 'the request asks for something else than the invitation offers',
  // blocks
  BLOCK_EMPTY: 'a block without records',
  BLOCK_TOO_MANY_RECORDS: 'more records than MAX_BLOCK_RECORDS',
  BLOCK_TOO_LARGE: 'more bytes than MAX_BLOCK_BYTES',
  BLOCK_EPOCH: 'epoch or voter list is not the current one',
  BLOCK_PARENT: 'does not continue the finalized block',
  BLOCK_HEIGHT: 'height is not the next one',
  BLOCK_PROPOSER: 'the proposer is not the leader of the view',
  BLOCK_TIME: 'the time is not after the parent’s',
  BLOCK_LOG: 'log size or log root differs from the recomputed one',
  BLOCK_STATE: 'state root differs from the recomputed one',
  BLOCK_NEXT_MEMBERS: 'announces a change of voters that execution did not make',
  BLOCK_LEAVES: 'the body does not match the announced leaf hashes',
  // votes, certificates, proposals
  VOTE_SIGNER: 'the signer is not in the voter list',
  VOTE_SIGNATURE: 'the vote’s signature does not verify',
  VOTE_EPOCH: 'the vote or certificate is of another epoch',
  VOTE_BLOCK_ID: 'a nullify vote names a block, or another vote names none',
  CERT_SIGNERS: 'signers are not distinct, ascending members',
  CERT_NO_QUORUM: 'fewer signatures than the quorum',
  CERT_SIGNATURE: 'a signature of the certificate does not verify',
  PROPOSAL_MISMATCH: 'the parts of a proposal contradict each other',
  // log and state
  LOG_INDEX: 'index or size lies outside the log',
  LOG_PROOF: 'the path does not lead to the root',
  STATE_PROOF: 'the path does not lead to the state root',
  // proof files
  PROOF_UNREADABLE: 'not a proof file of a known version',
  PROOF_NOT_CANONICAL: 'the text is not the one canonical form of its content',
  PROOF_OTHER_GENESIS: 'the proof belongs to another network than the trusted one',
  PROOF_RECORD: 'the record in the proof is not well formed or not of this network',
  PROOF_LOG: 'the record is not in the log of the certified block at the stated place',
  PROOF_CERTIFICATE: 'the block is not certified as final by a quorum',
  PROOF_STATE: 'a proof of the state does not belong to the certified block, or one that is needed is missing',
  PROOF_SUBJECT: 'the records are not exactly those of the subject’s chain',
  PROOF_STATEMENT: 'the parts of the file do not fit what it says it proves',
  PROOF_LIMITS: 'more content than a proof may hold',
  // evidence
  EVIDENCE_NONE: 'the two do not contradict each other'
} as const satisfies Readonly<Record<string, string>>

export type LedgerErrorCode = keyof typeof LEDGER_ERRORS

/** A coded problem of the ledger, as a value. */
export const fault = (code: LedgerErrorCode, params?: Problem['params']): Problem => problem(code, params)
/** The same as a failed result. */
export const refuse = (code: LedgerErrorCode, params?: Problem['params']): Result<never> => err(problem(code, params))
/** The same as an exception: for misuse by our own code. */
export const ledgerError = (code: LedgerErrorCode, params?: Problem['params']): CodedError => new CodedError(code, params)

/** The ledger: everything other rooms use of it. It knows nothing of credit, networks or disks. */
export * from './types.ts'
export * from './limits.ts'
export * from './errors.ts'
export * from './voters.ts'
export * from './genesis.ts'
export type * from './state/executor.ts'

export { adoptNative, type NativeCrypto, type NativeReport } from './crypto/native.ts'
export { hashOf, hashPair, sha256 } from './crypto/hash.ts'
export { TAG } from './crypto/tags.ts'
export { forgetVerified, sign, verify, verifyDetailed, type SignatureVerdict } from './crypto/verify.ts'
export { checkPublicKey, keyId, publicKeyOf } from './crypto/keys.ts'
export { certOf, signVote, verifyCert, verifyVote } from './crypto/votes.ts'

export { decodeCanonical, encodeCanonical } from './codec/canonical.ts'
export { decodeStrict, encodeStrict } from './codec/gate.ts'
export { anyMap, anyValue, bytes, fields, int, list, literal, nullable, SchemaError, text, type Check } from './codec/schema.ts'
export { decodeVote, encodeVote, votePreimage, ZERO_HASH, type VoteStatement } from './codec/vote.ts'
export { certFromWire, certShape, certToWire, decodeCert, encodeCert, type CertWire } from './codec/cert.ts'
export { decodeGenesis, encodeGenesis, memberId } from './codec/genesis.ts'
export { decodePayload, encodePayload } from './codec/payload.ts'
export { decodeEnvelope, encodeEnvelope } from './codec/envelope.ts'
export { blockId, blockIdOfBytes, decodeHeader, encodeHeader } from './codec/header.ts'
export { decodeBlock, encodeBlock } from './codec/block.ts'
export { decodeProposal, encodeProposal } from './codec/proposal.ts'

export {
  buildPayload,
  checkRecordSignature,
  keySigner,
  openBody,
  openEnvelope,
  recordIdOf,
  recordSignatureInput,
  sealEnvelope,
  type DeviceHead,
  type OpenRecord,
  type RecordDraft
} from './record/record.ts'

export { appendLeaves, EMPTY_LOG, emptyRoot, innerHash, leafHash, logRoot, type Frontier } from './log/tree.ts'
export { appendToTiles, frontierAt, rootAt, type Tile, type TileSource } from './log/tiles.ts'
export { consistencyProof, inclusionProof, verifyConsistency, verifyInclusion } from './log/proof.ts'

export { bucketHash, bucketOf, entryOf, type BucketEntry, type StateStore } from './state/bucket.ts'
export { StateTree, rootOverPath, type BucketChanges } from './state/tree.ts'
export { Overlay } from './state/overlay.ts'
export { MemoryState } from './state/memory.ts'
export { proveState, verifyState, type StateProof } from './state/proof.ts'
export { deviceKey, encodeDevice, encodeVoid, problemOfVoid, readDevice, readVoid, SYSTEM_PREFIX, voidKey, type DeviceEntry, type VoidEntry } from './state/system.ts'
export {
  epochKey, epochStart, ledgerMembers, memberKey, MEMBER_PREFIX, readLedgerMember, readVoters, STANDINGS, votersByStanding,
  type EpochEntry, type MemberEntry, type Standing
} from './state/membership.ts'
export { markKey, marksOfValue, readMarks, RECORD_MARKS, type MarkEntry, type RecordMark } from './state/marks.ts'
export { extendSubject, NO_RECORDS, readSubject, subjectKey, subjectOfValue, type SubjectEntry } from './state/subjects.ts'
export { readRecentHead, type RecentHead } from './state/recent.ts'
export { readyPreimage, verifyReady, type ReadyStatement } from './membership/ready.ts'
export { followEpochs, openCheckpoint, type Checkpoint, type EpochHop } from './membership/epochs.ts'
export { checkInviter, checkTicket, INVITED_ROLES, ticketPreimage, type InvitationTicket, type InvitedRole, type SignedTicket } from './membership/ticket.ts'
export {
  formatInvitation, INVITATION_FORMAT, INVITATION_SUFFIX, issueInvitation, parseInvitation, type Invitation, type InvitationContents, type InvitationMember
} from './membership/invitation.ts'
export { openInvitation, type OpenInvitation } from './membership/open-invitation.ts'
export {
  applicationPreimage, checkJoinRequest, formatJoinRequest, JOIN_REQUEST_SUFFIX, parseJoinRequest, requestFingerprint,
  type JoinApplication, type JoinRequest, type Possession
} from './membership/join-request.ts'

export { epochAfter, genesisChanges, genesisHead, headAfter, votersAfter, type Head } from './block/head.ts'
export { Admission, checkSigner } from './block/admission.ts'
export { executeRecords, type BlockExecution, type Outcome } from './block/execute.ts'
export { checkHeader, validateBlock } from './block/validate.ts'
export { buildBlock, type BuildResult, type BuiltBlock, type Refusal } from './block/build.ts'

export {
  breachName, checkDoubleRecord, checkEvidence, checkFork, type ForkEvidence, type RecordEvidence, type VoteBreach, type VoteEvidence
} from './evidence/check.ts'
export {
  EVIDENCE_FORMAT, EVIDENCE_SUFFIX, EVIDENCE_VERSION, formatEvidence, parseEvidence, verifyEvidence, type EvidenceContent, type EvidenceFacts, type ForkSide
} from './evidence/file.ts'

export { formatProof, parseProof, PROOF_FORMAT, PROOF_SUFFIX, PROOF_VERSION, type ProofContent, type Statement } from './proof/content.ts'
export { makeProof, type ProofParts, type TrustParts } from './proof/make.ts'
export { verifyProof, type Proven, type ProvenBlock, type ProvenRecord } from './proof/verify.ts'
export { proveStates, verifyStates, type StatesContent } from './proof/states.ts'
export { formatProofV1, parseProofV1, PROOF_V1_FORMAT, type ProofV1Content } from './proof/v1/file.ts'
export { verifyProofV1 } from './proof/v1/verify.ts'
export { isNote, makeNote, NOTE_SUFFIX, verifyNote } from './proof/note.ts'
export { trustOf } from './proof/make.ts'

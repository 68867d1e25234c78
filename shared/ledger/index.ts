/** The ledger: everything other rooms use of it. It knows nothing of credit, networks or disks. */
export * from './types.ts'
export * from './limits.ts'
export * from './errors.ts'
export * from './voters.ts'
export type * from './state/executor.ts'

export { adoptNative, type NativeCrypto, type NativeReport } from './crypto/native.ts'
export { hashOf, hashPair, sha256 } from './crypto/hash.ts'
export { TAG } from './crypto/tags.ts'
export { forgetVerified, sign, verify, verifyDetailed, type SignatureVerdict } from './crypto/verify.ts'
export { checkPublicKey, keyId, publicKeyOf } from './crypto/keys.ts'
export { certOf, signVote, verifyCert, verifyVote } from './crypto/votes.ts'

export { decodeStrict, encodeStrict } from './codec/gate.ts'
export { anyMap, anyValue, bytes, fields, int, list, literal, nullable, SchemaError, text, type Check } from './codec/schema.ts'
export { decodeVote, encodeVote, votePreimage, ZERO_HASH, type VoteStatement } from './codec/vote.ts'
export { decodeCert, encodeCert } from './codec/cert.ts'

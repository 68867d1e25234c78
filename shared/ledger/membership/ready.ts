import { concat, equalBytes, utf8 } from '../../kit/bytes.ts'
import { ok, type Result } from '../../kit/result.ts'
import { u64 } from '../codec/binary.ts'
import { TAG } from '../crypto/tags.ts'
import { verify } from '../crypto/verify.ts'
import { refuse } from '../errors.ts'
import { MAX_READY_AGE_MS, SUITE_ED25519 } from '../limits.ts'
import type { StateReader } from '../state/executor.ts'
import { readRecentHead } from '../state/recent.ts'
import type { Hash, MemberId } from '../types.ts'

/** What a candidate states with its vote key before it votes: it holds the key, and has the chain up to this block. */
export interface ReadyStatement {
  readonly member: MemberId
  readonly voteKey: Uint8Array
  /** A final block, at most 24 h older than the block that takes the record. */
  readonly height: number
  readonly blockId: Hash
  /** Of `voteKey` over readyPreimage. */
  readonly sig: Uint8Array
}

/** "zxl1/ready\0" ‖ suite u8 ‖ G ‖ height u64 ‖ blockId ‖ member id. */
export const readyPreimage = (G: Hash, { height, blockId, member }: Pick<ReadyStatement, 'height' | 'blockId' | 'member'>): Uint8Array =>
  concat(TAG.ready, Uint8Array.of(SUITE_ED25519), G, u64(height), blockId, utf8(member))

/**
 * Whether the statement holds in this state: READY_BLOCK (the block is not one of the recent final ones), READY_OLD,
 * READY_SIGNATURE. @param time time of the block that takes the record, ms.
 */
export function verifyReady(G: Hash, statement: ReadyStatement, state: StateReader, time: number): Result<null> {
  const head = readRecentHead(state, statement.height)
  if (!head || !equalBytes(head.id, statement.blockId)) return refuse('READY_BLOCK', { height: statement.height })
  if (time - head.time > MAX_READY_AGE_MS) return refuse('READY_OLD', { height: statement.height })
  return verify(statement.voteKey, readyPreimage(G, statement), statement.sig) ? ok(null) : refuse('READY_SIGNATURE', { member: statement.member })
}

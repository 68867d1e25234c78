import { unwrap } from '../../../../../shared/kit/result.ts'
import { decodeStrict, encodeStrict } from '../../../../../shared/ledger/codec/gate.ts'
import { fields, int, text } from '../../../../../shared/ledger/codec/schema.ts'

/** The request is the text of the candidate's request file (UTF-8); this is the answer to one that was accepted. */
export interface JoinAnswer {
  /** Clock of the member until which the candidate is let in, ms; 0 where it is a member already. */
  readonly until: number
  /** What both sides compare. */
  readonly fingerprint: string
}

const MAX_ANSWER = 256
const shape = fields<JoinAnswer>({ until: int(0, Number.MAX_SAFE_INTEGER), fingerprint: text(40) })

export const encodeJoinAnswer = (answer: JoinAnswer): Uint8Array => encodeStrict(answer, MAX_ANSWER, shape)
/** Throws CodedError CBOR_*. */
export const decodeJoinAnswer = (encoded: Uint8Array): JoinAnswer => unwrap(decodeStrict(encoded, MAX_ANSWER, shape))

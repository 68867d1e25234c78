import { equalBytes, fromHex, fromUtf8, utf8 } from '../../../shared/kit/bytes.ts'
import type { Result } from '../../../shared/kit/result.ts'
import { checkJoinRequest, decodeGenesis, encodeGenesis, formatInvitation, formatJoinRequest, formatProof, genesisHashOfBytes, openInvitation, parseInvitation, parseJoinRequest, parseProof, verifyNote, verifyProof } from '../../../shared/ledger/index.ts'
import { formatEvidence, parseEvidence, verifyEvidence } from '../../../shared/ledger/evidence/file.ts'
import { INVITED_AT } from '../../vectors/files.ts'
import { golden } from '../../vectors/golden.ts'
import { answers, refusal, type Target } from '../target.ts'

const kept = golden('ledger/files')
const seed = (name: string): Uint8Array => utf8(kept[name]!)
const seeds = (...names: readonly string[]): readonly Uint8Array[] => names.map(seed)
const G = genesisHashOfBytes(fromHex(kept['genesisV2']!))
/** Such files are written with two spaces and a line end, and in no other way. */
const format = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** A changed file must not hold, whatever was changed: only the files as they were do. */
const holds =
  (originals: readonly Uint8Array[], verify: (input: Uint8Array) => Result<unknown>) =>
  (input: Uint8Array): string | null => {
    const verdict = verify(input)
    if (!verdict.ok) return refusal(verdict.error)
    return originals.some((original) => equalBytes(original, input)) ? null : 'a changed file holds'
  }

/** A report may be thinned out: what is left holds, and says itself that it is not all. Nothing may be added. */
function proof(input: Uint8Array): string | null {
  const found = holds(PROOFS, (bytes) => verifyProof(bytes, G))(input)
  const parsed = found === 'a changed file holds' ? parseProof(input) : null
  const report = parseProof(kept['proofReport']!)
  if (!parsed?.ok || !report.ok || parsed.value.statement.type !== 'report') return found
  const verdict = verifyProof(input, G)
  const isPart = parsed.value.records.every((one) => report.value.records.some(({ recordId }) => equalBytes(recordId, one.recordId)))
  return isPart && verdict.ok && verdict.value.subject?.complete === false ? null : found
}

const PROOFS = seeds('proofRecord', 'proofVoid', 'proofSuperseded', 'proofCompleteness', 'proofReport')
const EVIDENCE = seeds('evidenceVotes', 'evidenceRecords')

/** Lines of unknown signers are ignored by the rules of signed notes, so a changed note may hold: it must say the same. */
function note(input: Uint8Array): string | null {
  const verdict = verifyNote(input, G)
  if (!verdict.ok) return refusal(verdict.error)
  const text = fromUtf8(input)
  const body = (whole: string): string => whole.slice(0, whole.indexOf('\n\n'))
  return body(text) === body(kept['note']!) ? null : 'a note with another body holds'
}

function request(input: Uint8Array): Result<unknown> {
  const parsed = parseJoinRequest(input)
  return parsed.ok ? checkJoinRequest(parsed.value, INVITED_AT + 2_000) : parsed
}

export const FILES: readonly Target[] = [
  { name: 'genesis2', form: 'cbor', seeds: [fromHex(kept['genesisV2']!)], take: answers(decodeGenesis, encodeGenesis) },
  { name: 'proof2', form: 'json', format, seeds: PROOFS, take: answers(parseProof, (proof) => utf8(formatProof(proof))) },
  { name: 'proof2.verify', form: 'json', format, seeds: PROOFS, share: 0.5, take: proof },
  { name: 'note', form: 'bytes', seeds: seeds('note'), share: 0.5, take: note },
  { name: 'evidence', form: 'json', format, seeds: EVIDENCE, take: answers(parseEvidence, (evidence) => utf8(formatEvidence(evidence))) },
  { name: 'evidence.verify', form: 'json', format, seeds: EVIDENCE, share: 0.5, take: holds(EVIDENCE, (input) => verifyEvidence(input, G)) },
  { name: 'invitation', form: 'json', format, seeds: seeds('invitation'), take: answers(parseInvitation, (invitation) => utf8(formatInvitation(invitation))) },
  { name: 'invitation.open', form: 'json', format, seeds: seeds('invitation'), share: 0.5, take: holds(seeds('invitation'), (input) => openInvitation(input, INVITED_AT + 1, G)) },
  { name: 'join', form: 'json', format, seeds: seeds('joinRequest'), take: answers(parseJoinRequest, (one) => utf8(formatJoinRequest(one))) },
  { name: 'join.check', form: 'json', format, seeds: seeds('joinRequest'), share: 0.5, take: holds(seeds('joinRequest'), request) },
]

import { equalBytes, fromHex, toHex } from '../../kit/bytes.ts'
import { err, ok, problem } from '../../kit/result.ts'
import type { Result } from '../../kit/result.ts'
import { keyId } from '../../ledger/crypto/keys.ts'
import { breachName, checkEvidence } from '../../ledger/evidence/check.ts'
import type { VoteEvidence } from '../../ledger/evidence/check.ts'
import type { Execution, LedgerEffect, StateReader } from '../../ledger/state/executor.ts'
import { epochStart, readLedgerMember, readVoters } from '../../ledger/state/membership.ts'
import { faultBound } from '../../ledger/voters.ts'
import type { CheckContext } from '../context.ts'
import type { DoubleVoteEffect } from '../enums.ts'
import { checkShape, error } from '../finding.ts'
import type { Finding } from '../finding.ts'
import { momentOf } from '../governance/rule.ts'
import { ledgerRefusal, memberTurn } from '../plan.ts'
import { put } from '../rule.ts'
import type { RuleContext } from '../rule.ts'
import { KEY } from '../state/keys.ts'
import { listDoubleVotes, readDoubleVote, readMember } from '../state/read.ts'
import type { DoubleVoteView } from '../state/views.ts'
import { evidenceSchema } from './schema.ts'
import type { EvidenceContent } from './schema.ts'

/** What is wrong with the content of an `evidence.submit`. Anybody may submit one; once is enough. */
export function checkEvidenceSubmit(content: unknown, { state, net }: CheckContext): readonly Finding[] {
  const { value, findings } = checkShape(evidenceSchema, content)
  if (!value || !state || !net) return findings
  const shown = breachOf(value, state, net)
  return shown.ok ? [] : [error('', shown.error.code, shown.error.params)]
}

function breachOf({ epoch, first, second }: EvidenceContent, state: StateReader, net: Uint8Array): Result<VoteEvidence> {
  const voters = readVoters(state, epoch)
  if (!voters) return err(problem('EVIDENCE_EPOCH', { epoch }))
  const shown = checkEvidence(net, voters, fromHex(first), fromHex(second))
  if (!shown.ok) return shown
  return readDoubleVote(state, breachName(shown.value)) ? err(problem('EVIDENCE_KNOWN', { member: shown.value.member, height: shown.value.height })) : ok(shown.value)
}

/**
 * Recorded for good. A key that still votes stands by until the members replace it, where enough voters remain and no more
 * than the network tolerates were set aside in this epoch; else it is for the members to decide. The cause is most often a
 * copied disk, so nothing here accuses anybody.
 */
export function applyEvidence(content: EvidenceContent, context: RuleContext): Execution {
  const { state, execution, author } = context
  const shown = breachOf(content, state, execution.genesisHash)
  if (!shown.ok) return { void: shown.error }
  const { code, member: id, epoch, height, view } = shown.value
  const moment = momentOf(context)
  const recordedIn = currentEpoch(state)
  const voteKey = readVoters(state, epoch)!.members.find((voter) => voter.id === id)!.voteKey
  const member = readMember(state, id)
  const entry = readLedgerMember(state, id)
  // Once the key is another one there is nothing left to do.
  const inUse = member !== null && member.status !== 'EXITED' && entry !== null && entry.voteKey !== null && equalBytes(entry.voteKey, voteKey)
  const standsBy: readonly LedgerEffect[] = inUse && entry.standing === 'voter' ? [{ t: 'member', id, member: { ...entry, standing: 'observer' } }] : []
  const tooMany = setAside(state, recordedIn) >= faultBound(readVoters(state, recordedIn)!.members.length) || ledgerRefusal(state, standsBy, moment) !== null
  const effect: DoubleVoteEffect = standsBy.length === 0 ? 'RECORDED' : tooMany ? 'FLAGGED' : 'STANDBY'
  const entryView: DoubleVoteView = { code, member: id, epoch, height, view, effect, recordedIn, recordId: moment.recordId, submitter: author, time: moment.time }
  const barred = inUse ? memberTurn(member, { ...member, barredKey: toHex(keyId(voteKey)) }, 'DOUBLE_VOTE', moment) : []
  return { changes: [put(KEY.doubleVote(breachName(shown.value)), entryView), ...barred], effects: effect === 'STANDBY' ? standsBy : [] }
}

/** Voters set aside this way in an epoch; such a record closes its epoch, so these are the ones of the same block. */
const setAside = (state: StateReader, epoch: number): number => listDoubleVotes(state).filter(({ recordedIn, effect }) => recordedIn === epoch && effect === 'STANDBY').length

/** The last epoch that this state knows: they are numbered without gaps. */
function currentEpoch(state: StateReader): number {
  let known = 0
  let beyond = 1
  while (epochStart(state, beyond) !== null) {
    known = beyond
    beyond *= 2
  }
  while (beyond - known > 1) {
    const middle = Math.floor((known + beyond) / 2)
    if (epochStart(state, middle) === null) beyond = middle
    else known = middle
  }
  return known
}

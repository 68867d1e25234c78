/**
 * The classical mistakes of protocols of this kind, each built into this one on purpose and caught by a named test. A bug is a
 * change of one line of the product (`find` stands in the file exactly once); the test must fail with it.
 */
export interface Bug {
  /** File and its line, right and wrong. */
  readonly file: string
  readonly find: string
  readonly put: string
  /** The test that catches it: file and name. */
  readonly test: string
  readonly name: string
}
/**
 * A named test in which something does wrong and is caught: a broken rule handed to the simulator or the explorer (which runs
 * the right one too), or an adversary among members, simulated or over the real network.
 */
export interface Seeded {
  readonly test: string
  readonly name: string
}
export interface Row {
  /** What went wrong elsewhere. */
  readonly bug: string
  readonly mutants: readonly Bug[]
  readonly seeded: readonly Seeded[]
}

const CORE = 'test/unit/ledger/consensus'
const RULES_TEST = `${CORE}/rules.test.ts`
const MEMORY_TEST = `${CORE}/memory.test.ts`
const CLASSIC_TEST = `${CORE}/classic.test.ts`
const BLOCK_TEST = 'test/unit/ledger/block.test.ts'
const VOTES_TEST = 'test/unit/ledger/votes.test.ts'
const GATE_TEST = 'test/unit/ledger/gate.test.ts'
const SAFETY_TEST = 'test/unit/store/safety.test.ts'
const SIMULATED = 'test/simulation/bugs.test.ts'
const EXPLORED = 'test/simulation/explorer/explorer.test.ts'
const EFFECTS_TEST = 'test/unit/ledger/membership/effects.test.ts'
const EPOCHS_TEST = 'test/unit/ledger/membership/epochs.test.ts'
const SNAPSHOT_TEST = 'test/unit/net/snapshot.test.ts'
const consensus = (name: string): string => `shared/ledger/consensus/${name}.ts`

const bug = (file: string, find: string, put: string, test: string, name: string): Bug => ({ file, find, put, test, name })
const explored = (name: string): Seeded => ({ test: EXPLORED, name })
const simulated = (name: string): Seeded => ({ test: SIMULATED, name })
const adversary = (name: string): Seeded => ({ test: 'test/adversary/members.test.ts', name })
const members = (name: string): Seeded => ({ test: 'test/simulation/members.test.ts', name })
const amnesia = (name: string): Seeded => ({ test: 'test/simulation/amnesia.test.ts', name })

export const ROWS: readonly Row[] = [
  {
    bug: 'quorum 2f+1 where n is not 3f+1',
    mutants: [
      bug('shared/ledger/voters.ts', 'Math.floor((n + faultBound(n)) / 2) + 1', '2 * faultBound(n) + 1', 'test/unit/ledger/voters.test.ts', 'gives the sizes of the protocol'),
      bug('shared/ledger/voters.ts', 'Math.floor((n + faultBound(n)) / 2) + 1', '2 * faultBound(n) + 1', VOTES_TEST, 'need q signatures: three of six are not enough'),
    ],
    seeded: [explored('q = 2f+1 at n = 5'), explored('q = 2f+1 at n = 6'), explored('q = 2f+1 at n = 8'), simulated('q = 2f+1 at n = 6')],
  },
  {
    bug: 'a vote is sent before it is durable; a restart loses votes or casts them again',
    mutants: [
      bug(consensus('rules'), '[...durable, ...others]', '[...others, ...durable]', RULES_TEST, 'own votes are durable, with the body of their block, before anything is sent'),
      bug(consensus('core'), 'for (const vote of mine) noteVote(turn, slot, vote, true)', '', MEMORY_TEST, 'without certificates the view is older, and own votes alone forbid a contrary one'),
      bug(consensus('turn'), 'votes.length + certs.length > 0', 'votes.length > 1e9', RULES_TEST, 'R2, R3, R5: notarize, finalize, commit, next slot'),
      bug('electron/peer/store/safety/votes.ts', "throw new CodedError('VOTE_CONFLICT', { epoch, height, view, kind })", 'return false', SAFETY_TEST, 'refuses a second, different vote and stops'),
    ],
    seeded: [simulated('a vote is sent before it is durable (S6)'), simulated('a vote is sent before it is durable, lost in a crash'), explored('own votes forgotten in a crash')],
  },
  {
    bug: 'nullify after finalize, finalize after nullify',
    mutants: [
      bug(consensus('rules'), '!own.finalize && !own.nullify,', '!own.finalize,', RULES_TEST, 'after nullify: no notarize and no finalize in that view'),
      bug(consensus('rules'), '!own.nullify && !own.finalize,', '!own.nullify,', MEMORY_TEST, 'without certificates the view is older, and own votes alone forbid a contrary one'),
      bug('electron/peer/store/safety/votes.ts', 'return [FINALIZE]', 'return []', SAFETY_TEST, 'refuses nullify after finalize in one view'),
      bug('electron/peer/store/safety/votes.ts', 'if (kind === FINALIZE) return [NULLIFY]', 'if (kind === FINALIZE) return []', SAFETY_TEST, 'refuses finalize after nullify in one view'),
    ],
    seeded: [explored('finalize after nullify'), explored('nullify after finalize'), simulated('finalize after nullify'), simulated('nullify after finalize')],
  },
  {
    bug: 'amnesia of a lock, a restored backup, one key on two machines',
    mutants: [
      bug(consensus('tally'), 'if (!own && vote.signer', 'if (false && vote.signer', MEMORY_TEST, 'a vote of my own key that I never cast stops my voting'),
      bug('electron/peer/store/safety/open.ts', 'quarantined: aside !== null || !options.firstTime', 'quarantined: false', SAFETY_TEST, 'is quarantined where the file is lost'),
      bug(consensus('quarantine'), 'from: open + 2', 'from: open + 1', `${CORE}/quarantine.test.ts`, 'a later slot is caught up with first'),
      bug(consensus('quarantine'), 'n - quorum(n) + faultBound(n) + 1', 'n - quorum(n) + 1', `${CORE}/quarantine.test.ts`, 'answers needed: n - q + f + 1'),
      bug('electron/peer/store/safety/schema.ts', 'copyBeforeMigration: false', 'copyBeforeMigration: true', 'test/unit/store/migrations.test.ts', 'safety.db: votes and counters stay, and no copy is left'),
    ],
    seeded: [explored('own votes forgotten in a crash'), amnesia('voting from the judged slot on, and not two slots later'), amnesia('a second machine with the same key is noticed')],
  },
  {
    bug: 'a block is kept although the notarization is for its twin',
    mutants: [
      bug(consensus('act'), 'const { block } = view.notarization\n', 'const block = proposalOf(slot, u, leader(turn, u))?.facts.block ?? view.notarization.block\n', CLASSIC_TEST, 'the twin’s content is fetched, and finalize goes to it alone'),
      bug(consensus('tally'), 'each?.block === vote.block', 'each !== undefined', CLASSIC_TEST, 'votes for twins do not add up, and none of them gets into the certificate of the other'),
      bug(consensus('tally'), 'countVotes(row, vote.block) <', 'countVotes(row) <', CLASSIC_TEST, 'votes for twins do not add up, and none of them gets into the certificate of the other'),
    ],
    seeded: [adversary('equivocator')],
  },
  {
    bug: 'an empty vote names something, so that equal ones do not add up',
    mutants: [
      bug(consensus('tally'), 'vote.kind === NULLIFY ? vote.block === NO_BLOCK : ', 'vote.kind === NULLIFY ? true : ', MEMORY_TEST, 'nullify with a block is not taken'),
      bug('shared/ledger/codec/vote.ts', 'if (equalBytes(blockId, ZERO_HASH) !== (kind === NULLIFY)) return', 'if (false) return', VOTES_TEST, 'name a block unless they nullify'),
    ],
    seeded: [],
  },
  {
    bug: 'a certificate with foreign, repeated or unsorted signers',
    mutants: [
      bug(consensus('tally'), '(i === 0 || signer > cert.signers[i - 1]!)', 'true', MEMORY_TEST, 'repeated signers is not taken'),
      bug(consensus('tally'), 'isIndex(signer, voters.size) && (i === 0', 'signer >= 0 && (i === 0', MEMORY_TEST, 'foreign signers is not taken'),
      bug('shared/ledger/crypto/votes.ts', 'if (!isAscending(cert.signers) || ', 'if (', VOTES_TEST, 'refuse repeated, unsorted and foreign signers'),
      bug('shared/ledger/crypto/votes.ts', 'if (!verify(member.voteKey, preimage, cert.sigs[i]!)) return', 'if (false) return', VOTES_TEST, 'refuse one bad signature, another epoch, another statement'),
    ],
    seeded: [],
  },
  {
    bug: 'the result of a verification is remembered when it failed',
    mutants: [bug('shared/ledger/crypto/verify.ts', "if (verdict !== 'invalid') remember(id, verdict)", 'remember(id, verdict)', 'test/unit/ledger/crypto.test.ts', 'remembers acceptance only')],
    seeded: [],
  },
  {
    bug: 'an unsorted member list on one side: other leaders, every proposal refused',
    mutants: [
      bug('shared/ledger/codec/genesis.ts', 'compareText(previous.id, entry.id) >= 0', 'previous.id === entry.id', CLASSIC_TEST, 'of a genesis that is not sorted is refused'),
      bug('shared/ledger/voters.ts', 'compareBytes(a.rank, b.rank)', '0', 'test/unit/ledger/vectors.test.ts', 'are what they always were'),
    ],
    seeded: [],
  },
  {
    bug: 'a leader is skipped on hearsay, members oscillate between skipping and redeeming',
    mutants: [bug(consensus('act'), 'if (heard > state.faults) return true', 'return true', RULES_TEST, 'R6: a sleeping leader is skipped after asking f+1 others, not before')],
    seeded: [],
  },
  {
    bug: 'a split in which the halves hold different certificates of a view',
    mutants: [
      bug(consensus('gossip'), 'if (!known?.nullified) certs.push(view.nullification)', '', CLASSIC_TEST, 'heals: who is asked gives the certificate that lets the other move'),
      bug(consensus('slot'), 'justify: justification(slot, view, known.facts).slice(-limit)', 'justify: []', RULES_TEST, 'R1: a stuck block is proposed again with its N'),
    ],
    seeded: [explored('a block proposed again across a view without X'), explored('no justification'), simulated('missing justification: a leader replaces'), simulated('missing justification, found by random schedules'), adversary('unjustified proposer')],
  },
  {
    bug: 'the floor of a replay moves backwards and votes are cast again',
    mutants: [
      bug(consensus('core'), 'if (height < state.slot.height) return\n', '', CLASSIC_TEST, 'of final slots never moves back'),
      bug('electron/peer/store/safety/meta.ts', 'finalized = max(finalized, ?)', 'finalized = ?', SAFETY_TEST, 'never lowers its floor'),
    ],
    seeded: [],
  },
  {
    bug: 'N and X of one view; F of a nullified view; a certificate of another epoch or network',
    mutants: [
      bug(consensus('tally'), 'vote.epoch === voters.epoch &&', '', MEMORY_TEST, 'foreign epoch is not taken'),
      bug('shared/ledger/crypto/votes.ts', "if (cert.epoch !== voters.epoch) return refuse('VOTE_EPOCH', { epoch: cert.epoch, expected: voters.epoch })", '', VOTES_TEST, 'refuse one bad signature, another epoch, another statement'),
      bug('shared/ledger/codec/vote.ts', "if (!equalBytes(bytes.subarray(AT.G, AT.epoch), G)) return refuse('FOREIGN_NETWORK')", '', VOTES_TEST, 'refuse with FOREIGN_NETWORK'),
      bug(consensus('rules'), 'if (!state?.nullification) return false', '', RULES_TEST, 'a block is not repeated across a view that has neither its N nor X'),
    ],
    seeded: [explored('finalize after nullify'), adversary('votes of another network')],
  },
  {
    bug: 'the last block is never final when nothing follows',
    mutants: [bug(consensus('act'), 'state.pending > 0 || slot.notarized || slot.final', 'state.pending > 0 || slot.final', CLASSIC_TEST, 'stays work without any record pending until it is final')],
    seeded: [],
  },
  {
    bug: 'times: a block of the future, a clock that jumps, time that runs backwards',
    mutants: [
      bug('shared/ledger/block/validate.ts', "if (header.time <= head.time) return refuse('BLOCK_TIME', { time: header.time, parent: head.time })", '', BLOCK_TEST, 'is refused with BLOCK_TIME'),
      bug('shared/ledger/block/admission.ts', "if (payload.at > this.#time + MAX_RECORD_AHEAD_MS) return fault('RECORD_FROM_FUTURE', { at: payload.at, time: this.#time })", '', BLOCK_TEST, 'is refused for its records'),
      bug(consensus('act'), "(verdict === 'future' && facts.bornView < slot.view)", "verdict === 'future'", RULES_TEST, 'a repeated block is notarized although its time is ahead, a fresh one is not'),
    ],
    seeded: [],
  },
  {
    bug: 'oversized, empty, repeated, non-canonical content',
    mutants: [
      bug('shared/ledger/block/validate.ts', "if (records.length === 0) return refuse('BLOCK_EMPTY')", '', BLOCK_TEST, 'is refused for its records'),
      bug('shared/ledger/block/validate.ts', 'if (size > MAX_BLOCK_BYTES) return', 'if (false) return', BLOCK_TEST, 'is refused for its records'),
      bug('shared/ledger/block/admission.ts', "if (payload.n <= head.n) return fault('RECORD_DUPLICATE', { device: id, n: payload.n })", '', BLOCK_TEST, 'is refused for its records'),
      bug('shared/ledger/codec/gate.ts', "return isCanonical ? ok(value) : refuse('CBOR_NOT_CANONICAL')", 'return ok(value)', GATE_TEST, 'one encoding of each value: a changed byte is refused or another value'),
      bug('shared/ledger/codec/cbor.ts', "if (depth >= this.#maxDepth) throw new CborFault('deep')", '', GATE_TEST, 'more depth than the limit, at any length and without overflowing'),
      bug('electron/peer/net/framing.ts', 'if (this.#need > this.#limit) throw', 'if (false) throw', 'test/unit/net/framing.test.ts', 'above the limit are refused before their content is kept'),
    ],
    seeded: [],
  },
  {
    bug: 'partial dissemination; the body is withheld after N',
    mutants: [
      bug(consensus('act'), "if (verdict === 'valid' || verdict === 'future') cast = castVote(turn, FINALIZE, u, block) || cast", "if (verdict !== 'invalid') cast = castVote(turn, FINALIZE, u, block) || cast", CLASSIC_TEST, 'nobody finalizes, and nobody commits, what is not stored'),
      bug(consensus('act'), 'if (verdict === null) return (prepare(turn, slot.final.block), false)', '', CLASSIC_TEST, 'nobody finalizes, and nobody commits, what is not stored'),
    ],
    seeded: [adversary('withholder')],
  },
  {
    bug: 'an epoch change that waits for traffic, or is not what execution says',
    mutants: [
      bug('shared/ledger/block/execute.ts', 'outcomes.some((outcome) => outcome.void === null) ? close(head, overlay) : null', 'null', EFFECTS_TEST, 'closes its epoch; the next one begins behind it'),
      bug('shared/ledger/block/validate.ts', "sameOrNone(header.nextMembers, execution.nextVoters && votersHash(execution.nextVoters)) ? ok(execution) : refuse('BLOCK_NEXT_MEMBERS')", 'ok(execution)', EFFECTS_TEST, 'is refused where it says something else'),
      bug('shared/ledger/membership/epochs.ts', ' || !equalBytes(votersHash(next), nextMembers)', '', EPOCHS_TEST, 'breaks with another list'),
    ],
    seeded: [members('V6: join, leave, rotate, standby and back'), members('V6: all at once'), members('a voter asleep over three epochs')],
  },
  {
    bug: 'censorship: a leader leaves an author out, and stays leader',
    mutants: [bug('shared/ledger/voters.ts', 'order[(height + view) % order.length]!', 'order[view % order.length]!', 'test/unit/ledger/voters.test.ts', 'rotate with height and view')],
    seeded: [members('V5: an author whom Byzantine leaders leave out')],
  },
  {
    bug: 'a height without proof, or a falling one, is believed; a slow peer holds up a newcomer',
    mutants: [
      bug('shared/ledger/membership/epochs.ts', 'if (kind !== FINALIZE || certified !== height || !equalBytes(named, blockId)) return', 'if (false) return', 'test/unit/net/newest-block.test.ts', 'is not final by votes of another kind'),
      bug('electron/peer/sync/epochs.ts', 'signers, certificate: last.cert }', 'signers, certificate }', 'test/unit/net/newest-block.test.ts', 'counts with the certificate of the epoch chain'),
      bug('electron/peer/sync/epochs.ts', 'unwrap(openCheckpoint(genesisHash, voters, header, certificate))', '({ header: unwrap(decodeHeader(header)), blockId: blockIdOfBytes(header), voters, signers: [] })', 'test/unit/net/newest-block.test.ts', 'after that one must be certified by the voters'),
    ],
    seeded: [{ test: 'test/integration/net/bad-messages.test.ts', name: 'a height without its certificate' }, members('V4: a newcomer with nothing but the genesis'), adversary('slow-loris'), adversary('endless stream')],
  },
  {
    bug: 'a malicious snapshot: false buckets, buckets of another height, some kept back',
    mutants: [
      bug('electron/peer/store/chain/staging.ts', 'if (equalBytes(hash, hashes.subarray(bucket.bucket * 32, bucket.bucket * 32 + 32))) sound.push', 'if (hash.length === 32) sound.push', SNAPSHOT_TEST, 'a bucket of another height'),
      bug('electron/peer/workers/desk.ts', "if (lacking !== undefined) throw new CodedError('SYNC_BUCKET', { bucket: lacking })", '', SNAPSHOT_TEST, 'a bucket left out'),
      bug('electron/peer/store/chain/staging.ts', 'INSERT OR REPLACE INTO entry', 'INSERT INTO entry', SNAPSHOT_TEST, 'a changed value'),
    ],
    seeded: [],
  },
  {
    bug: 'a storm: what is heard again is answered again',
    mutants: [
      bug(consensus('core'), 'addVote(turn, slot, vote)\n  if (vote.signer === from)', 'addVote(turn, slot, vote)\n  if (vote.kind === 2) turn.askAll = true\n  if (vote.signer === from)', RULES_TEST, 'R4: f+1 nullify votes are joined once and never answered again'),
      bug(consensus('gossip'), 'const back = theirs.ask ? status(turn, false) : null', 'const back = status(turn, true)', MEMORY_TEST, 'an answer to an answer ends the exchange'),
    ],
    seeded: [adversary('gossip flood')],
  },
  {
    bug: 'the application gives two results: order of a map, letters, text that is cut',
    mutants: [
      bug('shared/ledger/state/bucket.ts', 'entries.toSorted((a, b) => compareBytes(a.key, b.key))', 'entries', 'test/unit/ledger/state-vectors.test.ts', 'the hash of a bucket does not depend on the order in which its entries came'),
      bug('shared/kit/bytes.ts', 'text.replace(/[a-z]/g, (letter) => letter.toUpperCase())', 'text.toUpperCase()', 'test/unit/credit/runtimes.test.ts', 'letters beyond a to z keep their case'),
    ],
    seeded: [],
  },
  {
    bug: 'what a signature means differs between runtimes',
    mutants: [
      bug('shared/ledger/crypto/verify.ts', "if (native(publicKey, message, signature)) return 'valid'", "return native(publicKey, message, signature) ? 'valid' : 'invalid'", 'test/unit/ledger/crypto.test.ts', 'decides by ZIP 215, with and without a native help'),
      bug('shared/ledger/crypto/verify.ts', '{ zip215: true }', '{ zip215: false }', 'test/unit/ledger/crypto.test.ts', 'accepts all 196 pairs of small-order points'),
    ],
    seeded: [],
  },
]

/** Mutants with the number of their project in the run of all. */
export const MUTANTS: readonly (Bug & { readonly id: string })[] = ROWS.flatMap(({ mutants }) => mutants).map((mutant, i) => ({ ...mutant, id: `m${i}` }))

import { compareBytes, equalBytes, toHex } from '../../kit/bytes.ts'
import { ok, type Result } from '../../kit/result.ts'
import { decodeCert } from '../codec/cert.ts'
import { SchemaError, type Check } from '../codec/schema.ts'
import { refuse } from '../errors.ts'
import { openGenesis, type OpenGenesis } from '../genesis.ts'
import { MAX_ENVELOPE, VOTE_BYTES } from '../limits.ts'
import { followEpochs } from '../membership/epochs.ts'
import { b64, base64, exactly, items, object, readCanonical, toText } from '../proof/json.ts'
import { readStates, verifyStates, writeStates, type StatesContent } from '../proof/states.ts'
import { readCheckpoint, readHeader, readHops, readNetwork, verifyTrust, writeCheckpoint, writeHops, writeNetwork, type TrustContent } from '../proof/trust.ts'
import { openEnvelope } from '../record/record.ts'
import { deviceKey, type DeviceEntry } from '../state/system.ts'
import type { Hash, MemberId } from '../types.ts'
import { decodeCanonical } from '../codec/canonical.ts'
import { checkDoubleRecord, checkEvidence, checkFork, type VoteBreach } from './check.ts'

/** Ending of an evidence file's name. */
export const EVIDENCE_SUFFIX = '.zxlevidence.json'
export const EVIDENCE_FORMAT = 'zhengxinlian/evidence'
export const EVIDENCE_VERSION = 1

type Pair = readonly [Uint8Array, Uint8Array]

/**
 * What an evidence file holds (keys in this order; the rules of the text are those of ../proof/json.ts). It stands alone: the
 * voters of the epoch follow from the genesis over the closing blocks. Of the two halves the bytewise smaller one comes first.
 */
export type EvidenceContent =
  /** Two votes as they travel (161 bytes), and the way to their epoch. */
  | { readonly code: VoteBreach; readonly network: TrustContent['network']; readonly epochs: TrustContent['epochs']; readonly votes: Pair }
  /** Two envelopes, and under a checkpoint the state entry of the device. */
  | (TrustContent & { readonly code: 'A1'; readonly state: StatesContent; readonly envelopes: Pair })
  /** Two certified blocks of one height, each with its own way of trust. */
  | { readonly code: 'FORK'; readonly network: TrustContent['network']; readonly sides: readonly [ForkSide, ForkSide] }
export type ForkSide = Omit<TrustContent, 'network'>

const two = <T>(inner: Check<T>, order: (a: T, b: T) => number): Check<readonly [T, T]> => (value, path) => {
  const [a, b] = items(inner, 2, 2)(value, path) as readonly [T, T]
  if (order(a, b) >= 0) throw new SchemaError('CBOR_SCHEMA', path)
  return [a, b]
}
const head = { format: exactly(EVIDENCE_FORMAT), version: exactly(EVIDENCE_VERSION) }
const side = object<ForkSide>({ epochs: readHops, checkpoint: readCheckpoint })

const shapes = {
  votes: object({
    ...head, code: (value: unknown, path: string): VoteBreach => (value === 'E1' || value === 'E2' ? value : exactly('E3')(value, path)),
    network: readNetwork, epochs: readHops, votes: two(base64(VOTE_BYTES, VOTE_BYTES), compareBytes)
  }),
  A1: object({ ...head, code: exactly('A1'), network: readNetwork, epochs: readHops, checkpoint: readCheckpoint, state: readStates, envelopes: two(base64(1, MAX_ENVELOPE), compareBytes) }),
  FORK: object({ ...head, code: exactly('FORK'), network: readNetwork, sides: two(side, (a, b) => compareBytes(a.checkpoint.blockId, b.checkpoint.blockId)) })
}

const read = (json: unknown): EvidenceContent => {
  const code = (json as { readonly code?: unknown } | null)?.code
  if (code === 'A1') return shapes.A1(json, '')
  return code === 'FORK' ? shapes.FORK(json, '') : shapes.votes(json, '')
}

/** The one text of a piece of evidence. The two halves may come in any order. */
export function formatEvidence(content: EvidenceContent): string {
  const start = { format: EVIDENCE_FORMAT, version: EVIDENCE_VERSION, code: content.code, network: writeNetwork(content.network) }
  const sorted = (pair: Pair): readonly string[] => pair.toSorted(compareBytes).map(b64)
  if (content.code === 'FORK') {
    const sides = content.sides.toSorted((a, b) => compareBytes(a.checkpoint.blockId, b.checkpoint.blockId))
    return toText({ ...start, sides: sides.map(({ epochs, checkpoint }) => ({ epochs: writeHops(epochs), checkpoint: writeCheckpoint(checkpoint) })) })
  }
  if (content.code !== 'A1') return toText({ ...start, epochs: writeHops(content.epochs), votes: sorted(content.votes) })
  return toText({ ...start, epochs: writeHops(content.epochs), checkpoint: writeCheckpoint(content.checkpoint), state: writeStates(content.state), envelopes: sorted(content.envelopes) })
}

/** Reads an evidence file; nothing in it is verified yet. PROOF_UNREADABLE, PROOF_NOT_CANONICAL. */
export const parseEvidence = (source: Uint8Array | string): Result<EvidenceContent> => readCanonical(source, read, formatEvidence)

/** What a verified evidence file shows. The wording for people is neutral: cloned disks are the likely cause. */
export interface EvidenceFacts {
  readonly code: EvidenceContent['code']
  readonly genesis: OpenGenesis
  /** Who broke the rule; of a fork, who signed both blocks. */
  readonly members: readonly MemberId[]
  /** Of the votes or of the certified blocks; null for A1. */
  readonly height: number | null
  /** Of the votes; null for the others. */
  readonly epoch: number | null
  readonly view: number | null
  /** A1: the device and the sequence number used twice. */
  readonly device: Hash | null
  readonly sequence: number | null
}

/**
 * Verifies an evidence file offline. Never throws.
 *
 * @param expected the genesis hash of the network the reader means; null accepts any network's.
 * @returns what it shows, or the first flaw: PROOF_*, EPOCH_CHAIN, EVIDENCE_NONE, and those of checkEvidence.
 */
export function verifyEvidence(source: Uint8Array | string, expected: Hash | null = null): Result<EvidenceFacts> {
  const parsed = parseEvidence(source)
  if (!parsed.ok) return parsed
  try {
    const content = parsed.value
    if (expected && !equalBytes(expected, content.network.genesisHash)) return refuse('PROOF_OTHER_GENESIS', { network: toHex(content.network.genesisHash) })
    if (content.code === 'FORK') return fork(content)
    return content.code === 'A1' ? doubleRecord(content) : doubleVote(content)
  } catch {
    return refuse('PROOF_STATE')
  }
}

const nothing = { height: null, epoch: null, view: null, device: null, sequence: null }

function doubleVote({ code, network, epochs, votes }: Extract<EvidenceContent, { votes: unknown }>): Result<EvidenceFacts> {
  const genesis = openGenesis(network.genesis)
  if (!genesis.ok) return genesis
  if (!equalBytes(genesis.value.hash, network.genesisHash)) return refuse('PROOF_OTHER_GENESIS', { network: toHex(genesis.value.hash) })
  if (genesis.value.genesis.v === 1 && epochs.length > 0) return refuse('EPOCH_CHAIN', { epoch: 0 })
  const chain = followEpochs(genesis.value.hash, genesis.value.voters, epochs)
  if (!chain.ok) return chain
  const found = checkEvidence(genesis.value.hash, chain.value.voters, ...votes)
  if (!found.ok) return found
  const { member, epoch, height, view } = found.value
  return found.value.code === code ? ok({ ...nothing, code, genesis: genesis.value, members: [member], epoch, height, view }) : refuse('EVIDENCE_NONE')
}

function doubleRecord(content: Extract<EvidenceContent, { code: 'A1' }>): Result<EvidenceFacts> {
  const start = readHeader(content, null)
  if (!start.ok) return start
  const { G, header } = start.value
  const states = verifyStates(header.stateRoot, content.state)
  if (!states.ok) return states
  const trust = verifyTrust(content)
  if (!trust.ok) return trust
  const first = openEnvelope(G, content.envelopes[0])
  if (!first.ok) return first
  const entry = states.value.get(deviceKey(first.value.payload.d))
  if (!entry || states.value.size !== 1) return refuse('PROOF_STATE')
  const device = decodeCanonical<DeviceEntry>(entry)
  const found = checkDoubleRecord(G, device.k, ...content.envelopes)
  if (!found.ok) return found
  const { member, sequence } = found.value
  if (device.a !== member) return refuse('EVIDENCE_NONE')
  return ok({ ...nothing, code: 'A1', genesis: trust.value.genesis, members: [member], device: found.value.device, sequence })
}

function fork({ network, sides }: Extract<EvidenceContent, { code: 'FORK' }>): Result<EvidenceFacts> {
  const [first, second] = sides.map((part) => ({ network, ...part })) as [TrustContent, TrustContent]
  for (const one of [first, second]) {
    const start = readHeader(one, null)
    if (!start.ok) return start
  }
  const one = verifyTrust(first)
  if (!one.ok) return one
  const other = verifyTrust(second)
  if (!other.ok) return other
  const certs = [decodeCert(first.checkpoint.certificate), decodeCert(second.checkpoint.certificate)] as const
  if (!certs[0].ok || !certs[1].ok) return refuse('PROOF_CERTIFICATE')
  const { genesis } = one.value
  const found = checkFork(genesis.hash, { voters: one.value.checkpoint.voters, cert: certs[0].value }, { voters: other.value.checkpoint.voters, cert: certs[1].value })
  return found.ok ? ok({ ...nothing, code: 'FORK', genesis, members: found.value.members, height: found.value.height }) : found
}

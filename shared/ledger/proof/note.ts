import { fromBase64, toBase64 } from '../../kit/base64.ts'
import { concat, equalBytes, fromHex, fromUtf8, toHex, utf8 } from '../../kit/bytes.ts'
import { ok, type Result } from '../../kit/result.ts'
import { encodeCanonical } from '../codec/canonical.ts'
import { decodeCert, encodeCert } from '../codec/cert.ts'
import { decodeStrict } from '../codec/gate.ts'
import { memberId } from '../codec/genesis.ts'
import { blockIdOfBytes, decodeHeader } from '../codec/header.ts'
import { bytes, fields, list } from '../codec/schema.ts'
import { sha256 } from '../crypto/hash.ts'
import { refuse } from '../errors.ts'
import { genesisHashOfBytes, openGenesis } from '../genesis.ts'
import { MAX_CERT, MAX_GENESIS, MAX_HEADER, MAX_MEMBERS, MAX_PROOF_HOPS, MAX_PROOF_TEXT, MIN_MEMBERS, PUBLIC_KEY_BYTES, SIGNATURE_BYTES } from '../limits.ts'
import { followEpochs, type EpochHop } from '../membership/epochs.ts'
import { FINALIZE, type Cert, type Hash, type VoterSet } from '../types.ts'
import { quorum } from '../voters.ts'
import { trustOf, type TrustParts } from './make.ts'
import { readHeader, verifyTrust, type TrustContent } from './trust.ts'
import { blockOf, type ProvenBlock } from './verify.ts'

/**
 * A certified block as a C2SP checkpoint (c2sp.org/tlog-checkpoint in a c2sp.org/signed-note), so that tools of the
 * transparency-log world can hold and compare it. The text is
 *
 *     zhengxinlian/<genesis hash, hex>      the origin
 *     <log size>
 *     <log root, base64>
 *     zxl1 epoch <n> height <n> view <n>    of the certificate
 *     zxl1 block <block id, hex>
 *     zxl1 header <base64>                  the block id is its hash
 *     zxl1 genesis <base64>                 the origin is its hash
 *     zxl1 epoch-end <header> <certificate> <next voters>   base64 each, once for every epoch since the genesis
 *
 * then an empty line and one signature line for each signer: "— <origin>/<member id> <base64 of key id ‖ signature>". The
 * signatures are the finalize votes of the certificate, so they do not sign the note's text but the 95 bytes of the vote
 * that the lines above determine. Signed notes reserve type 0xff for such types; the key id is the first 4 bytes of
 * sha256(key name ‖ 0x0A ‖ 0xff ‖ "zhengxinlian finalize vote v1" ‖ vote key).
 */
export const NOTE_SUFFIX = '.zxlcheckpoint.txt'
const ORIGIN = 'zhengxinlian/'
const SIGNATURE_TYPE = concat(Uint8Array.of(0xff), utf8('zhengxinlian finalize vote v1'))
const DASH = '— '
/** A note may carry more lines than voters: signatures of others are ignored, as signed notes demand. */
const MAX_LINES = 4 * MAX_MEMBERS

const noteKeyId = (name: string, voteKey: Uint8Array): Uint8Array => sha256(concat(utf8(name), Uint8Array.of(0x0a), SIGNATURE_TYPE, voteKey)).slice(0, 4)

const voters = list(fields<VoterSet['members'][number]>({ id: memberId, voteKey: bytes(PUBLIC_KEY_BYTES) }), MIN_MEMBERS, MAX_MEMBERS)
const MAX_VOTERS = MAX_MEMBERS * 128

/** The note of a certified block, with as many signatures as a certificate needs. */
export function makeNote(parts: TrustParts): Result<string> {
  const { network, epochs, checkpoint } = trustOf(parts)
  const chain = followEpochs(parts.genesis.hash, parts.genesis.voters, epochs)
  if (!chain.ok) return chain
  const { members } = chain.value.voters
  const { signers, sigs, epoch, height, view } = parts.certificate
  const origin = `${ORIGIN}${toHex(network.genesisHash)}`
  const lines = [
    origin,
    String(parts.header.logSize),
    toBase64(parts.header.logRoot),
    `zxl1 epoch ${epoch} height ${height} view ${view}`,
    `zxl1 block ${toHex(checkpoint.blockId)}`,
    `zxl1 header ${toBase64(checkpoint.header)}`,
    `zxl1 genesis ${toBase64(network.genesis)}`,
    ...epochs.map((hop) => `zxl1 epoch-end ${toBase64(hop.header)} ${toBase64(hop.certificate)} ${toBase64(encodeCanonical(hop.members))}`),
    '',
    ...signers.slice(0, quorum(members.length)).map((signer, i) => {
      const { id, voteKey } = members[signer]!
      const name = `${origin}/${id}`
      return `${DASH}${name} ${toBase64(concat(noteKeyId(name, voteKey), sigs[i]!))}`
    })
  ]
  return ok(`${lines.join('\n')}\n`)
}

interface NoteContent {
  readonly trust: Omit<TrustContent, 'checkpoint'>
  readonly header: Uint8Array
  readonly blockId: Hash
  readonly view: number
  readonly origin: string
  readonly signatures: readonly { readonly name: string; readonly keyId: Uint8Array; readonly signature: Uint8Array }[]
}

/** Whether a text is meant as a checkpoint note of this application. */
export const isNote = (text: string): boolean => text.startsWith(ORIGIN)

/**
 * Verifies such a note offline. Signature lines of unknown keys are ignored, as signed notes demand; one of a voter that does
 * not verify refuses the note. Never throws. PROOF_UNREADABLE, PROOF_NOT_CANONICAL, PROOF_OTHER_GENESIS, PROOF_CERTIFICATE,
 * PROOF_LIMITS, EPOCH_CHAIN, GENESIS_INVALID, KEY_INVALID.
 */
export function verifyNote(source: Uint8Array | string, expected: Hash | null = null): Result<ProvenBlock> {
  if (source.length > MAX_PROOF_TEXT) return refuse('PROOF_UNREADABLE')
  let note: NoteContent | null
  try {
    note = parse(typeof source === 'string' ? source : fromUtf8(source))
  } catch {
    note = null
  }
  return note ? judge(note, expected) : refuse('PROOF_UNREADABLE')
}

/** The parts of a well-formed note; null where a line is not in its one form. */
function parse(text: string): NoteContent | null {
  const lines = text.split('\n')
  const gap = lines.lastIndexOf('')
  const blank = lines.slice(0, gap).lastIndexOf('')
  if (gap !== lines.length - 1 || blank < 7 || lines.indexOf('') !== blank || lines.length > blank + 2 + MAX_LINES || blank > 7 + MAX_PROOF_HOPS) return null
  const [origin, size, root, place, block, headerLine, genesisLine, ...hopLines] = lines.slice(0, blank) as [string, string, string, string, string, string, string, ...string[]]
  const at = /^zxl1 epoch (\d{1,16}) height (\d{1,16}) view (\d{1,10})$/.exec(place)
  const genesis = field(genesisLine, 'genesis', MAX_GENESIS)
  const header = field(headerLine, 'header', MAX_HEADER)
  const blockId = /^zxl1 block ([0-9a-f]{64})$/.exec(block)?.[1]
  const opened = header && decodeHeader(header)
  if (!at || !genesis || !header || !blockId || !opened || !opened.ok) return null
  const { epoch, height, logSize, logRoot } = opened.value
  const stated = `${size} ${root} ${at[1]} ${at[2]} ${at[3]}` === `${logSize} ${toBase64(logRoot)} ${epoch} ${height} ${Number(at[3])}`
  if (!stated || origin !== `${ORIGIN}${toHex(genesisHashOfBytes(genesis))}`) return null
  const epochs = hopLines.map(hop)
  const signatures = lines.slice(blank + 1, gap).map(signature)
  if (epochs.includes(null) || signatures.includes(null) || signatures.length === 0) return null
  return {
    trust: { network: { genesisHash: genesisHashOfBytes(genesis), genesis }, epochs: epochs as EpochHop[] },
    header, blockId: fromHex(blockId), view: Number(at[3]), origin,
    signatures: signatures as NoteContent['signatures']
  }
}

function field(line: string, name: string, limit: number): Uint8Array | null {
  const start = `zxl1 ${name} `
  const decoded = line.startsWith(start) ? fromBase64(line.slice(start.length)) : null
  return decoded && decoded.length <= limit ? decoded : null
}

function hop(line: string): EpochHop | null {
  const parts = /^zxl1 epoch-end (\S+) (\S+) (\S+)$/.exec(line)
  if (!parts) return null
  const [header, certificate, members] = parts.slice(1).map(fromBase64) as [Uint8Array, Uint8Array, Uint8Array]
  const read = decodeStrict(members, MAX_VOTERS, voters)
  return read.ok && header.length <= MAX_HEADER && certificate.length <= MAX_CERT ? { header, certificate, members: read.value } : null
}

function signature(line: string): NoteContent['signatures'][number] | null {
  const parts = /^— ([^\s+]+) (\S+)$/u.exec(line)
  const raw = parts && fromBase64(parts[2]!)
  return parts && raw && raw.length > 4 ? { name: parts[1]!, keyId: raw.slice(0, 4), signature: raw.slice(4) } : null
}

function judge({ trust, header, blockId, view, origin, signatures }: NoteContent, expected: Hash | null): Result<ProvenBlock> {
  // The certificate is put together from the lines, so the way to the voters comes first.
  const empty: TrustContent = { ...trust, checkpoint: { blockId, header, certificate: new Uint8Array() } }
  const start = readHeader(empty, expected)
  if (!start.ok) return start
  const genesis = openGenesis(trust.network.genesis)
  if (!genesis.ok) return genesis
  const chain = followEpochs(genesis.value.hash, genesis.value.voters, trust.epochs)
  if (!chain.ok) return chain
  const { members } = chain.value.voters
  const named = new Map(members.map(({ id, voteKey }, signer) => [`${origin}/${id}`, { signer, voteKey }]))
  const known = signatures.flatMap(({ name, keyId, signature: sig }) => {
    const voter = named.get(name)
    return voter && sig.length === SIGNATURE_BYTES && equalBytes(noteKeyId(name, voter.voteKey), keyId) ? [{ signer: voter.signer, sig }] : []
  })
  const sorted = known.toSorted((a, b) => a.signer - b.signer)
  if (sorted.length === 0 || sorted.some(({ signer }, i) => i > 0 && sorted[i - 1]!.signer === signer)) return refuse('PROOF_CERTIFICATE')
  const { epoch, height } = start.value.header
  const cert: Cert = { kind: FINALIZE, epoch, height, view, blockId: blockIdOfBytes(header), signers: sorted.map(({ signer }) => signer), sigs: sorted.map(({ sig }) => sig) }
  const certificate = encodeCert(cert)
  if (!decodeCert(certificate).ok) return refuse('PROOF_CERTIFICATE')
  const proven = verifyTrust({ ...trust, checkpoint: { blockId, header, certificate } })
  return proven.ok ? ok(blockOf(proven.value.genesis, proven.value.checkpoint)) : proven
}

import { readBody } from '../../../shared/credit/body.ts'
import { recordTitle } from '../../../shared/credit/draft.ts'
import { isRecordKind } from '../../../shared/credit/kinds.ts'
import { readMember, staffByKey } from '../../../shared/credit/state/read.ts'
import type { BlockRow, MemberRow, RecordDetail } from '../../../shared/contract/network.ts'
import { fromHex, toHex } from '../../../shared/kit/bytes.ts'
import { CodedError, unwrap } from '../../../shared/kit/result.ts'
import { decodeCert } from '../../../shared/ledger/codec/cert.ts'
import { decodeHeader } from '../../../shared/ledger/codec/header.ts'
import { openEnvelope, type OpenRecord } from '../../../shared/ledger/record/record.ts'
import { readMarks, RECORD_MARKS } from '../../../shared/ledger/state/marks.ts'
import { ledgerMembers, readVoters } from '../../../shared/ledger/state/membership.ts'
import { quorum } from '../../../shared/ledger/voters.ts'
import type { StoredHeader, StoredRecord } from '../store/chain/types.ts'
import type { Guarded } from './context.ts'
import { namedTitle } from './credit.ts'
import type { ApiDeps } from './deps.ts'
import { notHere } from './not-here.ts'
import { plainBody, plainProblem } from './plain.ts'
import { exportProof, verifyProof } from './proofs.ts'
import { finalState, stateOfRecord } from './record-state.ts'

/** network.*: members, blocks and records as they stand on the ledger, and proofs of them. Open to everybody at this desktop. */
export function networkHandlers(os: Guarded, deps: ApiDeps) {
  const { chain } = deps.node
  return {
    members: os.network.members.handler(() => memberRows(deps)),
    blocks: os.network.blocks.handler(({ input }) => ({
      head: chain.head().height,
      items: chain.headers({ ...(input.before === undefined ? {} : { before: input.before }), limit: input.limit }).map((header) => blockRow(deps, header)),
    })),
    block: os.network.block.handler(({ input }) => {
      const header = chain.header(input.height)
      if (!header) throw notHere(chain, new CodedError('BLOCK_UNKNOWN', { height: input.height }))
      if (header.records > 0 && !chain.body(input.height)) throw notHere(chain, new CodedError('BLOCK_UNKNOWN', { height: input.height }))
      const records = chain.records({ height: input.height, ascending: true, limit: Math.max(1, header.records) })
      return { ...blockRow(deps, header), items: records.map((record) => recordRow(deps, record)) }
    }),
    record: os.network.record.handler(({ input }) => recordDetail(deps, input.recordId)),
    exportProof: os.network.exportProof.handler(({ input }) => exportProof(deps, input)),
    verifyProof: os.network.verifyProof.handler(({ input }) => verifyProof(deps, input.text)),
    audit: {
      status: os.network.audit.status.handler(() => deps.node.audit.status),
      start: os.network.audit.start.handler(() => deps.node.audit.start()),
      cancel: os.network.audit.cancel.handler(() => deps.node.audit.cancel()),
    },
  }
}

function memberRows(deps: ApiDeps): MemberRow[] {
  const { node, network, appVersion } = deps
  const seen = new Map(node.members().map((row) => [row.id, row]))
  const inState = ledgerMembers(node.chain.state)
  return (inState.length > 0 ? [...inState].sort((a, b) => Number(a.standing === 'left') - Number(b.standing === 'left')) : node.genesis.members.map((member) => ({ ...member, standing: 'voter' as const }))).map(({ id, idKey, peers, standing }) => {
    const view = readMember(node.chain.state, id)
    const isMe = id === network.me
    const row = seen.get(id)
    return {
      id,
      nameZh: view?.nameZh ?? id,
      nameEn: view?.nameEn ?? id,
      tier: view?.tier ?? '',
      standing,
      isMe,
      online: isMe || row?.online === true,
      address: isMe ? network.listen : (row?.address ?? null),
      lastSeen: isMe ? deps.clock.now() : (row?.lastSeen ?? null),
      height: isMe ? node.chain.head().height : (row?.height ?? null),
      appVersion: isMe ? appVersion : (row?.appVersion ?? null),
      peerId: peers[0] ?? '',
      rttMs: row?.rttMs ?? null,
      keyFingerprint: fingerprint(idKey),
    }
  })
}

/** First 16 hex digits in groups of four: what two people compare by telephone. */
const fingerprint = (key: Uint8Array): string => toHex(key).slice(0, 16).replace(/(.{4})(?=.)/g, '$1 ')

function blockRow({ node }: ApiDeps, stored: StoredHeader): BlockRow {
  const header = unwrap(decodeHeader(stored.bytes))
  const cert = node.chain.cert(stored.height)
  // Blocks taken over by catch-up may have an empty one in its place.
  const kept = cert && cert.length > 0 ? unwrap(decodeCert(cert)) : null
  // Epochs of a network with fixed voters stand in no state: they are those of the genesis.
  const members = readVoters(node.chain.state, header.epoch)?.members ?? node.genesis.members
  return {
    height: stored.height,
    blockId: toHex(stored.blockId),
    time: stored.time,
    proposer: header.proposer,
    view: header.view,
    epoch: header.epoch,
    records: stored.records,
    stateRoot: toHex(header.stateRoot),
    logSize: header.logSize,
    certificate: kept && {
      signers: kept.signers.map((signer) => members[signer]?.id ?? ''),
      q: quorum(members.length),
      n: members.length,
    },
  }
}

const recordRow = (deps: ApiDeps, record: StoredRecord) => ({
  recordId: toHex(record.recordId),
  index: record.index,
  kind: record.kind,
  title: namedTitle(deps, record),
  uscc: record.subject,
  author: record.author,
  void: record.void && plainProblem(record.void),
})

/** A record that is final or pending, opened. Throws CodedError RECORD_UNKNOWN. */
function recordDetail(deps: ApiDeps, recordId: string): RecordDetail {
  const { chain } = deps.node
  const id = fromHex(recordId)
  const stored = chain.record(id)
  const envelope = stored?.envelope ?? chain.pending.get(id)?.envelope ?? deps.workbench.outbox.get(recordId)?.envelope
  if (!envelope) throw notHere(chain, new CodedError('RECORD_UNKNOWN', { recordId: recordId.slice(0, 16) }))
  const record = unwrap(openEnvelope(chain.genesisHash, envelope))
  const { payload } = record
  return {
    ...(stored ? recordRow(deps, stored) : pendingRow(deps, record)),
    height: stored?.height ?? null,
    at: payload.at,
    device: toHex(payload.d),
    seq: payload.n,
    staffId: staffByKey(chain.state, toHex(payload.d))?.staffId ?? null,
    steps: stepsOf(deps, record),
    body: plainBody(payload.b),
    marks: marksOf(deps, id),
    state: stored ? (deps.node.recordState(id) ?? finalState(deps.node, stored.height, stored.void && plainProblem(stored.void))) : stateOfRecord(deps, recordId),
  }
}

function marksOf({ node }: ApiDeps, id: Uint8Array): RecordDetail['marks'] {
  const marks = readMarks(node.chain.state, id)
  return RECORD_MARKS.flatMap((mark) => (marks[mark] ? [{ mark, by: toHex(marks[mark]) }] : []))
}

function pendingRow(deps: ApiDeps, { payload, id }: OpenRecord) {
  const body = readBody(payload)
  const content = body.ok ? body.value.content : {}
  const uscc = typeof content['uscc'] === 'string' ? content['uscc'] : null
  return {
    recordId: toHex(id),
    index: 0,
    kind: payload.t,
    title: isRecordKind(payload.t) ? namedTitle(deps, { kind: payload.t, title: recordTitle(payload.t, content), subject: uscc }) : payload.t,
    uscc,
    author: payload.a,
    void: null,
  }
}

/** Who signed what: the steps inside the record and, last, the record's own signature. */
function stepsOf(deps: ApiDeps, { payload }: OpenRecord): RecordDetail['steps'] {
  const { state } = deps.node.chain
  const body = readBody(payload)
  const person = (keyId: string): string => staffByKey(state, keyId)?.staffId ?? keyId.slice(0, 16)
  const steps = (body.ok ? body.value.steps : []).map((step) => ({ step: step.s as string, staffId: person(toHex(step.d)), at: step.at }))
  return [...steps, { step: 'publish', staffId: person(toHex(payload.d)), at: payload.at }]
}

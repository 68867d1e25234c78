/** One of each file that people hand on, out of one small chain: kept as they are, and readable for ever. */
import { buildPayload, encodeCert, encodeGenesis, encodeHeader, encodeVote, formatInvitation, formatJoinRequest, inclusionProof, issueInvitation, keyId, keySigner, makeNote, makeProof, NOTARIZE, proveState, publicKeyOf, sealEnvelope, sign, signVote, deviceKey, ticketPreimage, applicationPreimage, trustOf, type JoinApplication, type OpenRecord, type Statement } from '../../shared/ledger/index.ts'
import { formatEvidence } from '../../shared/ledger/evidence/file.ts'
import { proveStates } from '../../shared/ledger/proof/states.ts'
import { toHex } from '../../shared/kit/bytes.ts'
import { unwrap } from '../../shared/kit/result.ts'
import { TestChain } from '../unit/ledger/chain.ts'
import { hash, seed } from '../unit/ledger/support.ts'

export const SUBJECT = '91110000000000001X'
/** When the kept invitation is valid, ms. */
export const INVITED_AT = 1_790_000_100_000

export function fileFormats(): Record<string, string> {
  const chain = new TestChain(2)
  const about = (note: string): OpenRecord => chain.record('subject.note', { s: SUBJECT, note })
  const [first, bad, second] = [about('first'), chain.record('note.drop', { k: 'none' }), about('second')]
  chain.commit([first, bad, second])
  const voteKey = chain.knowVoter(seed('new vote'))
  chain.commit([chain.record('member.set', { id: 'AH', member: { idKey: publicKeyOf(seed('new id')), voteKey, peers: ['new-peer'], standing: 'voter' } })])
  const [third, mark, last] = [about('third'), chain.record('mark.set', { record: first.id, mark: 'superseded', on: true }), chain.record('note.put', { k: 'last', v: '证' })]
  chain.commit([third, mark, last])
  const { block, cert } = chain.last!
  const trust = { genesis: chain.genesis, epochs: chain.hops, header: block.header, certificate: cert }
  const places = new Map<OpenRecord, number>([[first, 0], [bad, 1], [second, 2], [third, 4], [last, 6]])
  const proof = (statement: Statement, records: readonly OpenRecord[], keys: readonly string[] = []): string =>
    makeProof({
      ...trust, statement, keys, state: chain.state, tree: chain.tree,
      records: records.map((record) => ({ record, index: places.get(record)!, path: inclusionProof(chain.tiles, places.get(record)!, block.header.logSize) })),
    })
  return {
    genesisV2: toHex(encodeGenesis(chain.genesis.genesis)),
    proofRecord: proof({ type: 'record', record: last.id }, [last], ['note/last', 'note/none']),
    proofVoid: proof({ type: 'record', record: bad.id }, [bad]),
    proofSuperseded: proof({ type: 'record', record: first.id }, [first]),
    proofCompleteness: proof({ type: 'completeness', subject: SUBJECT }, [first, second, third]),
    proofReport: proof({ type: 'report', subject: SUBJECT }, [second, third], ['note/last']),
    note: unwrap(makeNote(trust)),
    ...invitationFiles(chain),
    ...evidenceFiles(chain),
  }
}

function invitationFiles(chain: TestChain): Record<string, string> {
  const root = chain.members.idSeeds[0]!
  const key = publicKeyOf(root)
  const entry = deviceKey(keyId(key))
  const { block, cert } = chain.last!
  const contents = {
    genesis: chain.genesis.bytes,
    epochs: chain.hops,
    checkpoint: { header: encodeHeader(block.header), certificate: encodeCert(cert) },
    device: { value: chain.state.get(entry)!, proof: proveState(chain.state, chain.tree, entry) },
    members: chain.members.genesis.members.map(({ id, peers }) => ({ id, nameZh: '中心', nameEn: 'Center', tier: 'COUNCIL', regionCode: '110000', address: '10.0.0.1:4101', peers })),
  }
  const plan = { genesisHash: chain.genesis.hash, role: 'member' as const, invitee: 'GD', token: hash('token').slice(0, 16), issuedAt: INVITED_AT, expiresAt: INVITED_AT + 86_400_000, inviter: chain.members.genesis.members[0]!.id, key }
  const invitation = issueInvitation(plan, contents, (ticket) => sign(root, ticketPreimage(ticket)))
  return { invitation: formatInvitation(invitation), joinRequest: formatJoinRequest(joinRequest(invitation)) }
}

function joinRequest({ ticket, signature }: ReturnType<typeof issueInvitation>): Parameters<typeof formatJoinRequest>[0] {
  const keys = { id: seed('GD id'), vote: seed('GD vote'), peer: seed('GD peer') }
  const application: JoinApplication = {
    member: 'GD', nameZh: '广东中心', nameEn: 'Guangdong Center', regionCode: '440000', idKey: publicKeyOf(keys.id), voteKey: publicKeyOf(keys.vote), peerKey: publicKeyOf(keys.peer), address: '10.0.0.9:4101', at: INVITED_AT + 1_000,
  }
  const message = applicationPreimage(ticket, application)
  return { ticket, signature, application, possession: { id: sign(keys.id, message), vote: sign(keys.vote, message), peer: sign(keys.peer, message) } }
}

function evidenceFiles(chain: TestChain): Record<string, string> {
  const { genesis, members, hops } = chain
  const G = genesis.hash
  const network = { genesisHash: G, genesis: genesis.bytes }
  const voted = (name: string): Uint8Array => encodeVote(G, signVote(G, { kind: NOTARIZE, epoch: 0, height: 2, view: 0, blockId: hash(name) }, 2, members.voteSeeds[2]!))
  const secret = members.idSeeds[0]!
  const device = keyId(publicKeyOf(secret))
  const sealed = (v: string): Uint8Array =>
    sealEnvelope(buildPayload({ kind: 'note.put', net: G, author: members.genesis.members[0]!.id, device, head: { n: 8, prev: hash('p') }, at: 1, body: { k: 'a', v } }), keySigner(secret)).bytes
  const { block, cert } = chain.last!
  const { checkpoint } = trustOf({ genesis, epochs: hops, header: block.header, certificate: cert })
  return {
    evidenceVotes: formatEvidence({ code: 'E1', network, epochs: [], votes: [voted('a'), voted('b')] }),
    evidenceRecords: formatEvidence({ code: 'A1', network, epochs: hops, checkpoint, state: proveStates(chain.state, chain.tree, [deviceKey(device)]), envelopes: [sealed('x'), sealed('y')] }),
  }
}

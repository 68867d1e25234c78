import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fromHex, toHex, utf8 } from '../../../shared/kit/bytes.ts'
import { unwrap } from '../../../shared/kit/result.ts'
import {
  blockIdOfBytes,
  decodeBlock,
  decodeCert,
  decodeGenesis,
  decodeHeader,
  decodeProposal,
  decodeVote,
  encodeBlock,
  encodeCert,
  encodeGenesis,
  encodeHeader,
  encodeProposal,
  encodeVote,
  genesisHashOfBytes,
  keyId,
  leaderOrder,
  leafHash,
  NOTARIZE,
  openEnvelope,
  proveState,
  inclusionProof,
  recordSignatureInput,
  signVote,
  verifyProofV1,
  voidKey,
  votePreimage,
  votersHash,
  voterIndex
} from '../../../shared/ledger/index.ts'
import { exportProofV1 } from './proof-v1.ts'
import { TestChain } from './chain.ts'

/** Every byte format of the ledger for one small chain with derived keys (see chain.ts and support.ts). */
function build(): Record<string, string> {
  const chain = new TestChain()
  const first = chain.record('note.put', { k: 'a', v: '征信' })
  const second = chain.record('note.drop', { k: 'none' })
  const block = chain.commit([first, second])
  const { cert } = chain.last!
  const G = chain.genesis.hash
  const header = encodeHeader(block.header)
  const id = blockIdOfBytes(header)
  const { voters } = chain.genesis
  const leader = voterIndex(voters, block.header.proposer)
  const vote = signVote(G, { kind: NOTARIZE, epoch: 0, height: 1, view: 0, blockId: id }, leader, chain.members.voteSeeds[leader]!)
  const body = [first.bytes, second.bytes]
  const proposal = { epoch: 0, height: 1, view: 0, header: block.header, leaves: [first.leaf, second.leaf], bodies: body, justify: [], vote }
  const mark = voidKey(second.id)
  const proof = exportProofV1({
    genesis: chain.genesis,
    record: second,
    index: 1,
    header: block.header,
    certificate: cert,
    logPath: inclusionProof(chain.tiles, 1, 2),
    state: proveState(chain.state, chain.tree, mark),
    voidMark: chain.state.get(mark)
  })
  const bytes = {
    genesis: encodeGenesis(chain.genesis.genesis),
    genesisHash: G,
    votersHash: votersHash(voters),
    leaderOrder: Uint8Array.from(leaderOrder(voters)),
    deviceKeyId: keyId(chain.members.genesis.members[0]!.idKey),
    envelope: first.bytes,
    recordId: first.id,
    recordSignatureInput: recordSignatureInput(first.id),
    leaf: leafHash(first.bytes),
    header,
    blockId: id,
    block: encodeBlock({ header: block.header, body }),
    votePreimage: votePreimage(G, vote),
    vote: encodeVote(G, vote),
    certificate: encodeCert(cert),
    proposal: encodeProposal(G, proposal),
    voidMark: chain.state.get(mark)!,
    proofFile: utf8(proof)
  }
  return Object.fromEntries(Object.entries(bytes).map(([name, value]) => [name, toHex(value)]))
}

const golden = JSON.parse(readFileSync(new URL('../../vectors/ledger/formats.json', import.meta.url), 'utf8')) as Record<string, string>
const bytes = (name: string) => fromHex(golden[name]!)

describe('the byte formats', () => {
  it('are what they always were', () => {
    expect(build()).toEqual(golden)
  })

  it('read from the committed bytes, and give them again', () => {
    const G = bytes('genesisHash')
    expect(genesisHashOfBytes(bytes('genesis'))).toEqual(G)
    expect(encodeGenesis(unwrap(decodeGenesis(bytes('genesis'))))).toEqual(bytes('genesis'))
    expect(unwrap(openEnvelope(G, bytes('envelope')))).toMatchObject({ id: bytes('recordId'), leaf: bytes('leaf') })
    expect(encodeHeader(unwrap(decodeHeader(bytes('header'))))).toEqual(bytes('header'))
    expect(blockIdOfBytes(bytes('header'))).toEqual(bytes('blockId'))
    expect(encodeBlock(unwrap(decodeBlock(bytes('block'))))).toEqual(bytes('block'))
    expect(encodeVote(G, unwrap(decodeVote(G, bytes('vote'))))).toEqual(bytes('vote'))
    expect(bytes('vote').slice(0, 95)).toEqual(bytes('votePreimage'))
    expect(encodeCert(unwrap(decodeCert(bytes('certificate'))))).toEqual(bytes('certificate'))
    expect(encodeProposal(G, unwrap(decodeProposal(G, bytes('proposal'))))).toEqual(bytes('proposal'))
    expect(unwrap(verifyProofV1(bytes('proofFile'), G)).records[0]!.void).toMatchObject({ code: 'NO_SUCH_NOTE' })
  })
})


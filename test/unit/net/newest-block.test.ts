import { describe, expect, it } from 'vitest'
import { openHead } from '../../../electron/peer/sync/epochs.ts'
import { blockId, certOf, encodeCert, encodeHeader, FINALIZE, NOTARIZE, publicKeyOf, signVote, type VoteStatement } from '../../../shared/ledger/index.ts'
import { TestChain } from '../ledger/chain.ts'
import { hash, seed } from '../ledger/support.ts'

/** A member joins with block 1, which so closes epoch 0. */
function closed(): TestChain {
  const chain = new TestChain(2)
  chain.commit([chain.record('member.set', { id: 'AH', member: { idKey: publicKeyOf(seed('AH id')), voteKey: chain.knowVoter(seed('AH vote')), peers: ['peer-of-AH'], standing: 'voter' } })])
  return chain
}
const closingsOf = (chain: TestChain) => chain.hops.map(({ header, certificate }) => ({ height: 1, header, cert: certificate }))

describe('the newest block of a peer', () => {
  it('is not final by votes of another kind, nor by a certificate of another block or height', () => {
    const chain = new TestChain()
    chain.commit([chain.record('note.put', { k: 'a', v: 'x' })])
    const { header } = chain.last!.block
    const { hash: G, voters } = chain.genesis
    const votes = (over: Partial<VoteStatement>) => {
      const statement: VoteStatement = { kind: FINALIZE, epoch: 0, height: 1, view: 0, blockId: blockId(header), ...over }
      return encodeCert(certOf(chain.members.voteSeeds.map((secret, signer) => signVote(G, statement, signer, secret))))
    }
    const open = (certificate: Uint8Array) => openHead(G, [], voters, encodeHeader(header), certificate)
    expect(open(votes({})).header.height).toBe(1)
    for (const over of [{ kind: NOTARIZE }, { height: 2 }, { blockId: hash('another block') }]) expect(() => open(votes(over))).toThrow('CERT_SIGNATURE')
  })

  it('that closes an epoch counts with the certificate of the epoch chain, whatever else the peer sends along', () => {
    const chain = closed()
    const header = encodeHeader(chain.last!.block.header)
    const opened = openHead(chain.genesis.hash, closingsOf(chain), chain.head.voters, header, hash('no certificate'))
    expect(opened.certificate).toEqual(chain.hops[0]!.certificate)
    expect(opened.header.height).toBe(1)
  })

  it('after that one must be certified by the voters that the chain leads to', () => {
    const chain = closed()
    const closings = closingsOf(chain)
    chain.commit([chain.record('note.put', { k: 'a', v: 'x' })])
    const { block, cert } = chain.last!
    const open = (certificate: Uint8Array) => openHead(chain.genesis.hash, closings, chain.head.voters, encodeHeader(block.header), certificate)
    expect(open(encodeCert(cert)).header.height).toBe(2)
    expect(() => open(closings[0]!.cert)).toThrow('CERT_SIGNATURE')
    const { signers, sigs } = cert
    expect(() => open(encodeCert({ ...cert, signers: signers.slice(1), sigs: sigs.slice(1) }))).toThrow(expect.objectContaining({ code: expect.stringMatching(/^(CERT|PROOF|CHECKPOINT|EPOCH|BLOCK)_/) }))
  })
})

import { expect, it } from 'vitest'
import type { PeerRef } from '../../../electron/peer/net/directory.ts'
import type { StatusMessage } from '../../../electron/peer/net/protocols/status/codec.ts'
import { StatusDesk, type StatusDeskOptions } from '../../../electron/peer/node/status-desk.ts'
import { certOf, encodeCert, FINALIZE, publicKeyOf, signVote, type VoterSet } from '../../../shared/ledger/index.ts'

const G = new Uint8Array(32).fill(1)
const OTHER = new Uint8Array(32).fill(2)
const seeds = [1, 2, 3, 4].map((n) => new Uint8Array(32).fill(n))
const voters = (epoch: number): VoterSet => ({ epoch, members: seeds.map((seed, i) => ({ id: `M${i}`, voteKey: publicKeyOf(seed) })) })
const peer: PeerRef = { id: 'peer', member: 'M1', kind: 'seat', access: 'full' }

/** A desk of a peer at block 5 in epoch 1, and the heights it asked for. */
function desk(): { readonly desk: StatusDesk; readonly asked: readonly (readonly [height: number, proven: boolean])[] } {
  const asked: (readonly [number, boolean])[] = []
  const options = {
    genesisHash: G,
    me: 'M0',
    clock: { now: () => 0 },
    chain: { head: () => ({ height: 5 }), header: () => null, pending: { digest: () => new Uint8Array(32) } },
    membership: { voters: voters(1), votersOf: (epoch: number) => (epoch <= 1 ? voters(epoch) : null) },
    book: { note: () => undefined },
    network: () => ({ remoteAddress: () => null }),
    driver: () => ({ heartbeat: () => undefined }),
    catchUp: () => ({ request: (height: number, _: PeerRef, proven: boolean) => void asked.push([height, proven]) }),
    reconciler: () => ({ equal: () => undefined }),
    quarantine: { answer: () => undefined },
    heard: () => undefined,
    answered: () => undefined,
    strangeVote: () => undefined,
  }
  return { desk: new StatusDesk(options as unknown as StatusDeskOptions), asked }
}

function claim(epoch: number, height: number): StatusMessage {
  const statement = { kind: FINALIZE, epoch, height, view: 0, blockId: OTHER } as const
  const final = encodeCert(certOf(seeds.map((seed, signer) => signVote(G, statement, signer, seed))))
  return { v: 1, G, height, blockId: OTHER, final, instance: new Uint8Array(16), version: '0.1.0', now: 0, pending: 0, pendingDigest: new Uint8Array(32), seen: null, twinAge: null }
}

it('takes a height above the own one as proven by voters of the own epoch, as a hint in a later one, and not by those of the past', () => {
  const { desk: mine, asked } = desk()
  mine.theirs(peer, claim(1, 9), null)
  mine.theirs(peer, claim(2, 90), null)
  expect(asked).toEqual([[9, true], [90, false]])
  expect(() => mine.theirs(peer, claim(0, 1_000_000), null)).toThrow(expect.objectContaining({ code: 'STATUS_UNPROVEN' }))
  expect(asked).toHaveLength(2)
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import type { StoredEvidence } from '../../../electron/peer/store/evidence/open.ts'
import { encodeVote, NOTARIZE, signVote } from '../../../shared/ledger/index.ts'
import { breachName } from '../../../shared/ledger/evidence/check.ts'
import { TestNetwork } from './harness.ts'

let network: TestNetwork
beforeAll(async () => {
  network = await TestNetwork.start(['BJ', 'JS', 'SH', 'SZX', 'SZSE', 'ZJ'])
})
afterAll(() => network.close())

/** Two blocks notarized by one key in one view, as a peer keeps them. */
function doubleVote(member: string, height: number): StoredEvidence {
  const { hash, voters } = network.genesis
  const index = voters.members.findIndex(({ id }) => id === member)
  const { seeds } = network.bundles.find((bundle) => bundle.network.me === member)!
  const [first, second] = [1, 2].map((byte) => encodeVote(hash, signVote(hash, { kind: NOTARIZE, epoch: 0, height, view: 0, blockId: new Uint8Array(32).fill(byte) }, index, seeds.vote)))
  return { name: breachName({ code: 'E1', epoch: 0, height, view: 0, member } as Parameters<typeof breachName>[0]), code: 'E1', member, epoch: 0, height, view: 0, first: first!, second: second!, foundAt: network.now }
}

it('lists what was seen, puts it on the ledger once, and tells what followed', async () => {
  const desk = network.desk('BJ')
  const piece = doubleVote('ZJ', 7)
  Object.assign(desk.deps.node.evidence, { list: () => [piece] })
  const visitor = desk.page()
  await expect(visitor.evidence.submit({ name: piece.name })).rejects.toMatchObject({ data: { code: expect.stringMatching(/^SESSION_/) as string } })
  const clerk = await desk.as('CL')
  const [before] = await clerk.evidence.list()
  expect(before).toMatchObject({ name: piece.name, code: 'E1', member: 'ZJ', height: 7, recorded: null })
  expect(before!.permissions).toContainEqual({ action: 'submit', allowed: true, why: null })
  await expect(clerk.evidence.submit({ name: 'E1/0/9/0/ZJ' })).rejects.toMatchObject({ data: { code: 'EVIDENCE_NONE' } })

  const { recordId } = await clerk.evidence.submit({ name: piece.name })
  network.finalize()
  const [after] = await clerk.evidence.list()
  expect(after!.recorded).toMatchObject({ recordId, submitter: 'BJ', effect: 'STANDBY' })
  expect(after!.permissions.find(({ action }) => action === 'submit')?.why?.code).toBe('EVIDENCE_KNOWN')
  expect((await clerk.network.members()).find(({ id }) => id === 'ZJ')?.standing).toBe('observer')

  // A desktop that saw nothing itself learns of it from the ledger, and has no file of it.
  Object.assign(desk.deps.node.evidence, { list: () => [] })
  const [told] = await clerk.evidence.list()
  expect(told).toMatchObject({ name: piece.name, foundAt: null })
  expect(told!.permissions.every(({ why }) => why?.code === 'EVIDENCE_NONE_HERE')).toBe(true)
})

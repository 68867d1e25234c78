import { expect, it } from 'vitest'
import { Breaches, type BreachesOptions } from '../../../electron/peer/consensus/breaches.ts'
import { FINALIZE, type Cert } from '../../../shared/ledger/types.ts'

const cert = (epoch: number): Cert => ({ kind: FINALIZE, epoch, height: 5, view: 0, blockId: new Uint8Array(32).fill(epoch), signers: [], sigs: [] })

it.each([[3, ['CONSENSUS_FORK']], [2, []]])('two final blocks of one height, signed by keys of epoch %i while epoch 3 votes: kept in any case; voting ends for %j', (epoch, stopped) => {
  const kept: unknown[] = []
  const stops: string[] = []
  const driver = { voters: { electorate: () => ({ voters: { epoch: 3, members: [] }, order: [] }) }, forked: (...sides: unknown[]) => kept.push(sides) }
  const breaches = new Breaches({ driver, voters: {}, blocks: {}, stopVoting: ({ code }: { code: string }) => stops.push(code) } as unknown as BreachesOptions)
  breaches.forked(null, { cert: cert(epoch), header: null })
  expect(kept).toHaveLength(1)
  expect(stops).toEqual(stopped)
})

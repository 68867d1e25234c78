import { describe, expect, it } from 'vitest'
import { faultBound, leaderOf, leaderOrder, quorum, votersHash, type VoterSet } from '../../../shared/ledger/index.ts'
import { testVoters } from './support.ts'

describe('quorum', () => {
  it('gives the sizes of the protocol', () => {
    const table = [4, 5, 6, 7, 10, 13, 25, 40, 60, 67, 100].map((n) => [n, quorum(n)])
    expect(table).toEqual([[4, 3], [5, 4], [6, 4], [7, 5], [10, 7], [13, 9], [25, 17], [40, 27], [60, 40], [67, 45], [100, 67]])
  })

  it('makes two quorums share an honest voter, and is reachable without the faulty', () => {
    for (let n = 4; n <= 100; n++) {
      expect(2 * quorum(n) - n).toBeGreaterThanOrEqual(faultBound(n) + 1)
      expect(quorum(n)).toBeLessThanOrEqual(n - faultBound(n))
    }
  })
})

describe('leaders', () => {
  it('order is a permutation, stable, and depends on the list alone', () => {
    const { voters } = testVoters(6)
    const order = leaderOrder(voters)
    expect(new Set(order)).toEqual(new Set([0, 1, 2, 3, 4, 5]))
    expect(order.length).toBe(6)
    expect(leaderOrder({ ...voters, epoch: 7 })).toEqual(order)
    const other: VoterSet = { epoch: 0, members: voters.members.slice(0, 5) }
    expect(votersHash(other)).not.toEqual(votersHash(voters))
  })

  it('rotate with height and view', () => {
    const order = [2, 0, 1, 3]
    expect([leaderOf(order, 1, 0), leaderOf(order, 1, 1), leaderOf(order, 2, 0), leaderOf(order, 5, 2)]).toEqual([0, 1, 1, 3])
  })
})

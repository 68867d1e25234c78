import { expect, test } from 'vitest'
import { answersNeeded, judgementAt, judgeQuarantine } from '../../../../shared/ledger/consensus/quarantine.ts'
import { faultBound, quorum } from '../../../../shared/ledger/voters.ts'
import type { MemberId, VoterSet } from '../../../../shared/ledger/types.ts'

const id = (i: number): MemberId => `M${i}` as MemberId
const voters = (n: number, epoch = 0): VoterSet => ({ epoch, members: Array.from({ length: n }, (_, i) => ({ id: id(i), voteKey: new Uint8Array(32) as VoterSet['members'][number]['voteKey'] })) })
const answers = (...opens: (readonly [number, number])[]) => new Map(opens.map(([member, open]) => [id(member), open]))

test('answers needed: n - q + f + 1, which meet every quorum in an honest voter, and which q - 1 others can give', () => {
  expect([4, 5, 6, 7, 10, 13, 40].map(answersNeeded)).toEqual([3, 3, 4, 5, 7, 9, 27])
  for (let n = 4; n <= 100; n++) {
    expect(answersNeeded(n) + quorum(n) - n).toBeGreaterThan(faultBound(n))
    // With n - q seats in quarantine the others still suffice.
    expect(answersNeeded(n)).toBeLessThanOrEqual(quorum(n))
  }
})

test('waits for enough other voters; observers and the own answer do not count', () => {
  const facts = { me: id(0), open: 7, voters: voters(6) }
  expect(judgeQuarantine({ ...facts, answers: answers([0, 7], [1, 7], [2, 6], [3, 7], [6, 7], [9, 7]) })).toEqual({ t: 'wait', answers: 3, needed: 4 })
})

test('a later slot is caught up with first, an earlier own one never counts', () => {
  const facts = { me: id(0), open: 7, voters: voters(6) }
  expect(judgeQuarantine({ ...facts, answers: answers([1, 7], [2, 9], [3, 7], [4, 1]) })).toEqual({ t: 'behind', open: 9 })
  expect(judgeQuarantine({ ...facts, open: 9, answers: answers([1, 7], [2, 9], [3, 7], [4, 1]) })).toEqual({ t: 'judged', judgement: { from: 11, epoch: 0 } })
})

test('a judgement holds two slots later, unless its epoch has ended', () => {
  const judgement = { from: 11, epoch: 3 }
  expect([9, 10, 11, 40].map((open) => judgementAt(judgement, open, 3))).toEqual(['wait', 'wait', 'over', 'over'])
  expect([10, 11, 40].map((open) => judgementAt(judgement, open, 4))).toEqual(['void', 'void', 'void'])
})

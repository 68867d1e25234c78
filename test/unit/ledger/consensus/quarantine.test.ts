import { describe, expect, test } from 'vitest'
import { answersNeeded, judgementAt, judgeQuarantine } from '../../../../shared/ledger/consensus/quarantine.ts'
import { faultBound, quorum } from '../../../../shared/ledger/voters.ts'
import { testVoters } from '../support.ts'

const { voters } = testVoters(6)
const [me, ...others] = voters.members.map(({ id }) => id)
const judge = (open: number, answers: readonly (readonly [string, number])[]) => judgeQuarantine({ me: me!, open, voters, answers: new Map(answers) })

describe('a seat that lost its votes', () => {
  test('needs answers of n - q + f + 1 others, so that one of them is honest and signed the last final block', () => {
    expect([4, 6, 40].map(answersNeeded)).toEqual([3, 4, 27])
    for (let n = 4; n <= 100; n++) expect(answersNeeded(n) + quorum(n) - n).toBeGreaterThanOrEqual(faultBound(n) + 1)
  })

  test('waits for them; its own and those of strangers do not count', () => {
    const some = others.slice(0, 3).map((id) => [id, 9] as const)
    expect(judge(9, some)).toEqual({ t: 'wait', answers: 3, needed: 4 })
    expect(judge(9, [...some, [me!, 9], ['NOBODY', 9]])).toEqual({ t: 'wait', answers: 3, needed: 4 })
  })

  test('catches up first where somebody is further', () => {
    expect(judge(9, others.map((id, i) => [id, i === 2 ? 10 : 9] as const))).toEqual({ t: 'behind', open: 10 })
  })

  test('votes again two slots after the one that is open now, and not in the next', () => {
    const finding = judge(9, others.map((id) => [id, 9] as const))
    expect(finding).toEqual({ t: 'judged', judgement: { from: 11, epoch: 0 } })
    expect([9, 10, 11, 12].map((open) => judgementAt({ from: 11, epoch: 0 }, open, 0))).toEqual(['wait', 'wait', 'over', 'over'])
  })

  test('judges anew where the epoch ended meanwhile: other people sign then', () => {
    expect(judgementAt({ from: 11, epoch: 0 }, 9, 1)).toBe('wait')
    expect(judgementAt({ from: 11, epoch: 0 }, 10, 1)).toBe('void')
    expect(judgementAt({ from: 11, epoch: 0 }, 11, 1)).toBe('void')
  })
})

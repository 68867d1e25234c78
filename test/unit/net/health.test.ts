import { describe, expect, it } from 'vitest'
import { healthOf, type HealthFacts } from '../../../electron/peer/node/health.ts'
import { problem } from '../../../shared/kit/result.ts'

const well: HealthFacts = {
  n: 6, q: 4, online: 6, pending: 0, notVoting: null, quarantine: null,
  sync: { running: false, height: 9, target: 9 }, clockOffset: 0, folder: [], setAside: [], recovery: null, refusedForeign: 0, ledAway: false,
}
const codes = (facts: Partial<HealthFacts>): string[] => healthOf({ ...well, ...facts }).map(({ level, code }) => `${level} ${code}`)

describe('health', () => {
  it('is silent while all is well', () => expect(codes({})).toEqual([]))
  it('counts how many are missing', () =>
    expect(healthOf({ ...well, online: 2, pending: 7 })).toEqual([{ level: 'warning', code: 'NODE_NO_QUORUM', params: { needed: 2, online: 2, q: 4, n: 6, pending: 7 } }]))
  it('says why nothing is voted, worst first', () => {
    expect(codes({ notVoting: problem('DISK_FULL'), online: 3 })).toEqual(['error NODE_VOTING_STOPPED', 'warning NODE_NO_QUORUM'])
    expect(codes({ notVoting: problem('VOTING_TWIN') })).toEqual(['error VOTING_TWIN'])
    expect(codes({ notVoting: problem('VOTING_FROM_LATER_BLOCK', { height: 5 }) })).toEqual(['warning VOTING_FROM_LATER_BLOCK'])
    expect(codes({ quarantine: { answers: 1, needed: 4 }, notVoting: problem('VOTE_QUARANTINED') })).toEqual(['error NODE_QUARANTINE'])
  })
  it('warns of a clock that is off, and calls it an error where it stops proposals', () => {
    expect(codes({ clockOffset: 59_000 })).toEqual([])
    expect(codes({ clockOffset: -61_000 })).toEqual(['warning NODE_CLOCK_OFF'])
    expect(codes({ clockOffset: 95_000 })).toEqual(['error NODE_CLOCK_OFF'])
  })
  it('shows a catch-up and what was set aside', () =>
    expect(codes({ sync: { running: true, height: 1, target: 4 }, setAside: [{ file: 'chain.db', aside: 'chain.db.damaged' }] })).toEqual([
      'warning NODE_FILE_SET_ASIDE',
      'info NODE_CATCHING_UP',
    ]))

  it('tells of contradictions that the ledger has not recorded, and of none where there are none', () => {
    expect(healthOf({ ...well, evidence: { count: 2, members: ['GD', 'ZJ'] } })).toEqual([{ level: 'warning', code: 'NODE_EVIDENCE', params: { count: 2, members: 'GD ZJ' } }])
    expect(codes({ evidence: { count: 0, members: [] } })).toEqual([])
  })

  it('says first that the chain is not the one the inviter vouched for', () => {
    expect(codes({ ledAway: true, refusedForeign: 2 })[0]).toBe('error JOIN_CHECKPOINT_DIFFERS')
  })
})

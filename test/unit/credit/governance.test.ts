import { beforeEach, describe, expect, test } from 'vitest'
import { fromHex } from '../../../shared/kit/bytes.ts'
import { readDevice, readLedgerMember } from '../../../shared/ledger/index.ts'
import { awaitingVote, DEFAULT_METHODOLOGY, MATTER_RULES, proposals, read, votesNeeded, whyNotGovern, whyNotPropose } from '../../../shared/credit/index.ts'
import type { StaffPerson } from '../../../shared/credit/index.ts'
import { hexKey, Network } from './network.ts'
import { institution, LAW, TODAY } from './world.ts'

let net: Network
beforeEach(() => {
  net = new Network()
})

const ADMIT = { member: 'TJ', nameZh: '模拟天津中心', nameEn: 'Simulated Tianjin', regionCode: '120000', tier: 'MEMBER', role: 'VOTER', idKey: hexKey('TJ/root'), voteKey: hexKey('TJ/vote'), peers: ['seatTJ'] }
const standing = (id: string) => readLedgerMember(net.state, id)?.standing
const status = (id: string) => read.readMember(net.state, id)?.status
const stateOf = (id: string) => read.readProposal(net.state, id)?.status
const proposing = (matter: string, details: object, more: object = {}, by = 'BJ') => net.solo(by, 'governance.propose', { matter, details, reason: '模拟事由', deadline: '2026-07-10', ...more })

describe('thresholds', () => {
  test.each([[1, 1, 1], [3, 2, 2], [4, 3, 3], [5, 3, 4], [6, 4, 4], [9, 5, 6], [40, 21, 27], [0, 1, 1]])('of %i: ordinary %i, special %i', (base, ordinary, special) => {
    expect([votesNeeded('ORDINARY', base), votesNeeded('SPECIAL', base)]).toEqual([ordinary, special])
  })
})

describe('a proposal', () => {
  test('is carried by the vote that reaches the threshold, and done in the same record', () => {
    const id = net.propose('ADMIT', ADMIT, { by: 'GD' })
    expect(net.votes(id, 'BJ')).toEqual([null])
    expect(stateOf(id)).toBe('OPEN')
    expect(proposals(net.state, TODAY)[0]).toMatchObject({ status: 'OPEN', tally: { threshold: 'ORDINARY', base: 3, needed: 2, inFavour: 1, pending: ['JS', 'SH'] } })
    expect(net.votes(id, 'JS', 'SH')).toEqual([null, 'GOVERNANCE_CLOSED'])
    expect(read.readProposal(net.state, id)).toMatchObject({ status: 'PASSED', decided: { inFavour: 2, needed: 2, base: 3 } })
    expect(read.readMember(net.state, 'TJ')).toMatchObject({ status: 'ACTIVE', tier: 'MEMBER', nameZh: '模拟天津中心' })
    expect(standing('TJ')).toBe('observer')
    expect(net.voters).toBe('BJ GD JS SH SZSE ZJ')
    net.staff('TJ')
    expect(net.publish('TJ', 'institution.register', institution({ homeCenter: 'TJ' }))).toBe(null)
  })
  test('is lost as soon as the votes left cannot carry it, and late votes are void', () => {
    const lost = net.propose('RENAME', { member: 'ZJ', nameZh: '新名', nameEn: 'New name' })
    expect(net.solo('BJ', 'governance.vote', { proposal: lost, choice: 'AGAINST' })).toBe(null)
    expect(net.solo('JS', 'governance.vote', { proposal: lost, choice: 'ABSTAIN' })).toBe(null)
    expect(stateOf(lost)).toBe('REJECTED')
    const late = net.propose('RENAME', { member: 'ZJ', nameZh: '新名', nameEn: 'New name' }, { deadline: '2026-07-01' })
    net.later(1)
    expect(net.votes(late, 'BJ')).toEqual([null])
    net.later(1)
    expect(net.votes(late, 'JS')).toEqual(['GOVERNANCE_LATE'])
    expect(proposals(net.state, '2026-07-02')[0]?.status).toBe('EXPIRED')
    expect(awaitingVote(net.state, 'JS', '2026-07-02')).toEqual([])
  })
  test('one vote a member, by a responsible person of a member with a vote', () => {
    const id = net.propose('STANDBY', { member: 'ZJ' })
    const vote = { proposal: id, choice: 'FOR' }
    expect(net.solo('BJ', 'governance.vote', vote, 'CL-01')).toBe('ROLE_NEEDED')
    expect(net.root('BJ', 'governance.vote', vote)).toBe('ROOT_KEY_NOT_HERE')
    expect(net.solo('GD', 'governance.vote', vote)).toBe('GOVERNANCE_NO_VOTE')
    expect(net.solo('SZSE', 'governance.vote', vote)).toBe('GOVERNANCE_NO_VOTE')
    expect(net.votes(id, 'BJ', 'BJ')).toEqual([null, 'GOVERNANCE_ALREADY_VOTED'])
    expect(net.solo('BJ', 'governance.vote', { proposal: '0'.repeat(64), choice: 'FOR' })).toBe('GOVERNANCE_UNKNOWN')
    expect(net.solo('JS', 'governance.vote', { proposal: id, choice: 'MAYBE' })).toBe('FIELD_NOT_IN_LIST')
  })
  test('is taken back by its proposer alone', () => {
    const id = net.propose('STANDBY', { member: 'ZJ' })
    expect(net.solo('JS', 'governance.withdraw', { proposal: id, reason: '理由' })).toBe('GOVERNANCE_NOT_PROPOSER')
    expect(net.solo('BJ', 'governance.withdraw', { proposal: id, reason: '理由' })).toBe(null)
    expect(net.votes(id, 'JS')).toEqual(['GOVERNANCE_CLOSED'])
  })
  test.each([
    ['ADMIT', { ...ADMIT, member: 'GD' }, {}, 'GOVERNANCE_MEMBER_EXISTS'],
    ['ADMIT', { ...ADMIT, voteKey: undefined }, {}, 'MEMBERSHIP_KEY'],
    ['ADMIT', { ...ADMIT, idKey: hexKey('BJ-AP-01') }, {}, 'MEMBERSHIP_KEY'],
    ['ADMIT', { ...ADMIT, idKey: '00'.repeat(32) }, {}, 'KEY_INVALID'],
    ['ADMIT', { ...ADMIT, peers: ['seatBJ'] }, {}, 'MEMBERSHIP_PEERS'],
    ['ADMIT', { ...ADMIT, peers: ['a b'] }, {}, 'PEER_ID_INVALID'],
    ['ADMIT', { ...ADMIT, tier: 'OBSERVER_REG' }, {}, 'GOVERNANCE_WATCHER_VOTES'],
    ['ADMIT', { ...ADMIT, nameZh: '模拟 13800138000' }, {}, 'PERSONAL_PHONE'],
    ['ADMIT', { ...ADMIT, more: 1 }, {}, 'FIELD_UNKNOWN'],
    ['RENAME', { member: 'GD', nameZh: 'GD中心', nameEn: 'Center GD' }, {}, 'GOVERNANCE_UNCHANGED'],
    ['RENAME', { member: 'XX', nameZh: '新名', nameEn: 'New' }, {}, 'GOVERNANCE_MEMBER_UNKNOWN'],
    ['RENAME', { member: 'GD', nameZh: '新名', nameEn: 'New' }, { deadline: '2026-06-30' }, 'GOVERNANCE_DEADLINE'],
    ['RENAME', { member: 'GD', nameZh: '新名', nameEn: 'New' }, { deadline: '2027-06-30' }, 'GOVERNANCE_DEADLINE'],
    ['SUSPEND', { member: 'GD', until: '2026-06-30' }, {}, 'GOVERNANCE_UNTIL_PAST'],
    ['REINSTATE', { member: 'GD' }, {}, 'GOVERNANCE_MEMBER_STATUS'],
    ['SUCCESSOR', { member: 'GD', into: 'BJ' }, {}, 'GOVERNANCE_MEMBER_STATUS'],
    ['MERGE', { member: 'GD', into: 'GD' }, {}, 'GOVERNANCE_MEMBER_UNKNOWN'],
    ['TIER', { member: 'GD', tier: 'MEMBER' }, {}, 'GOVERNANCE_UNCHANGED'],
    ['REKEY', { member: 'GD' }, {}, 'GOVERNANCE_UNCHANGED'],
    ['REKEY', { member: 'GD', voteKey: hexKey('BJ/vote') }, {}, 'MEMBERSHIP_KEY'],
    ['REKEY', { member: 'GD', peers: ['other'] }, {}, 'MEMBER_SEAT_NEEDS_ROTATION'],
    ['DISSOLVE', {}, {}, 'FIELD_NOT_IN_LIST'],
  ])('%s %j %j is void: %s', (matter, details, more, expected) => {
    expect(proposing(matter, details, more)).toBe(expected)
  })
  test('beyond one\'s authority is void', () => {
    expect(proposing('SUSPEND', { member: 'ZJ' }, {}, 'GD')).toBe('GOVERNANCE_MAY_NOT_PROPOSE')
    expect(proposing('STANDBY', { member: 'ZJ' }, {}, 'SZSE')).toBe('TIER_MAY_NOT_WRITE')
  })
})

describe('what the matters do', () => {
  test('a suspended member neither writes nor votes; its own case is not its own to decide', () => {
    const id = net.propose('SUSPEND', { member: 'JS' })
    expect(net.votes(id, 'JS')).toEqual(['GOVERNANCE_OWN_CASE'])
    const other = net.propose('RENAME', { member: 'GD', nameZh: '新名', nameEn: 'New name' })
    expect(net.votes(other, 'JS')).toEqual([null])
    expect(net.votes(id, 'BJ', 'SH', 'GD', 'ZJ')).toEqual([null, null, null, null])
    expect([stateOf(id), status('JS'), standing('JS'), net.voters]).toEqual(['PASSED', 'SUSPENDED', 'suspended', 'BJ GD SH SZSE ZJ'])
    expect(net.publish('JS', 'institution.register', institution({ homeCenter: 'JS' }))).toBe('MEMBER_NOT_ACTIVE')
    expect(net.solo('JS', 'governance.vote', { proposal: other, choice: 'FOR' })).toBe('MEMBER_NOT_ACTIVE')
    // Its vote on the other matter counts no more: of two council members both are needed.
    expect(proposals(net.state, TODAY).find(({ view }) => view.id === other)?.tally).toMatchObject({ base: 2, needed: 2, inFavour: 0 })
    const back = net.propose('REINSTATE', { member: 'JS' })
    expect(net.votes(back, 'BJ', 'SH', 'GD')).toEqual([null, null, null])
    expect([status('JS'), standing('JS')]).toEqual(['ACTIVE', 'observer'])
    expect(net.solo('JS', 'member.ready', net.possession('JS'))).toBe(null)
    expect(net.voters).toBe('BJ GD JS SH SZSE ZJ')
    expect(read.memberHistory(net.state, 'JS').map(({ change }) => change)).toEqual(['SUSPENDED', 'REINSTATED', 'READY'])
  })
  test('a matter that has become impossible has failed, and the vote stands', () => {
    const first = net.propose('STANDBY', { member: 'ZJ' })
    const second = net.propose('STANDBY', { member: 'GD' })
    const third = net.propose('STANDBY', { member: 'SH' })
    for (const id of [first, second, third]) net.votes(id, 'BJ')
    expect([...net.votes(first, 'JS'), ...net.votes(second, 'JS'), ...net.votes(third, 'JS')]).toEqual([null, null, null])
    expect([first, second, third].map(stateOf)).toEqual(['PASSED', 'PASSED', 'FAILED'])
    expect(read.readProposal(net.state, third)).toMatchObject({ failure: { code: 'MEMBERSHIP_VOTERS' }, votes: { JS: { choice: 'FOR' } } })
    expect(net.voters).toBe('BJ JS SH SZSE')
  })
  test('several decisions in one block see each other', () => {
    const ids = ['ZJ', 'GD', 'SH'].map((member) => net.propose('STANDBY', { member }))
    const vote = (member: string, id: string) => net.payload(member, 'governance.vote', { proposal: id, choice: 'FOR' }, `${member}-AP-01`)
    expect(net.block(...ids.flatMap((id) => [vote('BJ', id), vote('JS', id)]))).toEqual(Array.from({ length: 6 }, () => null))
    expect(ids.map(stateOf)).toEqual(['PASSED', 'PASSED', 'FAILED'])
    expect(net.head.voters).toMatchObject({ epoch: 1 })
  })
  test('a merger hands over the records with their original authors', () => {
    expect(net.publish('ZJ', 'institution.register', institution({ homeCenter: 'ZJ' }))).toBe(null)
    expect(net.publish('BJ', 'institution.update', { ...institution({ homeCenter: 'ZJ' }), shortName: '新简称', baseVersion: 0, reason: '更新' })).toBe('INSTITUTION_NOT_HOME')
    const id = net.propose('MERGE', { member: 'ZJ', into: 'BJ' })
    net.votes(id, 'BJ', 'SH', 'GD', 'JS')
    expect([stateOf(id), status('ZJ'), standing('ZJ')]).toEqual(['PASSED', 'EXITED', 'left'])
    expect(read.readMember(net.state, 'ZJ')).toMatchObject({ successor: { id: 'BJ' }, nameZh: 'ZJ中心' })
    expect(read.readInstitution(net.state, LAW)).toMatchObject({ home: 'ZJ', origin: { author: 'ZJ' } })
    expect(net.publish('BJ', 'institution.update', { ...institution({ homeCenter: 'ZJ' }), shortName: '新简称', baseVersion: 0, reason: '更新' })).toBe(null)
    expect(read.readInstitution(net.state, LAW)).toMatchObject({ home: 'ZJ', version: 1, origin: { author: 'BJ' } })
    expect(read.institutionVersions(net.state, LAW)[0]).toMatchObject({ origin: { author: 'ZJ' } })
  })
  test('records of a member that left go to its successor, through several hands', () => {
    expect(net.solo('ZJ', 'member.leave', { reason: '退出' })).toBe(null)
    const first = net.propose('SUCCESSOR', { member: 'ZJ', into: 'GD' })
    net.votes(first, 'BJ', 'SH', 'GD')
    const second = net.propose('MERGE', { member: 'GD', into: 'SH' })
    net.votes(second, 'BJ', 'SH', 'JS')
    expect(read.readMember(net.state, 'SH')?.inherits?.map(({ id }) => id)).toEqual(['GD', 'ZJ'])
    expect(proposing('SUCCESSOR', { member: 'ZJ', into: 'JS' })).toBe('GOVERNANCE_HAS_SUCCESSOR')
  })
  test('a lost key is bound anew; the old root key signs nothing more', () => {
    const id = net.propose('REKEY', { member: 'GD', idKey: hexKey('GD/root2'), voteKey: hexKey('GD/vote2'), peers: ['newseat'] })
    net.votes(id, 'BJ', 'SH', 'JS', 'ZJ')
    expect([stateOf(id), standing('GD'), net.voters]).toEqual(['PASSED', 'observer', 'BJ JS SH SZSE ZJ'])
    expect(net.root('GD', 'member.standby', { reason: '理由' })).toBe('SIGNER_UNKNOWN')
    expect(net.root('GD', 'member.ready', net.possession('GD', 'GD/vote'), 'GD/root2')).toBe('MEMBER_READY_KEY')
    expect(net.root('GD', 'member.ready', net.possession('GD', 'GD/vote2'), 'GD/root2')).toBe(null)
    expect(net.voters).toBe('BJ GD JS SH SZSE ZJ')
  })
  test('with a new root key the staff keys of the old one end, in the same record, and nobody else’s', () => {
    const keysOf = (member: string): string[] => read.listStaff(net.state, member).map(({ status: now, keyId }) => `${now} ${String(readDevice(net.state, fromHex(keyId))?.on)}`)
    const before = keysOf('GD')
    expect(before.length).toBeGreaterThan(1)
    expect(new Set(before)).toEqual(new Set(['ACTIVE true']))
    const vote = net.propose('REKEY', { member: 'GD', voteKey: hexKey('GD/vote2') })
    net.votes(vote, 'BJ', 'SH', 'JS', 'ZJ')
    expect(keysOf('GD')).toEqual(before)
    const root = net.propose('REKEY', { member: 'GD', idKey: hexKey('GD/root2') })
    net.votes(root, 'BJ', 'SH', 'JS', 'ZJ')
    expect(stateOf(root)).toBe('PASSED')
    expect(new Set(keysOf('GD'))).toEqual(new Set(['REVOKED false']))
    expect(new Set(keysOf('BJ'))).toEqual(new Set(['ACTIVE true']))
    expect(net.publish('GD', 'institution.register', institution({ homeCenter: 'GD' }))).toBe('STEP_SIGNER_REVOKED')
  })
  test('of hundreds of keys a thief granted the first hundred end at once; the matter is carried all the same', () => {
    for (let i = 500; i < 620; i++) {
      const staffId = `GD-CL-${i}`
      expect(net.root('GD', 'staff.grant', { staffId, roles: ['CL'], key: hexKey(staffId), suite: 1, validFrom: '2026-01-01', validTo: '2027-12-31', secondFactor: 'PASSPHRASE' })).toBe(null)
    }
    const active = (): number => read.listStaff(net.state, 'GD').filter(({ status: now }) => now === 'ACTIVE').length
    const before = active()
    const id = net.propose('REKEY', { member: 'GD', idKey: hexKey('GD/root2') })
    net.votes(id, 'BJ', 'SH', 'JS', 'ZJ')
    expect([stateOf(id), active()]).toEqual(['PASSED', before - 100])
  })
  test('four members recover from a lost vote key too', () => {
    net = new Network(['BJ', 'GD', 'JS', 'SH'])
    const id = net.propose('REKEY', { member: 'GD', voteKey: hexKey('GD/vote2') })
    net.votes(id, 'BJ', 'SH', 'JS')
    expect([stateOf(id), standing('GD'), net.head.voters.epoch]).toEqual(['PASSED', 'voter', 1])
  })
  test('expelling, tiers and watchers', () => {
    const expel = net.propose('EXPEL', { member: 'ZJ' })
    net.votes(expel, 'BJ', 'SH', 'GD', 'JS')
    expect([status('ZJ'), standing('ZJ')]).toEqual(['EXITED', 'left'])
    const tier = net.propose('TIER', { member: 'GD', tier: 'OBSERVER_REG' })
    net.votes(tier, 'BJ', 'SH', 'JS')
    expect([read.readMember(net.state, 'GD')?.tier, standing('GD'), net.voters]).toEqual(['OBSERVER_REG', 'observer', 'BJ JS SH SZSE'])
    expect(net.solo('GD', 'member.ready', net.possession('GD'))).toBe('MEMBER_ONLY_OBSERVES')
    const up = net.propose('TIER', { member: 'GD', tier: 'COUNCIL' })
    net.votes(up, 'BJ', 'SH')
    expect(read.readMember(net.state, 'GD')).toMatchObject({ tier: 'COUNCIL' })
    expect(net.solo('GD', 'member.ready', net.possession('GD'))).toBe(null)
  })
  test('who will itself decide comes in by two thirds of all, not by the council alone', () => {
    const id = net.propose('ADMIT', { ...ADMIT, tier: 'COUNCIL' })
    expect(proposals(net.state, TODAY).find(({ view }) => view.id === id)?.tally.threshold).toBe('SPECIAL')
    net.votes(id, 'BJ', 'SH')
    expect(read.readMember(net.state, 'TJ')).toBeNull()
  })
  test('names change, history keeps the ones before', () => {
    const id = net.propose('RENAME', { member: 'GD', nameZh: '新名中心', nameEn: 'New name' }, { by: 'GD' })
    net.votes(id, 'BJ', 'SH')
    expect(read.readMember(net.state, 'GD')?.nameZh).toBe('新名中心')
    expect(read.memberHistory(net.state, 'GD')).toMatchObject([{ change: 'RENAMED', nameZh: 'GD中心' }])
  })
})

test('the order of the votes does not change the decision', () => {
  const orders = [['BJ', 'SH', 'GD', 'JS', 'ZJ'], ['ZJ', 'JS', 'GD', 'SH', 'BJ'], ['GD', 'BJ', 'ZJ', 'SH', 'JS']]
  const choices = [{ BJ: 'FOR', SH: 'FOR', GD: 'FOR', JS: 'AGAINST', ZJ: 'FOR' }, { BJ: 'FOR', SH: 'ABSTAIN', GD: 'FOR', JS: 'AGAINST', ZJ: 'FOR' }] as const
  for (const choice of choices) {
    const results = orders.map((order) => {
      net = new Network()
      const id = net.propose('TIER', { member: 'GD', tier: 'COUNCIL' })
      for (const member of order) net.solo(member, 'governance.vote', { proposal: id, choice: choice[member as keyof typeof choice] })
      return [stateOf(id), read.readMember(net.state, 'GD')?.tier]
    })
    expect(new Set(results.map((result) => result.join())).size).toBe(1)
  }
})

describe('who may do what, before anything is signed', () => {
  const person = (member: string, roles: StaffPerson['roles']): StaffPerson => ({ member, staffId: `${member}-X-01`, roles, tier: 'COUNCIL' })
  test('propose', () => {
    expect(whyNotPropose(net.state, person('BJ', ['CL']))?.code).toBe('ROLE_NEEDED')
    expect(whyNotPropose(net.state, person('GD', ['AP']))).toBe(null)
    expect(whyNotPropose(net.state, person('GD', ['AP']), 'SUSPEND')?.code).toBe('GOVERNANCE_MAY_NOT_PROPOSE')
    expect(whyNotPropose(net.state, person('SZSE', ['AP']))?.code).toBe('TIER_MAY_NOT_WRITE')
    expect(whyNotPropose(net.state, person('TJ', ['AP']))?.code).toBe('MEMBER_NOT_ACTIVE')
  })
  test('vote and withdraw', () => {
    const id = net.propose('SUSPEND', { member: 'JS' })
    const world = { state: net.state, today: TODAY, methodology: DEFAULT_METHODOLOGY }
    const why = (action: 'vote' | 'withdraw', member: string, today = TODAY) => whyNotGovern(action, id, person(member, ['AP']), { ...world, today })?.code ?? null
    expect([why('vote', 'BJ'), why('vote', 'JS'), why('vote', 'SZSE'), why('vote', 'BJ', '2026-08-01')]).toEqual([null, 'GOVERNANCE_OWN_CASE', 'GOVERNANCE_NO_VOTE', 'GOVERNANCE_LATE'])
    expect([why('withdraw', 'BJ'), why('withdraw', 'SH')]).toEqual([null, 'GOVERNANCE_NOT_PROPOSER'])
    expect(awaitingVote(net.state, 'GD', TODAY).map(({ view }) => view.id)).toEqual([id])
    expect(awaitingVote(net.state, 'JS', TODAY)).toEqual([])
  })
  test('every matter has a rule', () => {
    for (const rule of Object.values(MATTER_RULES)) expect(rule.minDays).toBeLessThan(rule.maxDays)
  })
})

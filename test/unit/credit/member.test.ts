import { beforeEach, describe, expect, test } from 'vitest'
import { toHex, utf8 } from '../../../shared/kit/bytes.ts'
import { encodeVote, FINALIZE, hashOf, NOTARIZE, readLedgerMember, signVote } from '../../../shared/ledger/index.ts'
import { read } from '../../../shared/credit/index.ts'
import { hexKey, Network, secret } from './network.ts'

let net: Network
beforeEach(() => {
  net = new Network()
})

const peersOf = (id: string) => readLedgerMember(net.state, id)?.peers
const FOUR = ['BJ', 'GD', 'JS', 'SH']

describe('member.ready', () => {
  const standBy = (id: string) => net.solo(id, 'member.standby', { reason: '检修' })
  test('makes an observer a voter from the next epoch on', () => {
    expect(standBy('ZJ')).toBe(null)
    expect([net.voters, net.head.voters.epoch]).toEqual(['BJ GD JS SH SZSE', 1])
    const proof = net.possession('ZJ')
    expect(net.solo('ZJ', 'member.ready', proof, 'CL-01')).toBe('ROLE_NEEDED')
    expect(net.solo('GD', 'member.ready', proof)).toBe('MEMBER_IS_VOTER')
    expect(net.solo('ZJ', 'member.ready', { ...proof, voteKey: hexKey('GD/vote') })).toBe('MEMBER_READY_KEY')
    expect(net.solo('ZJ', 'member.ready', { ...proof, sig: '00'.repeat(64) })).toBe('READY_SIGNATURE')
    expect(net.solo('ZJ', 'member.ready', { ...proof, sig: 'xx' })).toBe('SIGNATURE_FORM')
    expect(net.solo('ZJ', 'member.ready', { ...proof, height: proof.height - 1 })).toBe('READY_BLOCK')
    expect(net.root('ZJ', 'member.ready', proof)).toBe(null)
    expect([net.voters, net.head.voters.epoch]).toEqual(['BJ GD JS SH SZSE ZJ', 2])
  })
  test('cites a block that is at most a day old', () => {
    standBy('ZJ')
    const proof = net.possession('ZJ')
    net.later(2)
    expect(net.solo('ZJ', 'member.ready', proof)).toBe('READY_OLD')
  })
  test('ends a suspension whose term is over', () => {
    const id = net.propose('SUSPEND', { member: 'ZJ', until: '2026-07-02' })
    net.votes(id, 'BJ', 'SH', 'GD', 'JS')
    net.later(2)
    expect(net.solo('ZJ', 'member.ready', net.possession('ZJ'))).toBe('MEMBER_NOT_ACTIVE')
    net.later(1)
    expect(net.solo('ZJ', 'member.ready', net.possession('ZJ'))).toBe(null)
    expect(read.readMember(net.state, 'ZJ')).toEqual(expect.not.objectContaining({ suspendedUntil: expect.anything() }))
    expect(read.readMember(net.state, 'ZJ')?.status).toBe('ACTIVE')
  })
  test('an observer by decision never votes', () => {
    const id = net.propose('ADMIT', { member: 'TJ', nameZh: '模拟机构', nameEn: 'Watcher', regionCode: '120000', tier: 'OBSERVER_AUDIT', role: 'OBSERVER', idKey: hexKey('TJ/root'), peers: ['seatTJ'] })
    net.votes(id, 'BJ', 'SH')
    expect(net.root('TJ', 'member.ready', net.possession('TJ'))).toBe('MEMBER_ONLY_OBSERVES')
    expect(net.root('TJ', 'member.rotate', net.possession('TJ', 'TJ/vote2'))).toBe('MEMBER_ONLY_OBSERVES')
    expect(net.solo('BJ', 'member.ready', net.possession('BJ'))).toBe('MEMBER_IS_VOTER')
  })
})

describe('member.rotate and member.peers', () => {
  test('a new vote key closes the epoch; the old one is never used again', () => {
    expect(net.solo('ZJ', 'member.rotate', net.possession('ZJ'))).toBe('MEMBER_ROTATE_SAME')
    expect(net.solo('ZJ', 'member.rotate', { ...net.possession('ZJ', 'ZJ/vote2'), voteKey: hexKey('ZJ/vote3') })).toBe('READY_SIGNATURE')
    expect(net.solo('ZJ', 'member.rotate', net.possession('ZJ', 'ZJ/vote2'))).toBe(null)
    expect([net.voters, net.head.voters.epoch]).toEqual(['BJ GD JS SH SZSE ZJ', 1])
    expect(net.solo('ZJ', 'member.rotate', net.possession('ZJ', 'ZJ/vote'))).toBe('MEMBERSHIP_KEY')
  })
  test('desktops come and go; the seat moves with a new key alone', () => {
    expect(net.solo('ZJ', 'member.peers', { bind: ['second', 'third'] }, 'AD-01')).toBe(null)
    expect(net.solo('ZJ', 'member.peers', { unbind: ['second'], bind: ['fourth'] })).toBe(null)
    expect(peersOf('ZJ')).toEqual(['seatZJ', 'third', 'fourth'])
    expect(net.head.voters.epoch).toBe(0)
    expect(net.solo('ZJ', 'member.peers', {})).toBe('MEMBER_PEERS_EMPTY')
    expect(net.solo('ZJ', 'member.peers', { unbind: ['seatZJ'] })).toBe('MEMBER_SEAT_NEEDS_ROTATION')
    expect(net.solo('ZJ', 'member.peers', { unbind: ['none'] })).toBe('MEMBER_PEER_UNKNOWN')
    expect(net.solo('ZJ', 'member.peers', { bind: ['third'] })).toBe('MEMBER_PEER_BOUND')
    expect(net.solo('ZJ', 'member.peers', { bind: ['seatBJ'] })).toBe('MEMBERSHIP_PEERS')
    expect(net.solo('ZJ', 'member.peers', { bind: ['fifth'] }, 'CL-01')).toBe('ROLE_NEEDED')
    expect(net.solo('ZJ', 'member.rotate', { ...net.possession('ZJ', 'ZJ/vote2'), peers: ['third', 'fourth'] })).toBe(null)
    expect(peersOf('ZJ')).toEqual(['third', 'fourth'])
  })
})

describe('member.leave and member.standby', () => {
  test('never leave fewer than four voters', () => {
    net = new Network(FOUR)
    expect(net.solo('GD', 'member.leave', { reason: '退出' })).toBe('MEMBERSHIP_VOTERS')
    expect(net.solo('GD', 'member.standby', { reason: '检修' })).toBe('MEMBERSHIP_VOTERS')
    expect(net.voters).toBe(FOUR.join(' '))
  })
  test('who left signs nothing more', () => {
    expect(net.solo('GD', 'member.leave', { reason: '退出' })).toBe(null)
    expect(net.solo('GD', 'member.peers', { bind: ['x'] })).toBe('MEMBER_NOT_ACTIVE')
    expect(net.solo('GD', 'governance.propose', { matter: 'STANDBY', details: { member: 'ZJ' }, reason: '模拟事由', deadline: '2026-07-10' })).toBe('MEMBER_NOT_ACTIVE')
    expect(read.memberHistory(net.state, 'GD')).toMatchObject([{ change: 'LEFT' }])
    expect(net.solo('ZJ', 'member.standby', { reason: '检修 13800138000' })).toBe('PERSONAL_PHONE')
  })
})

describe('evidence.submit', () => {
  const vote = (member: string, block: string, { kind = NOTARIZE, epoch = 0, height = 9, view = 0, key = `${member}/vote`, voters = net.head.voters } = {}): string =>
    toHex(encodeVote(net.genesis.hash, signVote(net.genesis.hash, { kind, epoch, height, view, blockId: hashOf(utf8(block)) }, voters.members.findIndex(({ id }) => id === member), secret(key))))
  const evidence = (member: string, more: object = {}) => ({ epoch: 0, first: vote(member, 'a', more), second: vote(member, 'b', more) })

  test('is recorded once; the key stands by until it is replaced by decision', () => {
    const shown = evidence('ZJ')
    expect(net.solo('GD', 'evidence.submit', shown, 'CL-01')).toBe(null)
    expect([net.voters, net.head.voters.epoch]).toEqual(['BJ GD JS SH SZSE', 1])
    expect(read.listDoubleVotes(net.state)).toMatchObject([{ code: 'E1', member: 'ZJ', epoch: 0, height: 9, effect: 'STANDBY', recordedIn: 0, submitter: 'GD' }])
    expect(net.solo('BJ', 'evidence.submit', { ...shown, first: shown.second, second: shown.first })).toBe('EVIDENCE_KNOWN')
    expect(net.solo('ZJ', 'member.ready', net.possession('ZJ'))).toBe('MEMBER_KEY_BARRED')
    expect(net.solo('ZJ', 'member.rotate', net.possession('ZJ', 'ZJ/vote2'))).toBe('MEMBER_KEY_BARRED')
    const id = net.propose('REKEY', { member: 'ZJ', voteKey: hexKey('ZJ/vote2') })
    net.votes(id, 'BJ', 'SH', 'GD', 'JS')
    expect(net.solo('ZJ', 'member.ready', net.possession('ZJ', 'ZJ/vote2'))).toBe(null)
    expect(net.voters).toBe('BJ GD JS SH SZSE ZJ')
  })
  test('no more than the network tolerates in one epoch, nor below four: then the members decide', () => {
    const submit = (member: string) => net.payload('BJ', 'evidence.submit', evidence(member), 'BJ-CL-01')
    expect(net.block(submit('ZJ'), submit('GD'))).toEqual([null, null])
    expect(read.listDoubleVotes(net.state).map(({ member, effect }) => [member, effect])).toEqual([['GD', 'FLAGGED'], ['ZJ', 'STANDBY']])
    expect(net.voters).toBe('BJ GD JS SH SZSE')
    expect(read.readMember(net.state, 'GD')?.barredKey).toHaveLength(64)
    const small = (net = new Network(FOUR))
    expect(small.solo('BJ', 'evidence.submit', evidence('GD'))).toBe(null)
    expect(read.listDoubleVotes(small.state)).toMatchObject([{ effect: 'FLAGGED' }])
    expect(small.voters).toBe(FOUR.join(' '))
  })
  test('of a key that was replaced since is recorded and no more', () => {
    const shown = evidence('ZJ', { kind: FINALIZE })
    net.solo('ZJ', 'member.rotate', net.possession('ZJ', 'ZJ/vote2'))
    expect(net.solo('BJ', 'evidence.submit', shown)).toBe(null)
    expect(read.listDoubleVotes(net.state)).toMatchObject([{ code: 'E2', effect: 'RECORDED', recordedIn: 1 }])
    expect(net.voters).toBe('BJ GD JS SH SZSE ZJ')
  })
  test('frames nobody', () => {
    const shown = evidence('ZJ')
    expect(net.solo('BJ', 'evidence.submit', { ...shown, second: shown.first })).toBe('EVIDENCE_NONE')
    expect(net.solo('BJ', 'evidence.submit', { ...shown, second: vote('ZJ', 'b', { key: 'GD/vote' }) })).toBe('VOTE_SIGNATURE')
    expect(net.solo('BJ', 'evidence.submit', { ...shown, epoch: 7 })).toBe('EVIDENCE_EPOCH')
    expect(net.solo('BJ', 'evidence.submit', { ...shown, first: '00' })).toBe('EVIDENCE_VOTE_FORM')
    expect(read.listDoubleVotes(net.state)).toEqual([])
  })
})

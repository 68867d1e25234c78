import { beforeEach, describe, expect, it } from 'vitest'
import {
  epochStart, keyId, ledgerMembers, publicKeyOf, readDevice, readLedgerMember, readMarks, readRecentHead, readSubject, readVoters, extendSubject, NO_RECORDS, validateBlock, votersHash, MemoryState, type MemberEntry, type OpenRecord, type Standing
} from '../../../../shared/ledger/index.ts'
import { recentHeadChange } from '../../../../shared/ledger/state/recent.ts'
import { notes, TestChain } from '../chain.ts'
import { hash, seed } from '../support.ts'

let chain: TestChain
beforeEach(() => {
  chain = new TestChain(2)
  chain.commit([chain.record('note.put', { k: 'start', v: '1' })])
})

const entry = (name: string, standing: Standing = 'voter', more: Partial<MemberEntry> = {}): MemberEntry => ({
  idKey: publicKeyOf(seed(`${name} id`)), voteKey: chain.knowVoter(seed(`${name} vote`)), peers: [`peer-of-${name}`], standing, ...more
})
const member = (id: string, value: MemberEntry): OpenRecord => chain.record('member.set', { id, member: value as never })
const known = (id: string): MemberEntry => readLedgerMember(chain.state, id)!
const become = (id: string, standing: Standing): OpenRecord => member(id, { ...known(id), standing })
/** Codes of the void records of a block of these, in order; null where one is in force. */
const outcomes = (...records: OpenRecord[]): readonly (string | null)[] => chain.commit(records).execution.outcomes.map((outcome) => outcome.void?.code ?? null)
const voters = (): string => chain.head.voters.members.map(({ id }) => id).join(' ')

describe('a genesis of version 2', () => {
  it('puts its members and the first epoch into the state', () => {
    expect(ledgerMembers(chain.state).map(({ id, standing }) => `${id} ${standing}`)).toEqual(['BJ voter', 'GZ voter', 'HE voter', 'JS voter', 'SH voter', 'SX voter'])
    expect(readVoters(chain.state, 0)).toEqual(chain.genesis.voters)
    expect(epochStart(chain.state, 0)).toBe(1)
    expect(readVoters(chain.state, 1)).toBe(null)
  })
  it('and one of version 1 does not, nor does it ever change', () => {
    const old = new TestChain(1)
    const about = [old.record('subject.note', { s: 'X1' }), old.record('mark.set', { record: hash('r'), mark: 'disputed', on: true })]
    old.commit(about)
    expect(Array.from(old.state.list('sys/'), ([key]) => key.split('/')[1])).toEqual(Array.from({ length: 6 }, () => 'dev'))
    const refused = old.commit([old.record('member.set', { id: 'AH', member: entry('AH') as never })]).execution
    expect(refused.outcomes[0]!.void).toEqual({ code: 'MEMBERSHIP_FIXED' })
    expect(refused.nextVoters).toBe(null)
    expect(readRecentHead(old.state, 1)).toBe(null)
  })
})

describe('a block that changes who votes', () => {
  it('closes its epoch; the next one begins behind it, certified by the new voters', () => {
    const { header, execution } = chain.commit([member('AH', entry('AH'))])
    expect(header).toMatchObject({ epoch: 0, height: 2 })
    expect(execution.nextVoters).toMatchObject({ epoch: 1 })
    expect(header.nextMembers).toEqual(votersHash(execution.nextVoters!))
    expect(voters()).toBe('AH BJ GZ HE JS SH SX')
    expect(epochStart(chain.state, 1)).toBe(3)
    expect(readVoters(chain.state, 1)).toEqual(chain.head.voters)
    const next = chain.commit([chain.record('note.put', { k: 'a', v: '1' })])
    expect(next.header).toMatchObject({ epoch: 1, height: 3, nextMembers: null, members: votersHash(chain.head.voters) })
    expect(chain.last!.cert.signers).toHaveLength(5)
  })
  it('takes several changes at once as one epoch', () => {
    expect(outcomes(member('AH', entry('AH')), become('SX', 'left'), member('GD', entry('GD', 'observer')))).toEqual([null, null, null])
    expect(voters()).toBe('AH BJ GZ HE JS SH')
    expect(chain.head.voters.epoch).toBe(1)
    expect(known('GD').standing).toBe('observer')
  })
  it('is none where the list comes out the same, or only others changed', () => {
    expect(outcomes(become('SX', 'observer'), become('SX', 'voter'))).toEqual([null, null])
    expect(outcomes(member('GD', entry('GD', 'observer')))).toEqual([null])
    expect(outcomes(member('GD', { ...known('GD'), peers: ['new-peer', 'second'] }))).toEqual([null])
    expect(chain.head.voters.epoch).toBe(0)
    expect(chain.hops).toEqual([])
  })
  it('is one where a voter takes another vote key: the old one counts no more', () => {
    expect(outcomes(member('SX', { ...known('SX'), voteKey: chain.knowVoter(seed('SX again')) }))).toEqual([null])
    expect(chain.head.voters).toMatchObject({ epoch: 1 })
    expect(outcomes(member('SX', { ...known('SX'), voteKey: chain.members.genesis.members[5]!.voteKey }))).toEqual(['MEMBERSHIP_KEY'])
  })
  it('is refused where it says something else', () => {
    const { block } = chain.build([become('SX', 'observer')])
    const { header, execution } = block!
    expect(validateBlock(chain.head, notes, header, block!.records)).toMatchObject({ ok: true })
    for (const nextMembers of [null, hash('others'), votersHash(chain.head.voters)]) expect(validateBlock(chain.head, notes, { ...header, nextMembers }, block!.records)).toMatchObject({ error: { code: 'BLOCK_NEXT_MEMBERS' } })
    expect(execution.nextVoters!.members).toHaveLength(5)
  })
})

describe('membership is void where', () => {
  it('fewer than four would vote, one record after the other', () => {
    expect(outcomes(become('SX', 'left'), become('SH', 'suspended'), become('JS', 'observer'))).toEqual([null, null, 'MEMBERSHIP_VOTERS'])
    expect(voters()).toBe('BJ GZ HE JS')
    expect(known('JS').standing).toBe('voter')
    expect(outcomes(become('JS', 'left'))).toEqual(['MEMBERSHIP_VOTERS'])
    expect(outcomes(become('SH', 'voter'), become('JS', 'left'))).toEqual([null, null])
  })
  it('a key was used before, by anybody and as anything', () => {
    const [bj] = chain.members.genesis.members
    expect(outcomes(member('AH', entry('AH', 'observer', { idKey: bj!.idKey })))).toEqual(['MEMBERSHIP_KEY'])
    expect(outcomes(member('AH', entry('AH', 'voter', { voteKey: bj!.voteKey })))).toEqual(['MEMBERSHIP_KEY'])
    expect(outcomes(member('AH', entry('AH', 'voter', { voteKey: bj!.idKey })))).toEqual(['MEMBERSHIP_KEY'])
    expect(outcomes(chain.record('staff.grant', { key: bj!.voteKey }))).toEqual(['DEVICE_ALREADY_GRANTED'])
    expect(outcomes(member('AH', entry('AH')), member('GD', entry('GD', 'voter', { voteKey: entry('AH').voteKey })))).toEqual([null, 'MEMBERSHIP_KEY'])
    expect(outcomes(member('GD', entry('GD', 'voter', { voteKey: null })))).toEqual(['MEMBERSHIP_KEY'])
    expect(outcomes(member('GD', entry('GD', 'voter', { voteKey: new Uint8Array(32) })))).toEqual(['KEY_INVALID'])
    expect(readLedgerMember(chain.state, 'GD')).toBe(null)
  })
  it('a transport identity is another member’s, or none at all', () => {
    const peers = (list: readonly string[]): string | null => outcomes(member('AH', entry('AH', 'observer', { peers: list })))[0]!
    for (const list of [[], ['peer-of-BJ'], ['a', 'a'], ['a b'], ['x'.repeat(129)], Array.from({ length: 33 }, (_, i) => `p${i}`)]) expect(peers(list)).toBe('MEMBERSHIP_PEERS')
    expect(peers(['fine'])).toBe(null)
    expect(outcomes(member('GD', entry('GD', 'observer', { peers: ['fine'] })))).toEqual(['MEMBERSHIP_PEERS'])
  })
  it('the code is none', () => {
    for (const id of ['', 'ah', '1A', 'A B', 'A'.repeat(17)]) expect(outcomes(member(id, entry('AH', 'observer')))).toEqual(['MEMBERSHIP_ID'])
  })
})

describe('a root key', () => {
  it('is a device of its member; a new one takes the place of the old one', () => {
    const [bj] = chain.members.genesis.members
    const fresh = publicKeyOf(seed('BJ new root'))
    // Signed with the key that it ends: its sequence goes on where it stood.
    const change = member('BJ', { ...known('BJ'), idKey: fresh })
    expect(outcomes(change)).toEqual([null])
    expect(readDevice(chain.state, keyId(bj!.idKey))).toMatchObject({ on: false, n: change.payload.n, p: change.id })
    expect(readDevice(chain.state, keyId(fresh))).toMatchObject({ a: 'BJ', on: true, n: 0 })
    expect(chain.head.voters.epoch).toBe(0)
    expect(outcomes(chain.record('member.set', { id: 'BJ', member: { ...known('BJ'), idKey: bj!.idKey } as never }, { seed: seed('BJ new root') }))).toEqual(['MEMBERSHIP_KEY'])
  })
})

describe('the effects of one record', () => {
  it('are all or nothing, its own changes included', () => {
    const effects = [{ t: 'subject', subject: 'X1' }, { t: 'member', id: 'AH', member: entry('AH') }, { t: 'revoke', member: 'BJ', keyId: hash('nobody') }]
    const before = Array.from(chain.state.list(''), ([key]) => key)
    const record = chain.record('effects.set', { k: 'tried', effects: effects as never })
    expect(outcomes(record)).toEqual(['DEVICE_NOT_GRANTED'])
    const after = Array.from(chain.state.list(''), ([key]) => key).filter((key) => !before.includes(key))
    expect(after.map((key) => key.split('/').slice(0, 2).join('/')).sort()).toEqual(['sys/head', 'sys/void'])
    expect(chain.head.voters.epoch).toBe(0)
  })
  it('see each other in their order', () => {
    const key = publicKeyOf(seed('short-lived'))
    const effects = [{ t: 'grant', member: 'BJ', key }, { t: 'revoke', member: 'BJ', keyId: keyId(key) }]
    expect(outcomes(chain.record('effects.set', { k: 'a', effects: effects as never }))).toEqual([null])
    expect(readDevice(chain.state, keyId(key))).toMatchObject({ on: false })
    expect(outcomes(chain.record('effects.set', { k: 'a', effects: [effects[0], effects[0]] as never }))).toEqual(['DEVICE_ALREADY_GRANTED'])
  })
  it('void the record where they are nonsense, and stop nobody', () => {
    for (const effects of [[null], [{ t: 'member', id: 'AH', member: null }], [{ t: 'grant', member: 'BJ', key: 7 }], [{ t: 'mark', record: null, mark: 'disputed', on: true }], 7]) {
      expect(outcomes(chain.record('effects.set', { k: 'bad', effects: effects as never }))).toEqual(['EXECUTION_FAILED'])
    }
    expect(outcomes(chain.record('effects.set', { k: 'bad', effects: [{ t: 'grant', member: 'BJ', key: 'text' }] }))).toEqual(['KEY_INVALID'])
    expect(chain.state.get('note/bad')).toBe(null)
  })
})

describe('the chain of a subject', () => {
  it('commits to every record in force about it, in order', () => {
    const [first, bad, second, other] = [chain.record('subject.note', { s: 'X1' }), chain.record('subject.note', { s: 'no code' }), chain.record('subject.note', { s: 'X1' }), chain.record('subject.note', { s: 'X2' })]
    expect(outcomes(first, bad, second, other)).toEqual([null, 'RECORD_STATE_KEY', null, null])
    const chained = extendSubject(extendSubject(NO_RECORDS, first.id, 1), second.id, 3)
    expect(readSubject(chain.state, 'X1')).toEqual(chained)
    expect(readSubject(chain.state, 'X2')).toEqual(extendSubject(NO_RECORDS, other.id, 4))
    expect(readSubject(chain.state, 'X3')).toEqual({ count: 0, head: new Uint8Array(32) })
    expect(extendSubject(extendSubject(NO_RECORDS, second.id, 3), first.id, 1).head).not.toEqual(chained.head)
  })
})

describe('marks', () => {
  it('name the record that set them, stand side by side and can be lifted', () => {
    const target = hash('some record')
    const mark = (name: string, on = true): OpenRecord => chain.record('mark.set', { record: target, mark: name, on })
    const [disputed, repaired] = [mark('disputed'), mark('repaired')]
    outcomes(disputed, repaired)
    expect(readMarks(chain.state, target)).toEqual({ disputed: disputed.id, repaired: repaired.id })
    outcomes(mark('disputed', false))
    expect(readMarks(chain.state, target)).toEqual({ repaired: repaired.id })
    outcomes(mark('repaired', false), mark('withdrawn', false))
    expect(Array.from(chain.state.list('sys/mark/'))).toEqual([])
  })
})

describe('recent heads', () => {
  it('are those of the last 1 024 blocks, each written by the block after it', () => {
    expect(readRecentHead(chain.state, 1)).toBe(null)
    chain.commit([chain.record('note.put', { k: 'a', v: '1' })])
    expect(readRecentHead(chain.state, 1)).toMatchObject({ height: 1, id: chain.last!.block.header.parent })
    for (const height of [0, -1, 1.5, 2]) expect(readRecentHead(chain.state, height)).toBe(null)
  })
  it('take the places of the ones 1 024 blocks before', () => {
    const state = new MemoryState(Array.from({ length: 1026 }, (_, i) => recentHeadChange({ height: i + 1, id: hash(String(i)), time: i })))
    expect(Array.from(state.list('sys/head/'))).toHaveLength(1024)
    expect([1, 2, 3, 1026].map((height) => readRecentHead(state, height)?.height ?? null)).toEqual([null, null, 3, 1026])
  })
})

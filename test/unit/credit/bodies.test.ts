import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeVoid } from '../../../shared/ledger/index.ts'
import type { RecordPayload } from '../../../shared/ledger/index.ts'
import { CONTENT_SCHEMAS, DETAILS, ENUMS, read, RECORD_KINDS } from '../../../shared/credit/index.ts'
import type { RecordKind } from '../../../shared/credit/index.ts'
import { hexKey, Network } from './network.ts'
import { HASH, institution, LAW } from './world.ts'

/** Whatever a body holds, a record is void with a code that can be written down, or does what it says: nothing throws. */

const net = new Network()
net.publish('BJ', 'institution.register', institution())
const proposal = net.propose('STANDBY', { member: 'ZJ' })

const words = fc.constantFrom(
  LAW, HASH, proposal, 'BJ', 'ZJ', 'TJ', hexKey('TJ/root'), hexKey('BJ/vote'), hexKey('BJ/root'), '2026-06-30', '2026-07-08', '模拟文字内容', '', '\ud800', '__proto__', 'seatBJ', '00'.repeat(64), '00'.repeat(161),
  ...Object.values(ENUMS).flat(),
)
const scalar = fc.oneof({ weight: 8, arbitrary: words }, fc.string({ unit: 'binary', maxLength: 40 }), fc.integer({ min: -1, max: 2 ** 53 - 1 }), fc.boolean(), fc.constant(null), fc.uint8Array({ maxLength: 40 }))
const anything = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small', maxDepth: 3 }, scalar, fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(fc.oneof(words, fc.string({ maxLength: 12 })), tie('value'), { maxKeys: 4 })),
})).value
const fieldsOf = (schema: object): readonly string[] => Object.keys((schema as { shape: object }).shape)
const content = (kind: RecordKind) =>
  fc.record(Object.fromEntries(fieldsOf(CONTENT_SCHEMAS[kind]).map((field) => [field, field === 'details' ? details : fc.oneof({ weight: 3, arbitrary: scalar }, anything)])), { requiredKeys: [] })
const details = fc.oneof(anything, ...Object.values(DETAILS).map((schema) => fc.record(Object.fromEntries(fieldsOf(schema).map((field) => [field, field === 'peers' ? fc.array(words, { maxLength: 3 }) : words])), { requiredKeys: ['member'] })))
const body = (kind: RecordKind) => fc.oneof({ weight: 9, arbitrary: fc.record({ c: content(kind), steps: fc.constant([]) }) }, anything)
const signer = fc.constantFrom('BJ-AP-01', 'BJ-CL-01', 'BJ-AD-01', 'BJ/root', 'GD/root', 'nobody')

test.each(RECORD_KINDS)('%s: no body makes it throw', (kind) => {
  fc.assert(
    fc.property(body(kind), signer, (b, by) => {
      const payload: RecordPayload = { ...net.payload('BJ', kind, {}, by), b: b as RecordPayload['b'] }
      const execution = net.executor.apply(payload, { genesisHash: net.genesis.hash, recordId: net.idOf(999_999), height: net.head.height + 1, index: 999_999, time: net.time }, net.state)
      const reason = 'void' in execution ? execution.void : { code: 'IN_FORCE' }
      expect(reason.code).toMatch(/^[A-Z][A-Z0-9_]+$/)
      expect(reason.code).not.toBe('EXECUTION_FAILED')
      expect(encodeVoid(reason).length).toBeLessThan(2048)
      expect('void' in execution ? [] : execution.changes.filter(([key]) => key.startsWith('sys/'))).toEqual([])
    }),
    { numRuns: 150, seed: 20260630 },
  )
})

test('however members vote, the order does not matter and a carried matter is done exactly then', () => {
  const members = ['BJ', 'GD', 'JS', 'SH', 'ZJ'] as const
  const choice = fc.constantFrom('FOR', 'AGAINST', 'ABSTAIN')
  fc.assert(
    fc.property(fc.tuple(choice, choice, choice, choice, choice), fc.shuffledSubarray([...members], { minLength: 5 }), fc.constantFrom('RENAME', 'TIER', 'SUSPEND'), (choices, order, matter) => {
      const result = (sequence: readonly string[]): string => {
        const world = new Network()
        const extra = { RENAME: { nameZh: '新名', nameEn: 'New name' }, TIER: { tier: 'COUNCIL' }, SUSPEND: {} }[matter]
        const id = world.propose(matter, { member: 'GD', ...extra })
        const votes = sequence.map((member) => world.payload(member, 'governance.vote', { proposal: id, choice: choices[members.indexOf(member as 'BJ')] }, `${member}-AP-01`))
        world.block(...votes)
        const { status, tier, nameZh } = read.readMember(world.state, 'GD')!
        return [read.readProposal(world.state, id)!.status, status, tier, nameZh, world.voters].join()
      }
      expect(result(order)).toBe(result(members))
    }),
    { numRuns: 20, seed: 20260630 },
  )
})

import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { createExecutor, DEFAULT_METHODOLOGY, draftContent, fullSteps, read, readBody, recordTitle, stepFromText, stepToText, tidyContent, toPayloadBody } from '../../../shared/credit/index.ts'
import type { Step } from '../../../shared/credit/index.ts'
import { accepted, conduct, engagement, FULL, genesisOf, institution, LAW, MemoryState, NET, NOON, SHORT, World } from './world.ts'
import type { Signing } from './world.ts'

let world: World
beforeEach(() => {
  world = new World()
})
const content = institution()
const publish = (signings: readonly Signing[], member = 'BJ') => world.publish(member, 'institution.register', content, signings)
const withSteps = (steps: readonly Step[], signer = 'BJ-AP-01') => world.raw('BJ', 'institution.register', toPayloadBody(content, steps), signer)
const step = (name: 'create' | 'review', by: string, member = 'BJ', of: object = content) => world.step(member, 'institution.register', of, { step: name, by })

test('three different people publish', () => {
  expect(publish(FULL)).toBe(null)
  expect(read.readInstitution(world.state, String(content['uscc']))?.origin.actors).toMatchObject([
    { step: 'create', staffId: 'BJ-CL-01' }, { step: 'review', staffId: 'BJ-RV-01' }, { step: 'approve', staffId: 'BJ-AP-01' },
  ])
})
test.each([
  ['the reviewer is the creator', [{ step: 'create', by: 'ALL-01' }, { step: 'review', by: 'ALL-01' }, { step: 'approve', by: 'AP-01' }], 'STEP_SAME_PERSON'],
  ['the approver is the creator', [{ step: 'create', by: 'ALL-01' }, { step: 'review', by: 'RV-01' }, { step: 'approve', by: 'ALL-01' }], 'STEP_SAME_PERSON'],
  ['a clerk reviews', [{ step: 'create', by: 'ALL-01' }, { step: 'review', by: 'CL-01' }, { step: 'approve', by: 'AP-01' }], 'STEP_ROLE'],
  ['a reviewer approves', [{ step: 'create', by: 'CL-01' }, { step: 'review', by: 'ALL-01' }, { step: 'approve', by: 'RV-01' }], 'STEP_ROLE'],
  ['nobody reviewed', [{ step: 'create', by: 'CL-01' }, { step: 'approve', by: 'AP-01' }], 'STEP_MISSING'],
  ['the order is wrong', [{ step: 'review', by: 'RV-01' }, { step: 'create', by: 'CL-01' }, { step: 'approve', by: 'AP-01' }], 'STEP_MISSING'],
  ['two reviews', [{ step: 'create', by: 'CL-01' }, { step: 'review', by: 'RV-01' }, { step: 'review', by: 'ALL-01' }, { step: 'approve', by: 'AP-01' }], 'STEP_UNEXPECTED'],
  ['a vote where none belongs', [{ step: 'create', by: 'CL-01' }, { step: 'review', by: 'RV-01' }, { step: 'vote', by: 'CM-01', choice: 'for' }, { step: 'approve', by: 'AP-01' }], 'STEP_UNEXPECTED'],
  ['a choice where none belongs', [{ step: 'create', by: 'CL-01', choice: 'for' }, { step: 'review', by: 'RV-01' }, { step: 'approve', by: 'AP-01' }], 'STEP_CHOICE'],
] as const)('void where %s', (_name, signings, expected) => {
  expect(publish(signings)?.code).toBe(expected)
})
test('a signature for another content, kind, member or act does not count', () => {
  expect(withSteps([step('create', 'CL-01'), step('review', 'RV-01', 'BJ', institution({ shortName: '别的' }))])?.code).toBe('STEP_SIGNATURE')
  expect(withSteps([step('create', 'CL-01'), { ...step('create', 'RV-01'), s: 'review' }])?.code).toBe('STEP_SIGNATURE')
  expect(withSteps([{ ...step('create', 'CL-01'), at: 1 }, step('review', 'RV-01')])?.code).toBe('STEP_SIGNATURE')
  expect(withSteps([world.step('BJ', 'conduct.record', content, { step: 'create', by: 'CL-01' }), step('review', 'RV-01')])?.code).toBe('STEP_SIGNATURE')
})
test('a creator’s signature serves one record, until the creator signs again', () => {
  accepted(world.publish('BJ', 'institution.register', content))
  const oral = conduct({ documentNo: undefined, evidence: [{ type: 'E2', hash: '0'.repeat(64) }] })
  expect(world.publish('BJ', 'conduct.record', oral)).toBe(null)
  const again = world.publish('BJ', 'conduct.record', oral)
  expect(again).toEqual({ code: 'STEP_REUSED', params: { staff: 'BJ-CL-01' } })
  expect(read.listConduct(world.state, LAW)).toHaveLength(1)
  world.time += 1
  expect(world.publish('BJ', 'conduct.record', oral)).toBe(null)
})
test('a void record uses up no signature', () => {
  const late = engagement({ filingNo: undefined })
  expect(world.publish('BJ', 'engagement.record', late, SHORT)?.code).toBe('INSTITUTION_UNKNOWN')
  accepted(world.publish('BJ', 'institution.register', content))
  expect(world.publish('BJ', 'engagement.record', late, SHORT)).toBe(null)
})
test('people of another member, and strangers, do not sign here', () => {
  expect(withSteps([step('create', 'CL-01'), step('review', 'RV-01', 'SH')])?.code).toBe('STEP_SIGNER_OTHER_MEMBER')
  expect(withSteps([step('create', 'CL-01'), step('review', 'XX-99')])?.code).toBe('STEP_SIGNER_UNKNOWN')
  expect(withSteps([step('create', 'CL-01'), step('review', 'RV-01')], 'SH-AP-01')?.code).toBe('STEP_SIGNER_OTHER_MEMBER')
})
test('an authorisation that has ended does not sign', () => {
  world.grant('BJ', 'BJ-OLD-01', ['CL'], { validTo: '2026-06-29' })
  expect(publish([{ step: 'create', by: 'OLD-01' }, ...FULL.slice(1)])?.code).toBe('STEP_SIGNER_EXPIRED')
})
test('a body of another form, an unknown kind and a foreign state are void, never a fault', () => {
  expect(world.raw('BJ', 'institution.register', { c: {}, steps: [{ s: 'create' }] }, 'BJ-AP-01')?.code).toBe('BODY_MALFORMED')
  expect(world.raw('BJ', 'institution.register', {}, 'BJ-AP-01')?.code).toBe('BODY_MALFORMED')
  expect(world.raw('BJ', 'gossip.spread', {}, 'BJ-AP-01')).toEqual({ code: 'UNKNOWN_KIND', params: { kind: 'gossip.spread' } })
  const payload = world.payload('BJ', 'institution.register', toPayloadBody(content, []), 'BJ-AP-01')
  const context = { genesisHash: NET, recordId: NET, height: 1, index: 0, time: NOON }
  expect(createExecutor().apply(payload, context, new MemoryState())).toMatchObject({ void: { code: 'METHODOLOGY_UNKNOWN' } })
  const broken = new MemoryState()
  broken.get = () => new Uint8Array([0xff])
  expect(createExecutor().apply(payload, context, broken)).toMatchObject({ void: { code: 'EXECUTION_FAILED' } })
  expect(createExecutor({ methodologyOf: () => DEFAULT_METHODOLOGY }).apply({ ...payload, a: 'QQ' }, context, world.state)).toMatchObject({ void: { code: 'MEMBER_NOT_ACTIVE' } })
})
test('genesis refuses what no network can use', () => {
  const executor = createExecutor()
  expect(() => executor.genesis({ ...genesisOf(), params: {} }, NET)).toThrow('CREDIT_PARAMS_INVALID')
  expect(() => executor.genesis(genesisOf({ members: {} }), NET)).toThrow('CREDIT_PARAMS_INVALID')
  expect(() => executor.genesis(genesisOf({ methodology: { id: 'ZXL-METH', version: '1.0.0', hash: '0'.repeat(64) } }), NET)).toThrow('METHODOLOGY_UNKNOWN')
  expect(() => executor.genesis(genesisOf({ methodology: { id: 'ZXL-METH', version: '2.0.0', hash: DEFAULT_METHODOLOGY.hash } }), NET)).toThrow('METHODOLOGY_UNKNOWN')
  expect(executor.genesis(genesisOf(), NET).map(([key]) => key)).toEqual(['net', 'member/BJ', 'member/GD', 'member/JS', 'member/SH', 'member/SZSE'])
})
test('arbitrary bodies never throw', () => {
  const value = fc.letrec((tie) => ({
    any: fc.oneof({ maxDepth: 3 }, fc.integer(), fc.string(), fc.boolean(), fc.constant(null), fc.uint8Array({ maxLength: 70 }), fc.array(tie('any'), { maxLength: 4 }), fc.dictionary(fc.constantFrom('c', 'steps', 'uscc', 's', 'd', 'x'), tie('any'))),
  })).any
  fc.assert(
    fc.property(fc.constantFrom('institution.register', 'institution.update', 'engagement.record', 'conduct.record', 'rating.publish', 'staff.grant', 'staff.revoke'), value, (kind, body) => {
      const payload = { ...world.payload('BJ', kind, {}, 'BJ-AP-01'), b: { c: body, steps: [] } as never }
      expect(world.execute(payload)).toHaveProperty('void')
    }),
    { numRuns: 200 },
  )
})
test('steps and bodies survive the way through text and back', () => {
  const signed = step('create', 'CL-01')
  expect(stepFromText(stepToText(signed))).toEqual(signed)
  expect(readBody({ b: toPayloadBody({ a: 1, b: undefined }, [signed]) })).toEqual({ ok: true, value: { content: { a: 1 }, steps: [signed] } })
})
test('drafts start from what is known, and have a title', () => {
  expect(draftContent('conduct.record', { author: 'BJ', today: '2026-06-30' })).toMatchObject({ issuingCenter: 'BJ', decidedOn: '2026-06-30' })
  expect(publish(FULL)).toBe(null)
  const view = read.readInstitution(world.state, String(content['uscc']))!
  expect(draftContent('institution.update', { author: 'BJ', today: '2026-06-30', institution: view })).toMatchObject({ baseVersion: 0, nameZh: content['nameZh'] })
  expect(recordTitle('institution.register', content)).toBe(content['nameZh'])
  expect(recordTitle('conduct.record', { uscc: 'X' })).toBe('X')
})
test('what was typed is tidied and nothing else', () => {
  expect(tidyContent({ uscc: ' ３１110000-maxte5t166', nameZh: ' 模拟 ', nameEn: 'Cafe\u0301', address: '  ', evidence: [], memberships: [{ center: '', roles: [''] }], count: 0, flag: false, clientName: 'O0', gone: undefined, none: null })).toEqual({
    uscc: '31110000MAXTE5T166', nameZh: '模拟', nameEn: 'Caf\u00e9', count: 0, flag: false, clientName: 'O0',
  })
})
test('ratings ask for a committee; short records end with the reviewer', () => {
  expect(fullSteps('rating.publish').map((want) => `${want.step}:${want.role}:${want.min}`)).toEqual(['create:AN:1', 'review:RV:1', 'vote:CM:3', 'approve:AP:1'])
  expect(SHORT.at(-1)?.step).toBe('review')
})

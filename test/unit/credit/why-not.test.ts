import { describe, expect, test } from 'vitest'
import { dueStep, fullSteps, whyNot, whyNotCreate } from '../../../shared/credit/index.ts'
import type { DraftFacts, StaffPerson, StaffRole } from '../../../shared/credit/index.ts'

const person = (staffId: string, roles: readonly StaffRole[], more: Partial<StaffPerson> = {}): StaffPerson => ({ member: 'BJ', staffId, roles, tier: 'COUNCIL', ...more })
const CL = person('BJ-CL-01', ['CL'])
const RV = person('BJ-RV-01', ['RV'])
const AP = person('BJ-AP-01', ['AP'])
const ALL = person('BJ-ALL-01', ['CL', 'RV', 'AP', 'AN', 'CM'])
const draft = (more: Partial<DraftFacts> = {}): DraftFacts => ({ kind: 'conduct.record', member: 'BJ', state: 'draft', creator: 'BJ-CL-01', needed: fullSteps('conduct.record'), taken: [], ...more })
const submitted = (more: Partial<DraftFacts> = {}) => draft({ state: 'submitted', taken: [{ step: 'create', staffId: 'BJ-CL-01' }], ...more })
const reviewed = (more: Partial<DraftFacts> = {}) => draft({ state: 'reviewed', taken: [{ step: 'create', staffId: 'BJ-CL-01' }, { step: 'review', staffId: 'BJ-RV-01' }], ...more })
const code = (...args: Parameters<typeof whyNot>) => whyNot(...args)?.code ?? null

describe('whyNot', () => {
  test.each([
    ['save', CL, draft(), null],
    ['save', RV, draft(), 'DRAFT_NOT_CREATOR'],
    ['save', CL, submitted(), 'DRAFT_STATE'],
    ['save', person('SH-CL-01', ['CL'], { member: 'SH' }), draft(), 'DRAFT_OF_OTHER_MEMBER'],
    ['save', person('BJ-CL-01', ['CL'], { tier: 'OPERATOR' }), draft(), 'TIER_MAY_NOT_WRITE'],
    ['submit', CL, draft(), null],
    ['submit', CL, draft({ errors: 2 }), 'DRAFT_HAS_ERRORS'],
    ['submit', person('BJ-CL-01', ['RV']), draft(), 'ROLE_NEEDED'],
    ['discard', CL, draft(), null],
    ['restore', CL, draft({ state: 'discarded' }), null],
    ['restore', RV, draft({ state: 'discarded' }), 'DRAFT_NOT_CREATOR'],
    ['restore', CL, draft(), 'DRAFT_STATE'],
    ['withdraw', CL, submitted(), null],
    ['withdraw', RV, submitted(), 'DRAFT_NOT_CREATOR'],
    ['withdraw', CL, draft(), 'DRAFT_STATE'],
    ['review', RV, submitted(), null],
    ['review', CL, submitted(), 'ROLE_NEEDED'],
    ['review', ALL, submitted({ creator: 'BJ-ALL-01' }), 'STEP_SAME_PERSON'],
    ['review', RV, draft(), 'DRAFT_STATE'],
    ['approve', AP, submitted(), 'STEP_NOT_DUE'],
    ['approve', AP, reviewed(), null],
    ['approve', ALL, reviewed({ taken: [{ step: 'create', staffId: 'BJ-CL-01' }, { step: 'review', staffId: 'BJ-ALL-01' }] }), 'STEP_SAME_PERSON'],
    ['vote', ALL, reviewed(), 'STEP_NOT_NEEDED'],
    ['return', RV, submitted(), null],
    ['return', AP, submitted(), 'ROLE_NEEDED'],
    ['return', ALL, submitted({ creator: 'BJ-ALL-01' }), 'STEP_SAME_PERSON'],
    ['return', RV, draft(), 'DRAFT_STATE'],
  ] as const)('%s by %o', (action, who, facts, expected) => {
    expect(code(action, who, facts)).toBe(expected)
  })
  test('ratings: conflict, votes and majority', () => {
    const taken = (choices: readonly ('for' | 'against')[]): DraftFacts['taken'] => [
      { step: 'create', staffId: 'BJ-AN-01' }, { step: 'review', staffId: 'BJ-RV-01' }, ...choices.map((choice, at) => ({ step: 'vote' as const, staffId: `BJ-CM-0${at + 1}`, choice })),
    ]
    const rating = (state: DraftFacts['state'], choices: readonly ('for' | 'against')[], more: Partial<DraftFacts> = {}) => draft({ kind: 'rating.publish', creator: 'BJ-AN-01', needed: fullSteps('rating.publish'), state, taken: taken(choices), ...more })
    expect(code('vote', person('BJ-CM-04', ['CM']), rating('reviewed', ['for']))).toBe(null)
    expect(code('vote', person('BJ-CM-01', ['CM']), rating('reviewed', ['for']))).toBe('STEP_SAME_PERSON')
    expect(code('vote', person('BJ-CM-04', ['CM']), rating('voted', ['for', 'for', 'for']))).toBe(null)
    expect(code('approve', AP, rating('reviewed', ['for', 'for']))).toBe('STEP_NOT_DUE')
    expect(code('approve', AP, rating('voted', ['for', 'for', 'against']))).toBe(null)
    expect(code('approve', AP, rating('voted', ['for', 'against', 'against']))).toBe('COMMITTEE_REJECTED')
    expect(code('approve', AP, rating('voted', ['for', 'for', 'for'], { conflicted: ['BJ-AP-01'] }))).toBe('RATING_CONFLICT_OF_INTEREST')
  })
  test('what is due', () => {
    expect(dueStep(submitted())?.step).toBe('review')
    expect(dueStep(reviewed())?.step).toBe('approve')
    expect(dueStep(draft())).toBe(null)
  })
  test('who may begin', () => {
    expect(whyNotCreate('conduct.record', CL)).toBe(null)
    expect(whyNotCreate('conduct.record', RV)?.code).toBe('ROLE_NEEDED')
    expect(whyNotCreate('conduct.record', person('SZSE-CL-01', ['CL'], { member: 'SZSE', tier: 'OPERATOR' }))?.code).toBe('TIER_MAY_NOT_WRITE')
  })
})

import { beforeEach, describe, expect, test } from 'vitest'
import { toHex } from '../../../shared/kit/bytes.ts'
import { publicKeyOf } from '../../../shared/ledger/crypto/keys.ts'
import { checkContent, DEFAULT_METHODOLOGY, read, toPayloadBody } from '../../../shared/credit/index.ts'
import { accepted, CLIENT, conduct, engagement, FULL, HASH, institution, LAW, OTHER, SHORT, THIRD, World } from './world.ts'
import type { Signing } from './world.ts'

let world: World
beforeEach(() => {
  world = new World()
})

const code = (problem: { readonly code: string } | null): string | null => problem?.code ?? null
const register = (more: object = {}, member = 'BJ', signings: readonly Signing[] = FULL) => code(world.publish(member, 'institution.register', institution(more), signings))
const record = (more: object = {}, member = 'BJ', signings: readonly Signing[] = SHORT) => code(world.publish(member, 'engagement.record', engagement(more), signings))
const PRAISE = { indicatorCode: 'D3P02', polarity: 'POSITIVE', category: 'AWARD' }
const conducted = (more: object = {}, member = 'BJ', signings: readonly Signing[] = FULL) => code(world.publish(member, 'conduct.record', conduct(more), signings))

describe('institution.register', () => {
  test('the first registrant is the home, whatever home is named', () => {
    expect(register({ homeCenter: 'SC' }, 'SH')).toBe(null)
    expect(read.readInstitution(world.state, LAW)).toMatchObject({ home: 'SH', version: 0, admittedOn: '2026-06-30', content: { homeCenter: 'SC' } })
    expect(register()).toBe('INSTITUTION_EXISTS')
  })
  test.each([
    [{ uscc: '31110000MAXTE5T167' }, 'USCC_CHECK'],
    [{ uscc: LAW.toLowerCase() }, 'USCC_NOT_NORMALISED'],
    [{ uscc: '11010519491231002X' }, 'USCC_IS_ID_NUMBER'],
    [{ nameZh: undefined }, 'FIELD_REQUIRED'],
    [{ nameZh: '' }, 'FIELD_TOO_SHORT'],
    [{ nameZh: '=HYPERLINK("http://x")' }, 'TEXT_FORMULA'],
    [{ nameZh: ' 模拟' }, 'TEXT_NOT_TRIMMED'],
    [{ nameZh: '模\u202e拟' }, 'TEXT_CONTROL_CHARACTER'],
    [{ nameZh: '模拟 13800138000' }, 'PERSONAL_PHONE'],
    [{ nameEn: 'x'.repeat(101) }, 'FIELD_TOO_LONG'],
    [{ type: 'UNKNOWN' }, 'FIELD_NOT_IN_LIST'],
    [{ roles: [] }, 'FIELD_REQUIRED'],
    [{ roles: ['LAW', 'LAW'] }, 'FIELD_REPEATED'],
    [{ regionCode: '990000' }, 'REGION_UNKNOWN'],
    [{ homeCenter: 'XX' }, 'CENTER_UNKNOWN'],
    [{ establishedOn: '2026-07-01' }, 'DATE_IN_FUTURE'],
    [{ establishedOn: '2026-02-30' }, 'DATE_INVALID'],
    [{ registeredCapitalFen: -1 }, 'FIELD_TOO_SMALL'],
    [{ registeredCapitalFen: '1' }, 'FIELD_TYPE'],
    [{ registeredCapitalFen: 1e15 + 2 }, 'FIELD_TOO_LARGE'],
    [{ parentUscc: LAW }, 'INSTITUTION_OWN_PARENT'],
    [{ legalRepresentative: '张三' }, 'HASH_INVALID'],
    [{ owner: 'x' }, 'FIELD_UNKNOWN'],
    [{ memberships: [{ center: 'BJ', class: 'OTHER', roles: ['LAW'], from: '2025-01-01', to: '2024-01-01', status: 'ACTIVE' }] }, 'DATE_ORDER'],
    [{ formerNames: Array.from({ length: 20 }, () => ({ name: '旧'.repeat(100) })), address: '址'.repeat(200), evidence: Array.from({ length: 20 }, () => ({ type: 'E8', hash: HASH, url: 'u'.repeat(300), name: '证'.repeat(120) })) }, 'CONTENT_TOO_LARGE'],
  ])('%j is void: %s', (more, expected) => {
    expect(register(more)).toBe(expected)
  })
  test('text that is not NFC is found while typing; the ledger\'s own gate keeps it out of records', () => {
    const findings = checkContent('institution.register', institution({ nameZh: 'Cafe\u0301' }), { today: '2026-06-30', methodology: DEFAULT_METHODOLOGY })
    expect(findings.map((finding) => finding.code)).toContain('TEXT_FORM')
  })
  test('the field stands in the reason', () => {
    expect(world.publish('BJ', 'institution.register', institution({ type: 'UNKNOWN' }))).toEqual({ code: 'FIELD_NOT_IN_LIST', params: { field: 'type' } })
  })
  test('a lawful code with a wrong check character needs its override', () => {
    const early = { uscc: '91350100M0001TGQXM', type: 'OTHER', roles: ['OTHER'], regionCode: '350100' }
    expect(register(early)).toBe('USCC_CHECK')
    expect(register({ ...early, usccOverride: { reason: '证照扫描件核对一致', evidence: { type: 'E8', hash: HASH } } })).toBe(null)
  })
  test('the operator registers nothing', () => {
    expect(register({}, 'SZSE')).toBe('TIER_MAY_NOT_WRITE')
  })
})

describe('institution.update', () => {
  const update = (more: object = {}, signings: readonly Signing[] = FULL, member = 'BJ') => code(world.publish(member, 'institution.update', institution({ baseVersion: 0, reason: '地址变更', address: '模拟路1号', ...more }), signings))
  beforeEach(() => {
    accepted(world.publish('BJ', 'institution.register', institution()))
  })
  test('the reviewer publishes an ordinary change, and every version is kept', () => {
    expect(update({}, SHORT)).toBe(null)
    expect(update({ baseVersion: 1, address: '模拟路2号' }, FULL)).toBe(null)
    expect(read.institutionVersions(world.state, LAW).map((view) => [view.version, view.content.address])).toEqual([[0, undefined], [1, '模拟路1号'], [2, '模拟路2号']])
    expect(read.readInstitution(world.state, LAW, world.height - 1)?.version).toBe(1)
    expect(read.readInstitution(world.state, LAW, 1)).toBe(null)
  })
  test('name and business status need the approver', () => {
    expect(update({ nameZh: '北京模拟更名律师事务所' }, SHORT)).toBe('STEP_MISSING')
    expect(update({ bizStatus: 'SUSPENDED' }, SHORT)).toBe('STEP_MISSING')
    expect(update({ nameZh: '北京模拟更名律师事务所' })).toBe(null)
  })
  test.each([
    [{ baseVersion: 3 }, 'BJ', 'VERSION_CONFLICT'],
    [{}, 'SH', 'INSTITUTION_NOT_HOME'],
    [{ uscc: THIRD }, 'BJ', 'INSTITUTION_UNKNOWN'],
    [{ address: undefined }, 'BJ', 'INSTITUTION_UNCHANGED'],
    [{ reason: '' }, 'BJ', 'FIELD_TOO_SHORT'],
  ])('%j by %s is void: %s', (more, member, expected) => {
    expect(update(more, FULL, member)).toBe(expected)
  })
})

describe('engagement.record', () => {
  beforeEach(() => {
    accepted(world.publish('BJ', 'institution.register', institution()))
  })
  test('is published by the reviewer and replaced by version', () => {
    expect(record({ state: 'ONGOING', acceptedOn: undefined })).toBe(null)
    const objectId = world.lastRecordId()
    expect(record({ replaces: { objectId, version: 0 } })).toBe(null)
    expect(read.listEngagements(world.state, LAW)).toMatchObject([{ objectId, version: 1, content: { state: 'ACCEPTED' } }])
    expect(read.listEngagements(world.state, LAW, world.height - 1)).toMatchObject([{ version: 0, content: { state: 'ONGOING' } }])
    expect(record({ replaces: { objectId, version: 0 } })).toBe('VERSION_CONFLICT')
    expect(record({ center: 'SH', replaces: { objectId, version: 1 } }, 'SH')).toBe('REPLACES_OTHER_AUTHOR')
    expect(record({ replaces: { objectId: HASH, version: 0 } })).toBe('REPLACES_UNKNOWN')
    expect(record({ filingNo: 'BJ-2025-9', replaces: { objectId, version: 1 } })).toBe(null)
    expect(record()).toBe(null)
  })
  test('the same filing stands once', () => {
    expect(record()).toBe(null)
    expect(record()).toBe('ENGAGEMENT_DUPLICATE')
    expect(record({ filingNo: 'BJ-2025-2' })).toBe(null)
  })
  test.each([
    [{ center: 'SH' }, 'ENGAGEMENT_OTHER_CENTER'],
    [{ uscc: OTHER }, 'INSTITUTION_UNKNOWN'],
    [{ clientUscc: LAW }, 'ENGAGEMENT_OWN_CLIENT'],
    [{ clientUscc: `${CLIENT.slice(0, 17)}0` }, 'USCC_CHECK'],
    [{ acceptedOn: undefined }, 'ENGAGEMENT_ACCEPTED_ON_MISSING'],
    [{ state: 'ONGOING' }, 'ENGAGEMENT_NOT_ACCEPTED'],
    [{ state: 'TERMINATED', acceptedOn: undefined }, 'ENGAGEMENT_TERMINATED_ON_MISSING'],
    [{ terminatedOn: '2025-12-01' }, 'ENGAGEMENT_NOT_TERMINATED'],
    [{ qualityGrade: 'GOOD' }, 'ENGAGEMENT_REVIEW_REF_MISSING'],
    [{ feeBand: 'F1' }, 'ENGAGEMENT_CONSENT_MISSING'],
    [{ acceptedOn: '2025-07-01' }, 'DATE_ORDER'],
    [{ acceptedOn: '2026-07-01' }, 'DATE_IN_FUTURE'],
    [{ participants: ['zhang'] }, 'STAFF_ID_INVALID'],
    [{ center: 'bj' }, 'MEMBER_ID_INVALID'],
  ])('%j is void: %s', (more, expected) => {
    expect(record(more)).toBe(expected)
  })
})

describe('conduct.record', () => {
  beforeEach(() => {
    accepted(world.publish('BJ', 'institution.register', institution()))
  })
  test('keeps its expiry and is replaced by its author alone', () => {
    expect(conducted()).toBe(null)
    const objectId = world.lastRecordId()
    expect(read.listConduct(world.state, LAW)).toMatchObject([{ version: 0, expiresOn: '2029-02-03', status: 'EFFECTIVE' }])
    expect(conducted({ executionCompletedDate: '2026-03-01', replaces: { objectId, version: 0 } })).toBe(null)
    expect(read.listConduct(world.state, LAW)).toMatchObject([{ version: 1, expiresOn: '2029-03-01' }])
    expect(conducted({ replaces: { objectId, version: 1 } }, 'SH')).toBe('REPLACES_OTHER_AUTHOR')
  })
  test('one decision stands once, however its number is written', () => {
    expect(conducted()).toBe(null)
    expect(conducted({ documentNo: '模拟[2026] 1号' }, 'SH')).toBe('CONDUCT_DUPLICATE')
    expect(conducted({ indicatorCode: 'D3N04' }, 'SH')).toBe(null)
  })
  test.each([
    [{ indicatorCode: 'D9N01' }, 'CONDUCT_INDICATOR_UNKNOWN'],
    [{ indicatorCode: 'D4P01' }, 'CONDUCT_INDICATOR_METRIC'],
    [{ polarity: 'POSITIVE' }, 'CONDUCT_POLARITY'],
    [{ retentionClass: 'R60' }, 'CONDUCT_RETENTION'],
    [{ authorityLevel: 'A4' }, 'CONDUCT_ISSUER_MISSING'],
    [{ authorityLevel: 'A4', issuingCenter: 'SH' }, 'CONDUCT_NOT_ISSUER'],
    [{ authorityLevel: 'A6', issuingCenter: 'SH' }, 'CONDUCT_NOT_HANDLER'],
    [{ issuingCenter: 'BJ' }, 'CONDUCT_ISSUER_NOT_CENTER'],
    [{ ...PRAISE, authorityLevel: 'A6', issuingCenter: 'BJ' }, 'CONDUCT_POSITIVE_DECLARED'],
    [{ ...PRAISE, authorityLevel: 'A6' }, 'CONDUCT_POSITIVE_DECLARED'],
    [{ ...PRAISE, indicatorCode: 'D2P01', authorityLevel: 'A6', issuingCenter: 'BJ', source: 'SELF', evidence: [{ type: 'E3', hash: HASH }] }, 'CONDUCT_POSITIVE_DECLARED'],
    [{ documentNo: undefined }, 'CONDUCT_DOCUMENT_NO_MISSING'],
    [{ source: 'MEDIA_VERIFIED' }, 'CONDUCT_MEDIA_CHECK_MISSING'],
    [{ subjectKind: 'BRANCH' }, 'CONDUCT_BRANCH_MISSING'],
    [{ branchUscc: CLIENT }, 'CONDUCT_NOT_BRANCH'],
    [{ indicatorCode: 'D3P02', polarity: 'POSITIVE', vetoGrounds: ['FRAUD'] }, 'CONDUCT_VETO_POSITIVE'],
    [{ vetoGrounds: ['SERIOUS_LIST'] }, 'CONDUCT_VETO_LIST_STATE'],
    [{ relatedEngagement: { objectId: HASH, version: 0 } }, 'CONDUCT_ENGAGEMENT_UNKNOWN'],
    [{ effectiveDate: '2026-01-01' }, 'DATE_ORDER'],
    [{ effectiveDate: '2026-07-01' }, 'DATE_IN_FUTURE'],
    [{ measureFrom: '2026-03-01', measureTo: '2026-03-01' }, 'DATE_ORDER'],
    [{ facts: '负责人身份证11010519491231002X' }, 'PERSONAL_ID_NUMBER'],
    [{ facts: '联系 a@example.org' }, 'PERSONAL_EMAIL'],
    [{ uscc: OTHER }, 'INSTITUTION_UNKNOWN'],
    [{ evidence: [{ type: 'E1', hash: 'x' }] }, 'HASH_INVALID'],
    [{ facts: '事'.repeat(4000), subjectStatement: '述'.repeat(2000) }, 'CONTENT_TOO_LARGE'],
  ])('%j is void: %s', (more, expected) => {
    expect(conducted(more)).toBe(expected)
  })
  test('a center records its own measure, and an external fact whoever it is', () => {
    expect(conducted({ authorityLevel: 'A4', issuingCenter: 'SH', indicatorCode: 'D3N17', source: 'CENTER' }, 'SH')).toBe(null)
    expect(conducted({ documentNo: '模拟〔2026〕2号' }, 'GD')).toBe(null)
  })
  test('praise is established by an authority or a center; a state may be declared, and so may a complaint', () => {
    for (const level of ['A1', 'A2', 'A3', 'A5']) expect(conducted({ ...PRAISE, authorityLevel: level, documentNo: `模拟${level}` })).toBe(null)
    expect(conducted({ ...PRAISE, authorityLevel: 'A4', issuingCenter: 'BJ', documentNo: '模拟A4' })).toBe(null)
    const declared = { authorityLevel: 'A6', issuingCenter: 'BJ', documentNo: undefined }
    expect(conducted({ ...declared, polarity: 'POSITIVE', category: 'LISTING', indicatorCode: 'D1P03', retentionClass: 'STATE', source: 'SELF', evidence: [{ type: 'E8', hash: HASH }] })).toBe(null)
    expect(conducted({ ...declared, indicatorCode: 'D5N01', category: 'COMPLAINT', retentionClass: 'R12', source: 'CENTER', evidence: [{ type: 'E9', hash: HASH }] })).toBe(null)
  })
  test('a form says so while the level is being chosen', () => {
    const findings = checkContent('conduct.record', conduct({ ...PRAISE, authorityLevel: 'A6', issuingCenter: 'BJ' }), { today: '2026-06-30', methodology: DEFAULT_METHODOLOGY })
    expect(findings).toContainEqual({ path: 'authorityLevel', severity: 'error', code: 'CONDUCT_POSITIVE_DECLARED', params: { level: 'A6' } })
  })
  test('without evidence it stands, with a warning only', () => {
    expect(conducted({ evidence: undefined })).toBe(null)
  })
})

describe('staff', () => {
  const revoke = (content: object, member = 'BJ', signer = `${member}/root`) => code(world.raw(member, 'staff.revoke', toPayloadBody(content, []), signer))
  const keyIdOf = (id: string) => read.readStaff(world.state, id.slice(0, id.indexOf('-')), id)!.keyId
  test('a revoked key signs nothing more, and the person can get a new one', () => {
    expect(revoke({ staffId: 'BJ-CL-01', keyId: keyIdOf('BJ-CL-01'), reason: 'LEFT' })).toBe(null)
    expect(register()).toBe('STEP_SIGNER_REVOKED')
    expect(revoke({ staffId: 'BJ-CL-01', keyId: keyIdOf('BJ-CL-01'), reason: 'LEFT' })).toBe('STAFF_ALREADY_REVOKED')
    expect(code(world.grant('BJ', 'BJ-CL-01', ['CL']))).toBe('STAFF_KEY_IN_USE')
  })
  test.each([
    ['BJ-NEW-01', ['AD', 'CL'], {}, 'STAFF_ROLES_EXCLUSIVE'],
    ['BJ-NEW-01', ['CL'], { validTo: '2028-01-02' }, 'STAFF_VALID_TOO_LONG'],
    ['BJ-NEW-01', ['CL'], { validTo: '2025-01-02' }, 'DATE_ORDER'],
    ['BJ-NEW-01', ['CL'], { key: '01'.padEnd(64, '0') }, 'STAFF_KEY_INVALID'],
    ['BJ-CL-01', ['CL'], {}, 'STAFF_EXISTS'],
    ['SH-NEW-01', ['CL'], {}, 'STAFF_OTHER_MEMBER'],
    ['BJ-NEW-01', [], {}, 'FIELD_REQUIRED'],
  ] as const)('grant of %s %j %j is void: %s', (staffId, roles, more, expected) => {
    expect(code(world.grant('BJ', staffId, roles, more))).toBe(expected)
  })
  test('revocation of an unknown person or key', () => {
    expect(revoke({ staffId: 'BJ-XX-01', keyId: HASH, reason: 'LEFT' })).toBe('STAFF_UNKNOWN')
    expect(revoke({ staffId: 'BJ-CL-01', keyId: HASH, reason: 'LEFT' })).toBe('STAFF_UNKNOWN')
  })
  test('the root key grants and nothing else; nobody else grants', () => {
    expect(revoke({ staffId: 'BJ-CL-01', keyId: HASH, reason: 'LEFT' }, 'BJ', 'BJ-AP-01')).toBe('STAFF_NEEDS_ROOT_KEY')
    expect(revoke({ staffId: 'BJ-CL-01', keyId: HASH, reason: 'LEFT' }, 'BJ', 'SH/root')).toBe('STAFF_NEEDS_ROOT_KEY')
    expect(code(world.raw('BJ', 'institution.register', toPayloadBody(institution(), []), 'BJ/root'))).toBe('ROOT_KEY_NOT_HERE')
    const step = world.step('BJ', 'staff.revoke', {}, { step: 'create', by: 'CL-01' })
    expect(code(world.raw('BJ', 'staff.revoke', toPayloadBody({ staffId: 'BJ-CL-01', keyId: keyIdOf('BJ-CL-01'), reason: 'LEFT' }, [step]), 'BJ/root'))).toBe('STEP_UNEXPECTED')
  })
  test('devices follow grants and revocations', () => {
    const grant = world.payload('BJ', 'staff.grant', toPayloadBody({ staffId: 'BJ-N-01', roles: ['CL'], key: keyIdOf('BJ-CL-01'), suite: 1, validFrom: '2026-01-01', validTo: '2026-12-31', secondFactor: 'UKEY' }, []), 'BJ/root')
    const fresh = toHex(publicKeyOf(new Uint8Array(32).fill(77)))
    const execution = world.execute({ ...grant, b: toPayloadBody({ ...(grant.b['c'] as object), staffId: 'BJ-N-01', key: fresh } as never, []) })
    expect(execution).toMatchObject({ effects: [{ t: 'grant', member: 'BJ' }] })
    expect(world.execute({ ...grant, b: {} })).toHaveProperty('void')
  })
})

import { expect, test } from 'vitest'
import { checkContent, DEFAULT_METHODOLOGY, personalData } from '../../../shared/credit/index.ts'
import { conduct, engagement, HASH, institution, TODAY } from './world.ts'

test.each([
  ['身份证11010519491231002X的负责人', ['ID_NUMBER']],
  ['证号 110105 19491231 002X', ['ID_NUMBER']],
  ['１１０１０５１９４９１２３１００２Ｘ', ['ID_NUMBER']],
  ['旧证号110105491231002', ['ID_NUMBER']],
  ['电话13800138000。', ['PHONE']],
  ['+86 138-0013-8000', ['PHONE']],
  ['a.b@example.org', ['EMAIL']],
  ['文号〔2025〕1号，金额1234567890123元', []],
  ['代码914403001922038216的机构', []],
  ['编号110105194912310021', []],
  ['流水号9138001380001', []],
])('%s holds %j', (text, kinds) => {
  expect(personalData(text)).toEqual(kinds)
})

const context = { today: TODAY, methodology: DEFAULT_METHODOLOGY }
const proof = (texts: object): object => ({ evidence: [{ type: 'E1', hash: HASH, ...texts }] })
const personal = (findings: readonly { readonly code: string; readonly path: string }[]): unknown => findings.filter(({ code }) => code.startsWith('PERSONAL_')).map(({ code, path }) => `${path} ${code}`)

test.each([
  [{ name: '身份证11010519491231002X扫描件' }, ['evidence.0.name PERSONAL_ID_NUMBER']],
  [{ ref: '13800138000' }, ['evidence.0.ref PERSONAL_PHONE']],
  [{ url: 'https://example.org/?mail=a@example.org' }, ['evidence.0.url PERSONAL_EMAIL']],
  [{ url: 'https://example.org/13800138000.html' }, []],
])('evidence %j is looked at in every kind', (texts, expected) => {
  expect(personal(checkContent('institution.register', institution(proof(texts)), context))).toEqual(expected)
  expect(personal(checkContent('engagement.record', engagement(proof(texts)), context))).toEqual(expected)
  expect(personal(checkContent('conduct.record', conduct(proof(texts)), context))).toEqual(expected)
})
test('the scan behind an overridden code is looked at too', () => {
  const content = institution({ usccOverride: { reason: '早期赋码', evidence: { type: 'E8', hash: HASH, name: '电话13800138000' } } })
  expect(personal(checkContent('institution.register', content, context))).toEqual(['usccOverride.evidence.name PERSONAL_PHONE'])
})

import { expect, test } from 'vitest'
import { personalData } from '../../../shared/credit/index.ts'

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

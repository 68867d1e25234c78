import { expect, it } from 'vitest'
import { demoPersonName } from '../../../renderer/words/person.ts'

const role = (code: string): string => ({ CL: 'Clerk', AU: 'Auditor' })[code] ?? code

it('names people of the demonstration by role and number, and leaves names that need no translation alone', () => {
  expect(demoPersonName({ staffId: 'BJ-CL-02', displayName: '经办二', roles: ['CL'] }, role)).toBe('Clerk 2')
  expect(demoPersonName({ staffId: 'chief', displayName: '审计员', roles: ['AU', 'CL'] }, role)).toBe('Auditor')
  expect(demoPersonName({ staffId: 'BJ-CL-02', displayName: 'Front desk', roles: ['CL'] }, role)).toBe('Front desk')
  expect(demoPersonName({ staffId: 'BJ-CL-02', displayName: '经办二', roles: [] }, role)).toBe('经办二')
})

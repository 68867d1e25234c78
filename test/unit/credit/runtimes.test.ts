import { expect, test } from 'vitest'
import { fromUtf8, upperAscii, utf8 } from '../../../shared/kit/bytes.ts'
import { checkUscc } from '../../../shared/credit/index.ts'
import { conductMark } from '../../../shared/credit/conduct/check.ts'
import { encodeVoid } from '../../../shared/ledger/state/system.ts'
import { conduct, institution, World } from './world.ts'

/** Peers run on different runtimes; nothing that reaches the state may depend on which Unicode version one carries. */

// U+0264 has an upper case since Unicode 16 and none before.
const YOUNG_CASE = '\u0264'

test('letters beyond a to z keep their case', () => {
  expect(upperAscii(`aZ9${YOUNG_CASE}é文`)).toBe(`AZ9${YOUNG_CASE}é文`)
  expect(checkUscc(`9111${YOUNG_CASE}`).normalised).toBe(`9111${YOUNG_CASE}`)
})
test('the mark of a decision folds a to z and nothing else', () => {
  const mark = (documentNo: string): string | null => conductMark(conduct({ documentNo }) as never)
  expect(mark('abc 1号')).toBe(mark('ＡＢＣ1号'))
  // Its upper case is no character of the ledger: folding it would make the record void on young runtimes alone.
  expect(mark(YOUNG_CASE)).toMatch(/^[0-9a-f]{64}$/)
})
test('a reason cut out of a text is well formed, so that every encoder writes the same bytes', () => {
  const world = new World()
  const key = `${'x'.repeat(60)}𠮷𠮷`
  const reason = world.publish('BJ', 'institution.register', institution({ [key]: 1, [`${'y'.repeat(13)}𠮷`]: 1 }))
  expect(reason).toMatchObject({ code: 'FIELD_UNKNOWN' })
  for (const value of Object.values(reason!.params ?? {})) expect(fromUtf8(utf8(String(value)))).toBe(String(value))
  expect(() => encodeVoid(reason!)).not.toThrow()
})

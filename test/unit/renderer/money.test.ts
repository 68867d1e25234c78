import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fenToWan, fenToYuan, scoreText, signed, yuanToFen } from '../../../renderer/ui/money.ts'

describe('amounts', () => {
  it.each([[0, '0'], [5, '0.05'], [100, '1'], [123456, '1,234.56'], [100_000_000, '1,000,000'], [-250, '-2.50'], [Number.MAX_SAFE_INTEGER, '90,071,992,547,409.91']])('%s fen are %s yuan', (fen, text) => {
    expect(fenToYuan(fen)).toBe(text)
  })

  it.each([[1_693_742_600, '1,693.74'], [1_000_000, '1'], [0, '0'], [10_000, '0.01'], [9_999, '0']])('%s fen are %s wan', (fen, text) => {
    expect(fenToWan(fen)).toBe(text)
  })

  it.each([['1', 100], ['1.5', 150], ['0.05', 5], ['１，２３４．５６', 123456], [' 12,000 ', 1_200_000]])('takes %s', (typed, fen) => {
    expect(yuanToFen(typed)).toBe(fen)
  })

  it.each(['', 'abc', '-1', '1.234', '1e5', '1.', '.5', '99999999999999999', '一百'])('refuses %s', (typed) => {
    expect(yuanToFen(typed)).toBeNull()
  })

  it('reads back what it writes', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (fen) => {
      expect(yuanToFen(fenToYuan(fen))).toBe(fen)
    }))
  })
})

describe('scores', () => {
  it.each([[784, '78.4'], [700, '70.0'], [1000, '100.0'], [0, '0.0'], [-5, '-0.5']])('%s is shown as %s', (score, text) => {
    expect(scoreText(score)).toBe(text)
  })
  it('gives points their sign', () => {
    expect([signed(20), signed(-25), signed(0)]).toEqual(['+20', '−25', '0'])
  })
})

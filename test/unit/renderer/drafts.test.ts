import { describe, expect, it } from 'vitest'
import { CONTENT_SCHEMAS } from '../../../shared/credit/index.ts'
import { same, withField } from '../../../renderer/features/drafts/content.ts'
import { localFindings } from '../../../renderer/features/drafts/findings.ts'
import { fieldOrder, FORMS } from '../../../renderer/features/drafts/forms.ts'
import type { FieldSpec, FormKind } from '../../../renderer/features/drafts/field-spec.ts'

const kinds = Object.keys(FORMS) as FormKind[]
/** Fields that the peer sets and nobody types. */
const setByPeer = new Set(['baseVersion', 'replaces', 'relatedEngagement', 'legalRepresentative'])

const keysOf = (kind: FormKind): string[] => Object.keys((CONTENT_SCHEMAS[kind] as unknown as { shape: Record<string, unknown> }).shape)

describe('forms', () => {
  it.each(kinds)('%s has an input for every field of its schema, and no other', (kind) => {
    const typed = keysOf(kind).filter((key) => !setByPeer.has(key))
    expect([...fieldOrder(kind)].sort()).toEqual(typed.sort())
  })

  it.each(kinds)('%s marks as required exactly what the schema requires', (kind) => {
    const missing = localFindings(kind, {}).filter((finding) => finding.code === 'FIELD_REQUIRED' && !setByPeer.has(finding.path)).map((finding) => finding.path)
    const marked = FORMS[kind].flatMap((group) => group.fields.filter((spec: FieldSpec) => spec.required).map((spec) => spec.key))
    expect([...marked].sort()).toEqual([...missing].sort())
  })
})

describe('content', () => {
  it('takes an emptied field away', () => {
    expect(withField({ a: 1, b: 2 }, 'a', '')).toEqual({ b: 2 })
    expect(withField({ a: 1 }, 'a', [])).toEqual({})
    expect(withField({ a: 1 }, 'a', false)).toEqual({ a: false })
    expect(withField({}, 'a', 0)).toEqual({ a: 0 })
  })
  it('compares values, not the order of keys', () => {
    expect(same({ a: 1, b: [{ c: 2, d: 3 }] }, { b: [{ d: 3, c: 2 }], a: 1 })).toBe(true)
    expect(same({ a: 1 }, { a: 1, b: undefined })).toBe(false)
    expect(same([1, 2], [2, 1])).toBe(false)
    expect(same(null, {})).toBe(false)
  })
  it('an empty text is a field not given, not one too short', () => {
    expect(localFindings('institution.register', { nameZh: '' }).filter((finding) => finding.path === 'nameZh').map((finding) => finding.code)).toEqual(['FIELD_REQUIRED'])
  })
  it('names what is wrong with a code', () => {
    const codes = localFindings('institution.register', { uscc: '91110108MA01DEMO1' }).filter((finding) => finding.path === 'uscc').map((finding) => finding.code)
    expect(codes).toContain('USCC_LENGTH')
    expect(codes).toContain('USCC_CHARACTER')
  })
})

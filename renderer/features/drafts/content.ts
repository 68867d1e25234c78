export type Content = Readonly<Record<string, unknown>>

/** The content with one field changed; an empty value takes the field away, so that "not given" has one form. */
export function withField(content: Content, key: string, value: unknown): Content {
  const { [key]: _, ...rest } = content
  const empty = value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  return empty ? rest : { ...content, [key]: value }
}

/** Whether two contents hold the same values, whatever the order of their keys. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false
  const left = a as Record<string, unknown>
  const right = b as Record<string, unknown>
  const keys = Object.keys(left)
  return keys.length === Object.keys(right).length && keys.every((key) => key in right && same(left[key], right[key]))
}

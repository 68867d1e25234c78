/**
 * Search text for Chinese: single characters and pairs of neighbours. SQLite's own trigram index finds nothing for two
 * characters, and two-character queries are the usual ones.
 */

/** Name as it is compared: NFKC (full-width forms), lower case, letters and digits only. */
export const normalName = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** All names of one institution, normalised, one a line: what a query is looked for in. */
export const haystack = (names: readonly (string | null)[]): string =>
  [...new Set(names.filter((name) => name !== null).map(normalName).filter((name) => name !== ''))].join('\n')

// Tokens are written in ASCII (hex code points), so that what SQLite's tokenizer knows of Unicode plays no part.
const token = (...characters: readonly string[]): string => characters.map((character) => character.codePointAt(0)!.toString(16)).join('z')

/** Tokens of a haystack, for the index. */
export function gramsOf(text: string): string {
  const tokens = new Set<string>()
  for (const line of text.split('\n')) {
    const characters = Array.from(line)
    for (let i = 0; i < characters.length; i++) {
      tokens.add(token(characters[i]!))
      if (i > 0) tokens.add(token(characters[i - 1]!, characters[i]!))
    }
  }
  return [...tokens].join(' ')
}

/** FTS5 query that every haystack holding `needle` (normalised, not empty) matches; longer ones need a look at the text itself. */
export function gramQuery(needle: string): string {
  const characters = Array.from(needle)
  if (characters.length === 1) return `"${token(characters[0]!)}"`
  const tokens = new Set<string>()
  for (let i = 1; i < characters.length; i++) tokens.add(token(characters[i - 1]!, characters[i]!))
  return [...tokens].map((text) => `"${text}"`).join(' AND ')
}

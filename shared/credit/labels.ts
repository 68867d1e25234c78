import { ENUMS } from './enums.ts'
import type { EnumName } from './enums.ts'

/** Labels of the code lists, as the `credit` catalogue of a language has them under `enum`. */
export type EnumLabels = { readonly [N in EnumName]: { readonly [C in (typeof ENUMS)[N][number]]: string } }

const plain = (text: string): string => text.normalize('NFKC').trim().toUpperCase()

/**
 * The code that a text from a file or a form means: a code itself in any case, or a label of one of the catalogues.
 * Exact after folding widths, letter case and outer spaces; null where nothing fits.
 */
export function codeOf(list: EnumName, text: string, catalogues: readonly EnumLabels[]): string | null {
  const wanted = plain(text)
  const codes: readonly string[] = ENUMS[list]
  const direct = codes.find((code) => plain(code) === wanted)
  if (direct !== undefined) return direct
  for (const catalogue of catalogues) {
    const labels: Readonly<Record<string, string>> = catalogue[list]
    const found = codes.find((code) => plain(labels[code] ?? '') === wanted)
    if (found !== undefined) return found
  }
  return null
}

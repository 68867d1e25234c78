import type { Evidence } from './fields.ts'
import { error } from './finding.ts'
import type { Finding } from './finding.ts'
import { isIdNumber } from './uscc/id-number.ts'

/**
 * Looks for identity numbers, telephone numbers and e-mail addresses in a text. Nothing that identifies a person may
 * stand on the ledger in clear (PIPL articles 6 and 47: what is final cannot be erased).
 *
 * @returns the kinds that were found, without the data itself.
 */
export function personalData(text: string): readonly ('ID_NUMBER' | 'PHONE' | 'EMAIL')[] {
  const plain = text.normalize('NFKC')
  const found: ('ID_NUMBER' | 'PHONE' | 'EMAIL')[] = []
  const digits = plain.replace(/(?<=\d)[ \-\u2010-\u2015](?=[\dXx])/g, '')
  const runs = [...plain.matchAll(/\d[\dXx]{14,17}/g), ...digits.matchAll(/\d[\dXx]{14,17}/g)]
  // A run inside a longer code (a USCC, say) is not a number of its own.
  if (runs.some((run) => isAlone(run.input, run.index, run[0].length) && isIdNumber(run[0].toUpperCase()))) found.push('ID_NUMBER')
  const phones = [...digits.matchAll(/(?:\+?86)?1[3-9]\d{9}/g)]
  if (phones.some((run) => isAlone(run.input, run.index, run[0].length))) found.push('PHONE')
  if (/[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63})+/.test(plain)) found.push('EMAIL')
  return found
}

function isAlone(text: string, at: number, length: number): boolean {
  return !/[\dA-Za-z]/.test(text[at - 1] ?? '') && !/[\dA-Za-z]/.test(text[at + length] ?? '')
}

/** The same for the texts of evidence. Addresses of pages hold long numbers of all kinds: telephone numbers are not looked for there. */
export function evidencePersonalFindings(path: string, evidence: readonly Evidence[] = []): readonly Finding[] {
  return evidence.flatMap(({ name, ref, url }, at) => [
    ...personalFindings({ [`${path}.${at}.name`]: name, [`${path}.${at}.ref`]: ref }),
    ...personalFindings({ [`${path}.${at}.url`]: url }).filter((finding) => finding.code !== 'PERSONAL_PHONE'),
  ])
}

/** Errors for every named text that holds personal data. */
export function personalFindings(texts: Readonly<Record<string, string | undefined>>): readonly Finding[] {
  return Object.entries(texts).flatMap(([path, text]) => (text === undefined ? [] : personalData(text).map((kind) => error(path, `PERSONAL_${kind}`))))
}

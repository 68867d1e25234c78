/**
 * The committed bytes of every format that leaves the process. Each room's test builds the same values again and compares
 * (`*vectors.test.ts`): a difference means that files or peers of today can't be read tomorrow, and asks for a new version
 * of the format, not for new bytes here. The fuzzer starts from them.
 */
import { readFileSync } from 'node:fs'
import { fromHex, toHex } from '../../shared/kit/bytes.ts'

export type GoldenFile = 'ledger/formats' | 'ledger/files' | 'ledger/state' | 'net/formats' | 'store/schemas' | 'folder/files'

/** Name to lower-case hex (bytes) or text, as the file says. */
export const golden = (file: GoldenFile): Readonly<Record<string, string>> =>
  JSON.parse(readFileSync(new URL(`${file}.json`, import.meta.url), 'utf8')) as Record<string, string>

/** Bytes of one format. */
export function goldenBytes(file: GoldenFile, name: string): Uint8Array {
  const hex = golden(file)[name]
  if (hex === undefined) throw new Error(`no vector ${name} in ${file}`)
  return fromHex(hex)
}

export const hexOf = (formats: Readonly<Record<string, Uint8Array>>): Record<string, string> =>
  Object.fromEntries(Object.entries(formats).map(([name, bytes]) => [name, toHex(bytes)]))

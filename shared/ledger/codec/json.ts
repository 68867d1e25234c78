import { fromBase64 } from '../../kit/base64.ts'
import { equalBytes, fromHex, fromUtf8, utf8 } from '../../kit/bytes.ts'
import { refuse, type LedgerErrorCode } from '../errors.ts'
import { ok, type Result } from '../../kit/result.ts'
import { SchemaError, type Check } from './schema.ts'

/**
 * Files that people hand on: UTF-8 JSON with exactly known keys in one order, two spaces of indentation and a final
 * newline; byte strings are padded base64, hashes lower-case hex. A second spelling of the same content is refused, so no
 * byte of such a file can be changed unnoticed.
 */

const wrong = (path: string): never => {
  throw new SchemaError('CBOR_SCHEMA', path)
}

/** Bytes written as lower-case hex, exactly `length` of them. */
export const hexText =
  (length: number): Check<Uint8Array> =>
  (value, path) =>
    typeof value === 'string' && value.length === 2 * length && /^[0-9a-f]*$/.test(value) ? fromHex(value) : wrong(path)

/** Between `min` and `max` bytes (exactly `min` without a maximum) written as padded base64. */
export const base64Text =
  (min: number, max: number = min): Check<Uint8Array> =>
  (value, path) => {
    if (typeof value !== 'string' || value.length > 2 * max + 4) return wrong(path)
    try {
      const decoded = fromBase64(value)
      return decoded.length < min || decoded.length > max ? wrong(path) : decoded
    } catch {
      return wrong(path)
    }
  }

/** One of these texts or numbers. */
export const oneOf =
  <const T extends string | number>(...expected: readonly T[]): Check<T> =>
  (value, path) =>
    expected.includes(value as T) ? (value as T) : wrong(path)

/** What a map holds, still to be looked at. */
export const anything: Check<unknown> = (value) => value

/** The text of such a file. */
export const jsonText = (file: unknown): string => `${JSON.stringify(file, null, 2)}\n`

/**
 * Reads such a file: `read` gives its content a type and throws on any flaw, `write` gives the one text of the content.
 *
 * @param limit characters (or bytes) at most.
 * @param codes the codes for "not such a file" and for "not its one spelling".
 */
export function openJsonFile<T>(
  source: Uint8Array | string,
  limit: number,
  { read, write }: { readonly read: (json: unknown) => T; readonly write: (content: T) => string },
  codes: { readonly unreadable: LedgerErrorCode; readonly respelt: LedgerErrorCode },
): Result<T> {
  if (source.length > limit) return refuse(codes.unreadable)
  let content: T
  let canonical: string
  try {
    content = read(JSON.parse(typeof source === 'string' ? source : fromUtf8(source)))
    canonical = write(content)
  } catch {
    return refuse(codes.unreadable)
  }
  const same = typeof source === 'string' ? source === canonical : equalBytes(source, utf8(canonical))
  return same ? ok(content) : refuse(codes.respelt)
}

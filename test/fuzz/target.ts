/** What is fuzzed: something that takes bytes from outside, with valid inputs to start from. */
import { equalBytes } from '../../shared/kit/bytes.ts'
import { CodedError, type Problem, type Result } from '../../shared/kit/result.ts'
import { errorWords } from '../../shared/i18n/errors.ts'

export interface Target {
  readonly name: string
  /** How a valid input is bent: as a CBOR tree, as a JSON tree, or as mere bytes (which the others are too, now and then). */
  readonly form: 'cbor' | 'json' | 'bytes'
  readonly seeds: readonly Uint8Array[]
  /** What is wrong about the way this input was taken; null: nothing. Must not throw: an exception is a finding. */
  readonly take: (input: Uint8Array) => string | null | Promise<string | null>
  /** How a JSON file of this kind is written; default without spaces. */
  readonly format?: (value: unknown) => string
  /** Share of the asked number of cases that is run: for what takes long. Default 1. */
  readonly share?: number
}

/** Null where the code has words in every language, as every refusal must. */
export const refusal = ({ code }: Problem): string | null => (errorWords.en[code] && errorWords['zh-CN'][code] ? null : `refused with ${code}, which has no words`)

/** A thrown thing: a coded refusal is an answer, anything else is a finding. */
export function thrown(error: unknown): string | null {
  if (error instanceof CodedError) return refusal(error)
  return `threw ${error instanceof Error ? `${error.name}: ${error.message.slice(0, 200)}\n${error.stack?.split('\n').slice(1, 5).join('\n')}` : String(error)}`
}

/** What an encoder gives where the value is rightly written otherwise than it came. */
export const UNCHANGED: Uint8Array = new Uint8Array(0)
const kept = (again: Uint8Array, input: Uint8Array): boolean => again === UNCHANGED || equalBytes(again, input)

/** A decoder that answers a Result. What it accepts must encode to the very bytes it came from. */
export const answers =
  <T>(decode: (input: Uint8Array) => Result<T>, encode: ((value: T) => Uint8Array) | null) =>
  (input: Uint8Array): string | null => {
    const result = decode(input)
    if (!result.ok) return refusal(result.error)
    return encode === null || kept(encode(result.value), input) ? null : 'accepted, but encodes to other bytes'
  }

/** A decoder that throws its refusal. */
export const throws =
  <T>(decode: (input: Uint8Array) => T, encode: ((value: T) => Uint8Array) | null) =>
  (input: Uint8Array): string | null => {
    try {
      const value = decode(input)
      return encode === null || kept(encode(value), input) ? null : 'accepted, but encodes to other bytes'
    } catch (error) {
      return thrown(error)
    }
  }

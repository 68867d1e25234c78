/** Changes to bytes whose meaning is not looked at. */
import { concat, utf8 } from '../../shared/kit/bytes.ts'
import type { Prng } from '../simulation/sim/prng.ts'
import { WORDS } from './cbor.ts'

const INTERESTING = [0x00, 0x01, 0x0a, 0x0d, 0x20, 0x22, 0x2c, 0x3d, 0x5b, 0x7b, 0x7f, 0x80, 0x81, 0xa1, 0xc2, 0xf7, 0xfb, 0xff]

/** One change: a bit, a byte, a cut, an insertion, a repetition, a splice with another input, a false length. */
export function damage(bytes: Uint8Array, others: readonly Uint8Array[], prng: Prng): Uint8Array {
  const copy = bytes.slice()
  const at = prng.below(bytes.length + 1)
  switch (prng.below(9)) {
    case 0:
      if (at < copy.length) copy[at]! ^= 1 << prng.below(8)
      return copy
    case 1:
      if (at < copy.length) copy[at] = prng.pick(INTERESTING)
      return copy
    case 2:
      return bytes.slice(0, at)
    case 3:
      return concat(bytes.subarray(0, at), bytes.subarray(Math.min(bytes.length, at + prng.range(1, 16))))
    case 4:
      return concat(bytes.subarray(0, at), Uint8Array.from({ length: prng.range(1, 8) }, () => prng.below(256)), bytes.subarray(at))
    case 5: {
      const part = bytes.subarray(at, at + prng.range(1, 40))
      return concat(bytes.subarray(0, at), ...Array.from({ length: prng.pick([1, 2, 50]) }, () => part), bytes.subarray(at))
    }
    case 6: {
      const other = prng.pick(others)
      return concat(bytes.subarray(0, at), other.subarray(prng.below(other.length + 1)))
    }
    case 7:
      // Where this is a length, it is a lie now.
      for (let i = at; i < Math.min(copy.length, at + prng.pick([1, 2, 4, 8])); i++) copy[i] = prng.chance(0.7) ? 0xff : prng.below(256)
      return copy
    default:
      return concat(bytes.subarray(0, at), utf8(prng.pick(WORDS)), bytes.subarray(at))
  }
}

import { ok, type Result } from '../../kit/result.ts'
import { refuse } from '../errors.ts'
import { MAX_BLOCK_BYTES, MAX_BLOCK_RECORDS, MAX_ENVELOPE, MAX_HEADER } from '../limits.ts'
import type { Block } from '../types.ts'
import { decodeStrict, encodeStrict } from './gate.ts'
import { decodeHeader, encodeHeader } from './header.ts'
import { bytes, fields, list } from './schema.ts'

interface BlockWire {
  readonly header: Uint8Array
  readonly body: readonly Uint8Array[]
}
/** Framing: at most five bytes an envelope, and the map around. */
const MAX_BLOCK_WIRE = MAX_BLOCK_BYTES + 5 * MAX_BLOCK_RECORDS + MAX_HEADER + 64

const block = fields<BlockWire>({ header: bytes(1, MAX_HEADER), body: list(bytes(1, MAX_ENVELOPE), 1, MAX_BLOCK_RECORDS) })

/** A block as it is stored and travels; the header is nested as its canonical bytes. */
export const encodeBlock = ({ header, body }: Block): Uint8Array => encodeStrict({ header: encodeHeader(header), body }, MAX_BLOCK_WIRE, block)

/** Header and envelopes of a block; the envelopes are not opened, nothing about their validity is said. */
export function decodeBlock(encoded: Uint8Array): Result<Block> {
  const wire = decodeStrict(encoded, MAX_BLOCK_WIRE, block)
  if (!wire.ok) return wire
  const size = wire.value.body.reduce((sum, envelope) => sum + envelope.length, 0)
  if (size > MAX_BLOCK_BYTES) return refuse('BLOCK_TOO_LARGE', { bytes: size, limit: MAX_BLOCK_BYTES })
  const header = decodeHeader(wire.value.header)
  return header.ok ? ok({ header: header.value, body: wire.value.body }) : header
}

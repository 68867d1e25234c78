import { CodedError } from '../../../../shared/kit/result.ts'
import { decodeCanonical, encodeCanonical } from '../../../../shared/ledger/codec/canonical.ts'
import { decodeCert, encodeCert } from '../../../../shared/ledger/codec/cert.ts'
import { bytes, fields, nullable } from '../../../../shared/ledger/codec/schema.ts'
import type { Cert } from '../../../../shared/ledger/types.ts'
import type { StoredEvidence } from './open.ts'

/** One of two final blocks of a height: its certificate, and its header bytes where they were at hand. */
export interface ForkSide {
  readonly cert: Cert
  readonly header: Uint8Array | null
}

const MAX_SIDE_PART = 1024 * 1024
const shape = fields({ c: bytes(1, MAX_SIDE_PART), h: nullable(bytes(1, MAX_SIDE_PART)) })

/** A half of a FORK piece as it is kept; empty where this side's certificate is no longer held. */
export const encodeForkSide = (side: ForkSide | null): Uint8Array => (side ? encodeCanonical({ c: encodeCert(side.cert), h: side.header }) : new Uint8Array(0))

/** The half of a FORK piece; null where it holds nothing readable. */
export function decodeForkSide(half: Uint8Array): ForkSide | null {
  if (half.length === 0) return null
  try {
    const { c, h } = shape(decodeCanonical(half), '')
    const cert = decodeCert(c)
    return cert.ok ? { cert: cert.value, header: h } : null
  } catch (error) {
    if (error instanceof CodedError) return null
    throw error
  }
}

/** Both sides of a kept fork, with their headers; null where one of the headers is not held: no file can be made of it then. */
export function forkSides({ first, second }: Pick<StoredEvidence, 'first' | 'second'>): readonly (ForkSide & { readonly header: Uint8Array })[] | null {
  const sides = [first, second].flatMap((half) => {
    const side = decodeForkSide(half)
    return side?.header ? [{ cert: side.cert, header: side.header }] : []
  })
  return sides.length === 2 ? sides : null
}

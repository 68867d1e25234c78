import { toHex } from '../../kit/bytes.ts'
import type { Problem } from '../../kit/result.ts'
import { decodeCanonical, encodeCanonical } from '../codec/canonical.ts'
import type { Hash, MemberId } from '../types.ts'
import type { StateReader } from './executor.ts'

/** The ledger's own part of the state. Applications never write below this prefix. */
export const SYSTEM_PREFIX = 'sys/'

/** `sys/dev/<key id>`: a device key, who may use it and where its sequence stands. */
export interface DeviceEntry {
  /** The member whose device it is. */
  readonly a: MemberId
  /** Public key, 32 bytes. */
  readonly k: Uint8Array
  /** False once revoked; a revoked key never comes back. */
  readonly on: boolean
  /** Sequence number of its latest record, 0 before the first. */
  readonly n: number
  /** Id of that record. */
  readonly p: Hash | null
}

/** `sys/void/<record id>`: the record is in the ledger but changed nothing, for this reason. */
export interface VoidEntry {
  readonly c: string
  readonly p?: Problem['params']
}

export const deviceKey = (keyId: Hash): string => `${SYSTEM_PREFIX}dev/${toHex(keyId)}`
export const voidKey = (recordId: Hash): string => `${SYSTEM_PREFIX}void/${toHex(recordId)}`

export const encodeDevice = (entry: DeviceEntry): Uint8Array => encodeCanonical(entry)
export const encodeVoid = ({ code, params }: Problem): Uint8Array => encodeCanonical(params ? { c: code, p: params } : { c: code })

/** A device as this state knows it, or null. */
export function readDevice(state: StateReader, keyId: Hash): DeviceEntry | null {
  const value = state.get(deviceKey(keyId))
  return value && decodeCanonical<DeviceEntry>(value)
}

/** Why a record is void in this state; null where it is in force (or not in the ledger at all). */
export function readVoid(state: StateReader, recordId: Hash): Problem | null {
  const value = state.get(voidKey(recordId))
  return value && problemOfVoid(value)
}

/** The problem inside a void entry's value. */
export function problemOfVoid(value: Uint8Array): Problem {
  const { c, p } = decodeCanonical<VoidEntry>(value)
  return p ? { code: c, params: p } : { code: c }
}

import { equalBytes, toHex } from '../../kit/bytes.ts'
import { ok, type Problem, type Result } from '../../kit/result.ts'
import type { SignatureVerdict } from '../crypto/verify.ts'
import { fault, refuse } from '../errors.ts'
import { MAX_RECORD_AHEAD_MS } from '../limits.ts'
import { checkRecordSignature, type DeviceHead, type OpenRecord } from '../record/record.ts'
import type { StateReader } from '../state/executor.ts'
import { readDevice, type DeviceEntry } from '../state/system.ts'

/**
 * Whether the record's device may sign for its author in this state, and did. RECORD_UNKNOWN_DEVICE, RECORD_DEVICE_REVOKED,
 * RECORD_FOREIGN_DEVICE, RECORD_SIGNATURE; the value tells a valid signature from an exotic one.
 */
export function checkSigner(record: OpenRecord, state: StateReader): Result<SignatureVerdict> {
  const device = readDevice(state, record.payload.d)
  const flaw = signerFlaw(record, device)
  if (flaw) return { ok: false, error: flaw }
  const verdict = checkRecordSignature(record, device!.k)
  return verdict === 'invalid' ? refuse('RECORD_SIGNATURE', { member: record.payload.a }) : ok(verdict)
}

/**
 * Admission of the records of one block, in order. A record that is not admissible makes a block invalid; when building
 * one it stays pending. Devices are judged by the parent state (a grant counts from the next block on), sequences by what
 * the block itself has admitted so far.
 */
export class Admission {
  readonly #parent: StateReader
  readonly #time: number
  readonly #devices = new Map<string, DeviceEntry | null>()
  readonly #heads = new Map<string, DeviceHead>()

  /** @param time time of the block's header, ms. */
  constructor(parent: StateReader, time: number) {
    this.#parent = parent
    this.#time = time
  }

  /** Null, and the record counts as admitted; or why it is not. */
  admit(record: OpenRecord): Problem | null {
    const { payload } = record
    const id = toHex(payload.d)
    const device = this.#device(id, payload.d)
    const flaw = signerFlaw(record, device)
    if (flaw) return flaw
    const head = this.#heads.get(id) ?? { n: device!.n, prev: device!.p }
    if (payload.n <= head.n) return fault('RECORD_DUPLICATE', { device: id, n: payload.n })
    if (payload.n !== head.n + 1 || !samePrevious(payload.prev, head.prev)) {
      return fault('RECORD_SEQUENCE', { device: id, n: payload.n, expected: head.n + 1 })
    }
    if (payload.at > this.#time + MAX_RECORD_AHEAD_MS) return fault('RECORD_FROM_FUTURE', { at: payload.at, time: this.#time })
    if (checkRecordSignature(record, device!.k) === 'invalid') return fault('RECORD_SIGNATURE', { member: payload.a })
    this.#heads.set(id, { n: payload.n, prev: record.id })
    return null
  }

  #device(id: string, keyId: Uint8Array): DeviceEntry | null {
    let device = this.#devices.get(id)
    if (device === undefined) {
      device = readDevice(this.#parent, keyId)
      this.#devices.set(id, device)
    }
    return device
  }
}

function signerFlaw({ payload }: OpenRecord, device: DeviceEntry | null): Problem | null {
  const params = { member: payload.a, device: toHex(payload.d) }
  if (!device) return fault('RECORD_UNKNOWN_DEVICE', params)
  if (!device.on) return fault('RECORD_DEVICE_REVOKED', params)
  return device.a === payload.a ? null : fault('RECORD_FOREIGN_DEVICE', params)
}

const samePrevious = (a: Uint8Array | null, b: Uint8Array | null): boolean => (a === null || b === null ? a === b : equalBytes(a, b))

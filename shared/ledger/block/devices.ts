import type { Problem } from '../../kit/result.ts'
import { toHex } from '../../kit/bytes.ts'
import { checkPublicKey, keyId } from '../crypto/keys.ts'
import { fault } from '../errors.ts'
import type { DeviceChange, StateChange, StateReader } from '../state/executor.ts'
import { deviceKey, encodeDevice, readDevice } from '../state/system.ts'

/**
 * The `sys/dev/` entries that grants and revocations lead to, or why the record that makes them is void. A key is granted
 * once in the life of the network: nobody can take over a key, and a revoked one stays revoked.
 */
export function deviceChanges(changes: readonly DeviceChange[], state: StateReader): readonly StateChange[] | Problem {
  const entries = new Map<string, Uint8Array>()
  for (const change of changes) {
    if ('grant' in change) {
      const { member, key } = change.grant
      const id = keyId(key)
      if (entries.has(deviceKey(id)) || readDevice(state, id)) return fault('DEVICE_ALREADY_GRANTED', { device: toHex(id) })
      const sound = checkPublicKey(key)
      if (!sound.ok) return sound.error
      entries.set(deviceKey(id), encodeDevice({ a: member, k: key, on: true, n: 0, p: null }))
    } else {
      const { member, keyId: id } = change.revoke
      const device = readDevice(state, id)
      if (entries.has(deviceKey(id)) || !device?.on || device.a !== member) return fault('DEVICE_NOT_GRANTED', { device: toHex(id) })
      entries.set(deviceKey(id), encodeDevice({ ...device, on: false }))
    }
  }
  return [...entries]
}

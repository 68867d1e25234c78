import { toHex } from '../../kit/bytes.ts'
import type { Problem } from '../../kit/result.ts'
import { checkPublicKey, keyId } from '../crypto/keys.ts'
import { fault } from '../errors.ts'
import type { LedgerEffect, StateChange } from '../state/executor.ts'
import { markKey, encodeMarks, readMarks } from '../state/marks.ts'
import { encodeSubject, extendSubject, readSubject, SUBJECT, subjectKey } from '../state/subjects.ts'
import { voteKeyKey } from '../state/membership.ts'
import { deviceKey, encodeDevice, readDevice } from '../state/system.ts'
import type { Genesis, Hash, MemberId } from '../types.ts'
import type { Draft } from './draft-state.ts'
import { memberChange } from './member-effect.ts'

/** The record whose effects they are. */
export interface EffectRecord {
  readonly id: Hash
  /** Its place in the log, from 0. */
  readonly index: number
  /** Of the network's genesis. */
  readonly version: Genesis['v']
}

/**
 * The ledger's own changes that a record's effects lead to, in order, or why the record is void. A device key is granted
 * once in the life of the network: nobody can take over a key, and a revoked one stays revoked.
 */
export function effectChanges(effects: readonly LedgerEffect[], record: EffectRecord, draft: Draft): Problem | readonly StateChange[] {
  for (const effect of effects) {
    const flaw = apply(effect, record, draft)
    if (flaw) return flaw
  }
  return draft.own()
}

function apply(effect: LedgerEffect, record: EffectRecord, draft: Draft): Problem | null {
  // Networks of version 1 keep no chains and marks: a newcomer who executes their old blocks again must find the same states.
  if (record.version === 1 && (effect.t === 'subject' || effect.t === 'mark')) return null
  switch (effect.t) {
    case 'grant':
      return grantDevice(draft, effect.member, effect.key)
    case 'revoke':
      return revokeDevice(draft, effect.member, effect.keyId)
    case 'member':
      return memberChange(draft, effect.id, effect.member)
    case 'subject': {
      if (!SUBJECT.test(effect.subject)) return fault('RECORD_STATE_KEY', { key: effect.subject.slice(0, 64).toWellFormed() })
      draft.set(subjectKey(effect.subject), encodeSubject(extendSubject(readSubject(draft, effect.subject), record.id, record.index)))
      return null
    }
    case 'mark': {
      const { [effect.mark]: _, ...others } = readMarks(draft, effect.record)
      const marks = effect.on ? { ...others, [effect.mark]: record.id } : others
      draft.set(markKey(effect.record), Object.keys(marks).length > 0 ? encodeMarks(marks) : null)
      return null
    }
  }
}

export function grantDevice(draft: Draft, member: MemberId, key: Uint8Array): Problem | null {
  const id = keyId(key)
  // Kinds of keys are never mixed: a vote key is no device.
  if (readDevice(draft, id) || draft.get(voteKeyKey(id)) !== null) return fault('DEVICE_ALREADY_GRANTED', { device: toHex(id) })
  const sound = checkPublicKey(key)
  if (!sound.ok) return sound.error
  draft.set(deviceKey(id), encodeDevice({ a: member, k: key, on: true, n: 0, p: null }))
  return null
}

export function revokeDevice(draft: Draft, member: MemberId, id: Hash): Problem | null {
  const device = readDevice(draft, id)
  if (!device?.on || device.a !== member) return fault('DEVICE_NOT_GRANTED', { device: toHex(id) })
  draft.set(deviceKey(id), encodeDevice({ ...device, on: false }))
  return null
}

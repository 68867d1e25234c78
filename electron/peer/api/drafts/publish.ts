import { fromHex, toHex } from '../../../../shared/kit/bytes.ts'
import { CodedError } from '../../../../shared/kit/result.ts'
import type { RecordPayload } from '../../../../shared/ledger/types.ts'
import { HASH_BYTES, MAX_ENVELOPE } from '../../../../shared/ledger/limits.ts'
import { buildPayload, sealEnvelope, type DeviceHead } from '../../../../shared/ledger/record/record.ts'
import type { ApiDeps } from '../deps.ts'
import { deviceOf } from '../ledger-facts.ts'
import type { Session } from '../sessions.ts'
import type { Draft, DraftEvent, DraftStep } from '../../store/workbench/types.ts'

/**
 * A signed record and its draft are one transaction of the workbench; only then does the record go to the peer. Killed
 * before it, nothing happened; killed after it, `resubmitOpen` brings the record to the peer at the next start, and the
 * record id keeps it from counting twice.
 */

/** Latest record of the device: the ledger's, or a later one that was signed here and isn't final yet. */
export function latestOf(deps: ApiDeps, keyId: string): DeviceHead {
  const onLedger = deviceOf(deps, keyId)
  if (!onLedger) throw new CodedError('STAFF_NOT_ON_LEDGER')
  if (!onLedger.on) throw new CodedError('STAFF_KEY_REVOKED')
  const signed = deps.workbench.outbox.tip(keyId)
  if (signed && signed.seq > onLedger.n) return { n: signed.seq, prev: fromHex(signed.recordId) }
  // A workbench restored from a backup may not know what it signed last: the pool remembers, and no number is used twice.
  const pending = deps.node.chain.pending.ofDevice(fromHex(keyId)).at(-1)
  return pending && pending.seq > onLedger.n ? { n: pending.seq, prev: pending.recordId } : { n: onLedger.n, prev: onLedger.p }
}

export interface Published {
  readonly envelope: Uint8Array
  readonly recordId: string
}

/** Signs the finished record with the session's key and stores it beside its draft, durably. */
export function publish(deps: ApiDeps, session: Session, draft: Draft, steps: readonly DraftStep[], body: RecordPayload['b'], event: DraftEvent): Published {
  const head = latestOf(deps, session.keyId)
  const payload = buildPayload({
    kind: draft.kind,
    net: deps.node.chain.genesisHash,
    author: deps.network.me,
    device: fromHex(session.keyId),
    head,
    at: event.at,
    body,
  })
  // The input ends with the record id; the signer puts its own tag before it.
  const sealed = sealEnvelope(payload, (input) => deps.signer.signRecord(session.unlocked, input.slice(-HASH_BYTES)))
  if (sealed.bytes.length > MAX_ENVELOPE) throw new CodedError('RECORD_TOO_LARGE', { bytes: sealed.bytes.length, max: MAX_ENVELOPE })
  const recordId = toHex(sealed.id)
  deps.workbench.outbox.add(
    {
      recordId,
      envelope: sealed.bytes,
      kind: draft.kind,
      title: draft.title,
      uscc: draft.uscc,
      staffId: session.staffId,
      draftId: draft.id,
      device: session.keyId,
      seq: payload.n,
      savedAt: event.at,
    },
    { id: draft.id, rev: draft.rev, patch: { state: 'published', steps, recordId, problems: 0 }, event },
  )
  return { envelope: sealed.bytes, recordId }
}

/** Hands signed records to the peer, and again what it couldn't take at first. */
export interface Dispatch {
  send(published: readonly Published[]): void
  /** Offers what was refused before, in the order in which it was signed: the pool may have room again. */
  retry(): void
}

/** A record that the peer doesn't take now (its pool is full) stays in the outbox: saved, and offered again after later blocks. */
export function createDispatch(deps: ApiDeps): Dispatch {
  let deferred = false
  const submit = ({ envelope, recordId }: Published): void => {
    try {
      deps.node.submit(envelope)
    } catch (error) {
      deferred = true
      deps.log('warn', 'api.submit.deferred', { recordId, code: error instanceof CodedError ? error.code : 'INTERNAL' })
    }
  }
  const send = (published: readonly Published[]): void => {
    if (published.length === 0) return
    try {
      // The outbox holds them durably already: one flush of the pool for all of them is enough.
      deps.node.chain.pending.together(() => published.forEach(submit))
    } catch (error) {
      deferred = true
      deps.log('warn', 'api.submit.deferred', { records: published.length, code: error instanceof CodedError ? error.code : 'INTERNAL' })
    }
  }
  return {
    send,
    retry() {
      if (!deferred) return
      deferred = false
      send(deps.workbench.outbox.open())
    },
  }
}

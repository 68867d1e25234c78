import { utf8 } from '../../shared/kit/bytes.ts'
import { encodeCanonical } from '../../shared/ledger/codec/canonical.ts'
import type { Executor } from '../../shared/ledger/state/executor.ts'
import type { RecordPayload } from '../../shared/ledger/types.ts'
import type { Application } from '../../electron/peer/node/application.ts'
import type { StaffGrantContent } from '../../shared/credit/staff/schema.ts'
import { fromHex } from '../../shared/kit/bytes.ts'

/** Kind of the light application's records: one device signature, one state key. */
export const LIGHT_KIND = 'bench.note'
/** Characters of its content: the envelope is then about 600 bytes. */
const CONTENT = 350

/** Body of the n-th record of a writer. The content differs from record to record, so that nothing compresses or repeats. */
export function lightBody(author: string, n: number): RecordPayload['b'] {
  const seed = `${author} ${n} `
  let text = seed
  for (let x = n + 1; text.length < CONTENT; x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0) text += x.toString(36)
  return { k: `${author}/${n}`, c: text.slice(0, CONTENT) }
}

const grantedKey = (payload: RecordPayload): Uint8Array => fromHex((payload.b['c'] as unknown as StaffGrantContent).key)

const executor: Executor = {
  genesis: () => [['bench/first', utf8('genesis')]],
  apply(payload, { index }) {
    if (payload.t === 'staff.grant') return { changes: [], effects: [{ t: 'grant', member: payload.a, key: grantedKey(payload) }] }
    if (payload.t !== LIGHT_KIND) return { changes: [] }
    return { changes: [[`bench/${payload.b['k'] as string}`, encodeCanonical({ i: index, c: (payload.b['c'] as string).slice(0, 40) })]] }
  },
}

/**
 * The lightest application a record can have: what is measured with it is the ledger. The founding grants of staff keys
 * count, so that the writers have devices; nothing is checked beyond the ledger's own rules.
 */
export const lightApplication = (): Application => ({
  executor,
  describe: () => ({ subject: null, title: '' }),
  projector: { version: 1, *touched() {}, institution: () => null, *all() {} },
})

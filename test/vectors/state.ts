import { encodeMarks, markKey } from '../../shared/ledger/state/marks.ts'
import { encodeEpoch, encodeMember, epochKey, memberKey, voteKeyKey } from '../../shared/ledger/state/membership.ts'
import { recentHeadChange } from '../../shared/ledger/state/recent.ts'
import { encodeSubject, extendSubject, NO_RECORDS, subjectKey } from '../../shared/ledger/state/subjects.ts'
import { deviceKey, encodeDevice, encodeVoid, voidKey } from '../../shared/ledger/state/system.ts'
import { bucketHash, bucketOf, entryOf } from '../../shared/ledger/state/bucket.ts'
import { utf8 } from '../../shared/kit/bytes.ts'

const writtenAs16Bits = (value: number): Uint8Array => Uint8Array.of(value >> 8, value & 255)
const filled = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)

/** The ledger's own entries in the state: keys and values enter the state root, so every member must write the same bytes. */
export function stateFormats(): Record<string, Uint8Array> {
  const [headKey, headValue] = recentHeadChange({ height: 1_025, id: filled(8), time: 1_790_000_000_000 })
  const device = encodeDevice({ a: 'BJ', k: filled(1), on: true, n: 3, p: filled(2) })
  return {
    deviceKey: utf8(deviceKey(filled(1))),
    device,
    deviceUnused: encodeDevice({ a: 'SZSE', k: filled(1), on: false, n: 0, p: null }),
    voidKey: utf8(voidKey(filled(2))),
    void: encodeVoid({ code: 'STEP_ROLE', params: { role: 'RV' } }),
    voidBare: encodeVoid({ code: 'KIND_UNKNOWN' }),
    memberKey: utf8(memberKey('BJ')),
    member: encodeMember({ idKey: filled(3), voteKey: filled(4), peers: ['peer-of-BJ'], standing: 'voter' }),
    memberWithoutVote: encodeMember({ idKey: filled(3), voteKey: null, peers: ['a', 'b'], standing: 'observer' }),
    voteKeyKey: utf8(voteKeyKey(filled(4))),
    epochKey: utf8(epochKey(12)),
    epoch: encodeEpoch({ height: 7, voters: [{ id: 'BJ', voteKey: filled(4) }, { id: 'SH', voteKey: filled(5) }] }),
    markKey: utf8(markKey(filled(2))),
    marks: encodeMarks({ superseded: filled(6), disputed: filled(7) }),
    headKey: utf8(headKey),
    head: headValue!,
    subjectKey: utf8(subjectKey('91110000AAAAAAAA01')),
    subject: encodeSubject(extendSubject(extendSubject(NO_RECORDS, filled(2), 0), filled(3), 41)),
    bucketNumber: writtenAs16Bits(bucketOf(subjectKey('91110000AAAAAAAA01'))),
    bucketHash: bucketHash([entryOf('a', device), entryOf('b', utf8('b'))]),
  }
}

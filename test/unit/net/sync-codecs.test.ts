import { describe, expect, it } from 'vitest'
import { decodeBucketParts, decodeStateRequest, encodeBucketPart, encodeStateRequest, type StateEntry } from '../../../electron/peer/net/protocols/state/codec.ts'
import { stateHandler } from '../../../electron/peer/net/protocols/state/handler.ts'
import { decodeLogRequest, encodeLogRequest } from '../../../electron/peer/net/protocols/log/codec.ts'
import { decodeEpochsHead, decodeEpochsRequest, encodeEpochsHead, encodeEpochsRequest } from '../../../electron/peer/net/protocols/epochs/codec.ts'
import { MAX_FRAME_BYTES } from '../../../electron/peer/net/limits.ts'
import { concat } from '../../../shared/kit/bytes.ts'

const part = { bucket: 513, last: true, entries: [['note/a', Uint8Array.of(1, 2)], ['note/证', Uint8Array.of()]] as StateEntry[] }

describe('messages of synchronisation', () => {
  it('come back as they were sent', () => {
    expect(decodeBucketParts(concat(encodeBucketPart(part), encodeBucketPart({ ...part, bucket: 514, last: false })))).toEqual([part, { ...part, bucket: 514, last: false }])
    const at = new Uint8Array(32).fill(3)
    expect(decodeStateRequest(encodeStateRequest({ v: 1, at, from: 0, to: 65_536 }))).toEqual({ v: 1, at, from: 0, to: 65_536 })
    expect(decodeLogRequest(encodeLogRequest({ v: 1, want: 'segments', size: 7, from: 1, count: 2 }))).toEqual({ v: 1, want: 'segments', size: 7, from: 1, count: 2 })
    expect(decodeEpochsRequest(encodeEpochsRequest({ v: 1, epoch: 4 }))).toEqual({ v: 1, epoch: 4 })
    expect(decodeEpochsHead(encodeEpochsHead({ header: null, certificate: null, more: false }))).toEqual({ header: null, certificate: null, more: false })
  })

  it('are refused where they are cut short, too large or of another form', () => {
    const bytes = encodeBucketPart(part)
    for (let length = 1; length < bytes.length; length++) expect(() => decodeBucketParts(bytes.subarray(0, length))).toThrow(expect.objectContaining({ code: 'NET_BAD_ANSWER' }))
    expect(() => decodeBucketParts(bytes.map((byte, i) => (i === 2 ? 9 : byte)))).toThrow(expect.objectContaining({ code: 'NET_BAD_ANSWER' }))
    // A key that is no UTF-8, and a value longer than any.
    expect(() => decodeBucketParts(bytes.map((byte, i) => (i === 8 ? 0xff : byte)))).toThrow(expect.objectContaining({ code: 'NET_BAD_ANSWER' }))
    expect(() => decodeBucketParts(Uint8Array.of(0, 1, 1, 0, 1, 0, 1, 97, 0xff, 0, 0, 0))).toThrow(expect.objectContaining({ code: 'NET_BAD_ANSWER' }))
    expect(() => encodeLogRequest({ v: 1, want: 'all' as never, size: 0, from: 0, count: 1 })).toThrow(expect.objectContaining({ code: 'CBOR_SCHEMA' }))
  })

  it('serve a bucket larger than a frame in parts, each within a frame', async () => {
    const entries = Array.from({ length: 60 }, (_, i) => [7, `k${String(i).padStart(3, '0')}`, new Uint8Array(60_000).fill(i)] as const)
    const snapshot = { head: { header: Uint8Array.of(1), certificate: Uint8Array.of(1) }, hashes: () => [], entries: () => [...entries, [9, 'z', Uint8Array.of(1)] as const] }
    const frames: Uint8Array[] = []
    const answer = stateHandler({ open: () => snapshot }, () => true)({} as never, encodeStateRequest({ v: 1, at: new Uint8Array(32), from: 0, to: 16 }))
    for await (const frame of answer as AsyncIterable<Uint8Array>) frames.push(frame)
    expect(frames.every(({ length }) => length <= MAX_FRAME_BYTES)).toBe(true)
    const parts = frames.flatMap(decodeBucketParts)
    expect(parts.filter(({ bucket }) => bucket === 7).map(({ last }) => last).lastIndexOf(true)).toBe(parts.filter(({ bucket }) => bucket === 7).length - 1)
    expect(parts.flatMap((one) => one.entries.map(([key, value]) => [one.bucket, key, value]))).toEqual([...entries, [9, 'z', Uint8Array.of(1)]])
  })
})

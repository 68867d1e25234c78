import type { Connection, Stream } from '@libp2p/interface'
import { fromUtf8, utf8 } from '../../../shared/kit/bytes.ts'
import { CodedError, problem, type Problem } from '../../../shared/kit/result.ts'
import type { PeerRef } from './directory.ts'
import { FIRST_BYTE_MS, MAX_FRAME_BYTES, MAX_REQUEST_BYTES, MAX_RESPONSE_BYTES, WHOLE_MS } from './limits.ts'
import { abortStream, asProblem, readFrames, writeEnd, writeFrame } from './stream.ts'

/**
 * One request and one answer per stream. Request: one frame. Answer: frames whose first byte is 0 (data) or 1 (the code
 * of a refusal, and nothing after it), then the empty end frame; an answer without its end frame is short.
 */
export const DATA = 0
export const REFUSED = 1

/** Bytes of a frame that took a while to make. */
const LONG_FRAME = 64 * 1024

const CODE = /^[A-Z][A-Z0-9_]{2,63}$/

export type Answer = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/** Serves one request on `stream`. `answer` throws CodedError to refuse; its code travels back. Each frame must be taken within 10 s. */
export async function serveRequest(stream: Stream, answer: (request: Uint8Array) => Answer, refuse: (problem: Problem) => void): Promise<void> {
  const patience = (): AbortSignal => AbortSignal.timeout(WHOLE_MS)
  try {
    const request = await readOneFrame(stream, patience())
    let code: string | null = null
    try {
      for await (const payload of answer(request)) {
        await writeFrame(stream, tagged(DATA, payload), patience())
        // A long answer is made frame by frame: votes and screens come in between.
        if (payload.length >= LONG_FRAME) await new Promise((resolve) => setImmediate(resolve))
      }
    } catch (cause) {
      if (!(cause instanceof CodedError)) throw cause
      code = cause.code
      refuse(problem(cause.code, cause.params))
    }
    if (code !== null) await writeFrame(stream, tagged(REFUSED, utf8(code)), patience())
    await writeEnd(stream, patience())
    await stream.close({ signal: patience() })
  } catch (cause) {
    abortStream(stream, 'NET_STREAM_BROKEN')
    if (cause instanceof CodedError) refuse(problem(cause.code, cause.params))
  }
}

function readOneFrame(stream: Stream, signal: AbortSignal): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(new CodedError('NET_TIMEOUT', { ms: FIRST_BYTE_MS }))
    const timer = setTimeout(late, FIRST_BYTE_MS)
    signal.addEventListener('abort', late, { once: true })
    readFrames(
      stream,
      MAX_REQUEST_BYTES,
      (payload) => {
        clearTimeout(timer)
        resolve(payload)
      },
      (why) => {
        clearTimeout(timer)
        reject(new CodedError(why?.code ?? 'NET_STREAM_SHORT', why?.params))
      },
    )
  })
}

/**
 * Asks over `connection` and gives the data frames of the complete answer.
 * Throws CodedError: NET_TIMEOUT, NET_STREAM_SHORT, NET_STREAM_BROKEN, NET_FRAME_TOO_LARGE, NET_ANSWER_TOO_LARGE,
 * NET_BAD_ANSWER, or NET_REFUSED with the code the other side gave.
 */
export async function ask(connection: Connection, protocol: string, request: Uint8Array, stop?: AbortSignal): Promise<Uint8Array[]> {
  const timeout = AbortSignal.timeout(WHOLE_MS)
  const signal = stop ? AbortSignal.any([timeout, stop]) : timeout
  let stream: Stream
  try {
    stream = await connection.newStream(protocol, { signal })
  } catch (cause) {
    throw new CodedError('NET_STREAM_REFUSED', { protocol }, { cause })
  }
  try {
    const answer = readAnswer(stream, signal)
    answer.catch(() => {})
    await writeFrame(stream, request, signal)
    const frames = await answer
    await stream.close({ signal })
    return frames
  } catch (cause) {
    abortStream(stream, 'NET_STREAM_BROKEN')
    if (cause instanceof CodedError) throw cause
    throw new CodedError(timeout.aborted ? 'NET_TIMEOUT' : 'NET_STREAM_BROKEN', timeout.aborted ? { ms: WHOLE_MS } : undefined, { cause })
  }
}

function readAnswer(stream: Stream, signal: AbortSignal): Promise<Uint8Array[]> {
  return new Promise((resolve, reject) => {
    const frames: Uint8Array[] = []
    let size = 0
    const fail = (code: string, params?: Problem['params']): void => {
      clearTimeout(first)
      reject(new CodedError(code, params))
    }
    const first = setTimeout(() => fail('NET_TIMEOUT', { ms: FIRST_BYTE_MS }), FIRST_BYTE_MS)
    signal.addEventListener('abort', () => fail('NET_TIMEOUT', { ms: WHOLE_MS }), { once: true })
    readFrames(
      stream,
      MAX_FRAME_BYTES + 1,
      (payload) => {
        clearTimeout(first)
        if (payload.length === 0) return resolve(frames)
        size += payload.length
        if (size > MAX_RESPONSE_BYTES) return fail('NET_ANSWER_TOO_LARGE', { limit: MAX_RESPONSE_BYTES })
        if (payload[0] === REFUSED) return fail('NET_REFUSED', { code: refusalCode(payload.subarray(1)) })
        if (payload[0] !== DATA) return fail('NET_BAD_ANSWER')
        frames.push(payload.subarray(1))
      },
      (why) => fail(why?.code ?? 'NET_STREAM_SHORT', why?.params),
    )
  })
}

export function refusalCode(bytes: Uint8Array): string {
  try {
    const text = fromUtf8(bytes.subarray(0, 64))
    return CODE.test(text) ? text : 'NET_BAD_ANSWER'
  } catch {
    return 'NET_BAD_ANSWER'
  }
}

function tagged(tag: number, payload: Uint8Array): Uint8Array {
  const whole = new Uint8Array(payload.length + 1)
  whole[0] = tag
  whole.set(payload, 1)
  return whole
}

/** A request handler as the network registers it: who asks, and the request's bytes. */
export type RequestHandler = (peer: PeerRef, request: Uint8Array) => Answer

export { asProblem }

import type { Connection, Stream } from '@libp2p/interface'
import { CodedError, type Problem } from '../../../shared/kit/result.ts'
import { FIRST_BYTE_MS, MAX_ANSWER_FRAMES, MAX_FRAME_BYTES, MAX_RESPONSE_BYTES, SLOW_BYTES_PER_SECOND } from './limits.ts'
import { DATA, REFUSED, refusalCode } from './rpc.ts'
import { abortStream, readFrames, writeFrame } from './stream.ts'

export interface FetchSignals {
  /** Gives the request up. */
  readonly stop: AbortSignal
  /** The first byte of the answer is here. */
  readonly started?: () => void
  /** Bytes of the whole answer; 8 MiB unless told otherwise. */
  readonly limit?: number
}

/**
 * A request whose answer is long: its frames are handed on as they come, and it may take as long as it keeps a pace: first
 * byte within 5 s, 16 KiB/s from then on. Throws CodedError NET_TIMEOUT, NET_TOO_SLOW, NET_STOPPED (given up), NET_STREAM_SHORT,
 * NET_STREAM_BROKEN, NET_STREAM_REFUSED, NET_FRAME_TOO_LARGE, NET_ANSWER_TOO_LARGE, NET_BAD_ANSWER, NET_REFUSED with the code the
 * other side gave, and whatever `onFrame` throws.
 */
export async function fetchFrames(connection: Connection, protocol: string, request: Uint8Array, onFrame: (frame: Uint8Array) => void, signals: FetchSignals): Promise<void> {
  const { stop } = signals
  let stream: Stream
  try {
    stream = await connection.newStream(protocol, { signal: AbortSignal.any([stop, AbortSignal.timeout(FIRST_BYTE_MS)]) })
  } catch (cause) {
    throw new CodedError(stop.aborted ? 'NET_STOPPED' : 'NET_STREAM_REFUSED', { protocol }, { cause })
  }
  try {
    const answer = readPaced(stream, onFrame, signals)
    answer.catch(() => {})
    await writeFrame(stream, request, AbortSignal.any([stop, AbortSignal.timeout(FIRST_BYTE_MS)]))
    await answer
    await stream.close({ signal: AbortSignal.timeout(FIRST_BYTE_MS) })
  } catch (cause) {
    abortStream(stream, 'NET_STREAM_BROKEN')
    if (cause instanceof CodedError) throw cause
    throw new CodedError(stop.aborted ? 'NET_STOPPED' : 'NET_STREAM_BROKEN', undefined, { cause })
  }
}

function readPaced(stream: Stream, onFrame: (frame: Uint8Array) => void, { stop, started, limit = MAX_RESPONSE_BYTES }: FetchSignals): Promise<void> {
  return new Promise((resolve, reject) => {
    const begun = performance.now()
    let size = 0
    let frames = 0
    let hasEnded = false
    const end = (settle: () => void): void => {
      hasEnded = true
      clearInterval(pace)
      stop.removeEventListener('abort', onStop)
      settle()
    }
    const fail = (code: string, params?: Problem['params']): void => end(() => reject(new CodedError(code, params)))
    const onStop = (): void => fail('NET_STOPPED')
    const pace = setInterval(() => {
      const late = performance.now() - begun - FIRST_BYTE_MS
      if (late >= 0 && frames === 0) fail('NET_TIMEOUT', { ms: FIRST_BYTE_MS })
      else if (size < (late / 1_000) * SLOW_BYTES_PER_SECOND) fail('NET_TOO_SLOW', { bytes: size, ms: Math.round(late + FIRST_BYTE_MS) })
    }, 500)
    if (stop.aborted) return onStop()
    stop.addEventListener('abort', onStop, { once: true })
    const take = (payload: Uint8Array): void => {
      if (hasEnded) return
      if (payload.length === 0) return end(resolve)
      if (frames === 0) started?.()
      frames += 1
      size += payload.length
      if (size > limit || frames > MAX_ANSWER_FRAMES) return fail('NET_ANSWER_TOO_LARGE', { limit })
      if (payload[0] === REFUSED) return fail('NET_REFUSED', { code: refusalCode(payload.subarray(1)) })
      if (payload[0] !== DATA) return fail('NET_BAD_ANSWER')
      try {
        onFrame(payload.subarray(1))
      } catch (cause) {
        end(() => reject(cause as Error))
      }
    }
    readFrames(stream, MAX_FRAME_BYTES + 1, take, (why) => void (hasEnded || fail(why?.code ?? 'NET_STREAM_SHORT', why?.params)))
  })
}

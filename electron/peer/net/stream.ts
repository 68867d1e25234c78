import type { Stream } from '@libp2p/interface'
import { CodedError, problem, type Problem } from '../../../shared/kit/result.ts'
import { END_FRAME, frame, FrameReader } from './framing.ts'

/** Coded problem of anything thrown on a network path; the original text stays in the log only. */
export function asProblem(cause: unknown, otherwise: string): Problem {
  if (cause instanceof CodedError) return problem(cause.code, cause.params)
  return problem(otherwise, { reason: cause instanceof Error ? cause.name : 'unknown' })
}

/** Abort that never throws: a stream may be gone already. */
export function abortStream(stream: Stream, code: string): void {
  try {
    stream.abort(new CodedError(code))
  } catch {
    // Nothing is left to abort.
  }
}

/**
 * Calls `onFrame` for every frame until the sender closes its side or the stream dies, then `onEnd` once: null for a clean
 * close between two frames, a problem otherwise. An exception out of `onFrame` ends the stream with that problem.
 * (A reader of libp2p ends without an error when the connection dies: only the frame boundary tells.)
 */
export function readFrames(stream: Stream, limit: number, onFrame: (payload: Uint8Array) => void, onEnd: (why: Problem | null) => void): void {
  const reader = new FrameReader(limit)
  let done = false
  const finish = (why: Problem | null): void => {
    if (done) return
    done = true
    stream.removeEventListener('message', onMessage)
    stream.removeEventListener('end', onEnded)
    stream.removeEventListener('close', onClosed)
    onEnd(why)
  }
  const onMessage = (event: { data: Uint8Array | { subarray(): Uint8Array } }): void => {
    if (done) return
    try {
      // One copy: the muxer reuses its buffers.
      for (const payload of reader.push(event.data.subarray())) {
        onFrame(payload)
        if (done) return
      }
    } catch (cause) {
      finish(asProblem(cause, 'NET_STREAM_BROKEN'))
      abortStream(stream, 'NET_STREAM_BROKEN')
    }
  }
  const onEnded = (): void => finish(reader.atBoundary ? null : problem('NET_STREAM_SHORT'))
  const onClosed = (event: { error?: Error }): void =>
    finish(event.error ? asProblem(event.error, 'NET_STREAM_BROKEN') : reader.atBoundary ? null : problem('NET_STREAM_SHORT'))
  stream.addEventListener('message', onMessage)
  stream.addEventListener('end', onEnded)
  stream.addEventListener('close', onClosed)
  if (stream.readableEnded) onEnded()
}

/** Sends one frame and waits while the receiver is slow. Throws when the stream dies or `signal` fires. */
export async function writeFrame(stream: Stream, payload: Uint8Array, signal: AbortSignal): Promise<void> {
  if (!stream.send(frame(payload))) await stream.onDrain({ signal })
}

/** Sends the mark that an answer is complete. */
export async function writeEnd(stream: Stream, signal: AbortSignal): Promise<void> {
  if (!stream.send(END_FRAME)) await stream.onDrain({ signal })
}

import type { Stream } from '@libp2p/interface'
import { equalBytes } from '../../../../../shared/kit/bytes.ts'
import type { Clock } from '../../../../../shared/kit/env.ts'
import { CodedError, problem, type Problem } from '../../../../../shared/kit/result.ts'
import { CONS_RATE, POINTS_FORGED, POINTS_MALFORMED } from '../../limits.ts'
import { abortStream, readFrames } from '../../stream.ts'
import { TokenBucket } from '../../token-bucket.ts'
import { MAX_CONS_MESSAGE } from './protocol.ts'

/** A peer above its rate is not read for so long, ms: its own queue fills, ours does not. */
const PAUSE_MS = 200

export interface ConsensusReader {
  readonly hello: Uint8Array
  readonly clock: Clock
  /** Throws CodedError to refuse. */
  readonly onMessage: (payload: Uint8Array) => void
  readonly refuse: (why: Problem, points: number) => void
}

/** Reads one peer's consensus stream until it ends. A refused message costs points; a foreign network ends the stream. */
export function readConsensus(stream: Stream, reader: ConsensusReader): void {
  const bucket = new TokenBucket(reader.clock, CONS_RATE)
  // Nothing is ever written back: a half left open would count as a stream for as long as the connection lasts.
  stream.close().catch(() => abortStream(stream, 'NET_STREAM_BROKEN'))
  let greeted = false
  readFrames(
    stream,
    MAX_CONS_MESSAGE,
    (payload) => {
      if (!greeted) {
        if (!equalBytes(payload, reader.hello)) throw new CodedError('FOREIGN_NETWORK')
        greeted = true
        return
      }
      if (!bucket.take()) pauseFor(stream, PAUSE_MS)
      try {
        reader.onMessage(payload)
      } catch (cause) {
        if (!(cause instanceof CodedError)) throw cause
        reader.refuse(problem(cause.code, cause.params), POINTS_MALFORMED)
      }
    },
    (why) => {
      if (why === null || why.code === 'NET_STREAM_BROKEN') return
      reader.refuse(why, why.code === 'NET_STREAM_SHORT' ? 0 : why.code === 'FOREIGN_NETWORK' ? POINTS_FORGED : POINTS_MALFORMED)
    },
  )
}

function pauseFor(stream: Stream, ms: number): void {
  stream.pause()
  setTimeout(() => {
    if (stream.readStatus === 'paused') stream.resume()
  }, ms)
}

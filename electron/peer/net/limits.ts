/**
 * Numbers of the network, each with its unit and reason. What a member may make this machine hold or compute is bounded
 * here; numbers of the ledger itself (record and block sizes) are the ledger's.
 */

/** Bytes of one request: nothing asked needs more. */
export const MAX_REQUEST_BYTES = 64 * 1024
/** Bytes of one frame of an answer, and of one consensus message. */
export const MAX_FRAME_BYTES = 1024 * 1024
/** Bytes of a whole answer: one block of 2 MiB, its header chain, and room for several small blocks. */
export const MAX_RESPONSE_BYTES = 8 * 1024 * 1024
/** Bytes of one gossiped message, and the records in it: those signed in one burst share one. */
export const MAX_GOSSIP_BYTES = 64 * 1024
export const MAX_GOSSIP_RECORDS = 256

/** Milliseconds until the first byte of an answer, and until its end (Ethereum's TTFB and RESP timeouts). */
export const FIRST_BYTE_MS = 5_000
export const WHOLE_MS = 10_000
/** Long answers (synchronisation) may take longer as long as they keep this pace after the first 5 s; below it the sender is dropped. */
export const SLOW_BYTES_PER_SECOND = 16 * 1024
/** Frames of one long answer: no honest one needs more. */
export const MAX_ANSWER_FRAMES = 4_096
/** Without a first byte for so long, a second source is asked the same, ms. */
export const HEDGE_MS = 1_500
/** A consensus stream whose receiver takes nothing for so long is given up and opened anew, ms. */
export const STALLED_WRITE_MS = 10_000

/** Concurrent streams of one request protocol that one connection may open here. */
export const MAX_INBOUND_STREAMS = 4
export const MAX_OUTBOUND_STREAMS = 8
/** One writing stream for consensus per peer; the second covers the moment of a reconnect. */
export const MAX_CONS_STREAMS = 2

/** Outgoing consensus frames waiting for one slow peer: beyond this the stream is reset and resynchronised. */
export const MAX_QUEUED_FRAMES = 4_096
export const MAX_QUEUED_BYTES = 8 * 1024 * 1024
/** Received consensus frames waiting for the driver, per peer: beyond this reading pauses (back-pressure). */
export const MAX_INBOX_FRAMES = 512

/** Token buckets per peer: capacity (burst) and refill per second. */
export const CONS_RATE = { capacity: 2_000, perSecond: 400 }
/** A member that writes at full speed makes some 250 a second: twice that is a twentieth of a processor at most. */
export const RECORD_RATE = { capacity: 4_000, perSecond: 500 }
/** Valid signatures of a member that only the slow check accepts, which only somebody who means to makes: ten a minute. */
export const EXOTIC_RATE = { capacity: 10, perSecond: 10 / 60 }
export const REQUEST_RATE = { capacity: 60, perSecond: 10 }
/**
 * Bytes served for synchronisation: each peer may fetch the whole ledger once and a half at the pace of the line (a newcomer
 * must), and 64 MB for what came since; then 20 MB a minute.
 */
export const SYNC_WHOLE_TIMES = 1.5
export const SYNC_BYTE_RATE = { capacity: 64_000_000, perSecond: 333_333 }

/** Heartbeat interval, and the silence after which a member is presumed offline, ms. */
export const HEARTBEAT_MS = 15_000
export const OFFLINE_AFTER_MS = 40_000

/** Waits before the first dials of a lost peer, ms, then doubling from 5 s to 5 min (to 3 s on this machine). */
export const FIRST_DIALS_MS = [0, 250, 500, 1_000, 2_000] as const
export const REDIAL_MIN_MS = 5_000
export const REDIAL_MAX_MS = 300_000
export const REDIAL_MAX_LOOPBACK_MS = 3_000
/** The peer with the larger id lets the other one dial first: two connections at once serve nobody. */
export const SECOND_DIALER_MS = 400

/** A connection that lasted so long was a good one, ms. */
export const STABLE_MS = 10_000

/** Penalty points: one malformed message, and one that only malice or a broken disk explains. */
export const POINTS_MALFORMED = 25
export const POINTS_FORGED = 100
/** At so many points a peer is disconnected and not admitted for the ban; points fade by one every ten seconds. */
export const POINTS_BAN = 100
export const POINT_FADES_MS = 10_000
export const BAN_MS = 5 * 60_000

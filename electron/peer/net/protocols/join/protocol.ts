/**
 * A candidate shows its request to join. The one protocol that somebody who is in no list may open; an accepted candidate
 * becomes a guest, which may read the ledger.
 */
export const JOIN_PROTOCOL = '/zxl/join/1'

/** Connections of strangers at once, and for how long each is kept without an accepted request, ms. */
export const MAX_STRANGERS = 8
export const STRANGER_MS = 10_000
/** Requests of strangers that are looked at, all together: each costs a handful of signatures. The rest is refused unread. */
export const JOIN_RATE = { capacity: 16, perSecond: 1 }

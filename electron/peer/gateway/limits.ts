/** Numbers of the loopback gateway, with unit and reason. */
export const GATEWAY = {
  /** Bytes of one message: an import of 8 MiB as base64 (11.2 MB) and its frame fit. */
  maxFrame: 12 * 1024 * 1024,
  /** Bytes a slow page may leave unread before its wire is closed: no queue grows without bound. */
  maxBuffered: 64 * 1024 * 1024,
  /** Open sockets: a few windows and tools, not a flood. */
  maxSockets: 128,
  /** Wrong tokens a minute that are answered as such; what follows only hears 429. */
  badTokensPerMinute: 20,
  /** ms between pings; a socket that answered none of two is gone. */
  pingEvery: 30_000,
  /** Bytes of a request's headers and ms for them to arrive. */
  maxHeaderBytes: 16 * 1024,
  headersTimeout: 10_000,
  /** Bytes of a REST request body: a proof file of 4 MiB, quoted as JSON, fits. */
  maxRestBody: 6 * 1024 * 1024,
} as const

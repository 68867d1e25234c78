/** What pure code may not take from the machine by itself: it is handed in, so that tests and simulations own it. */

export interface Clock {
  /** Milliseconds since 1970-01-01T00:00Z. */
  now(): number
}

export interface Random {
  /** `length` unpredictable bytes. */
  bytes(length: number): Uint8Array
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** Structured log. `fields` never hold keys, passphrases or data of natural persons. */
export interface Log {
  (level: LogLevel, event: string, fields?: Readonly<Record<string, unknown>>): void
}

import type { Topic } from '../../../shared/contract/events.ts'

/** At most this many messages a second to one page. */
export const EVENTS_PER_SECOND = 4

/** Collects what changed and hands it to every open page, coalesced. */
export interface Topics {
  publish(...topics: Topic[]): void
  /** Ends with `signal` or when the caller stops reading. The first message names nothing: the page knows that it is connected. */
  watch(signal?: AbortSignal): AsyncGenerator<{ topics: Topic[] }, void, void>
  close(): void
}

export function createTopics(interval = 1000 / EVENTS_PER_SECOND): Topics {
  interface Reader {
    readonly pending: Set<Topic>
    wake: () => void
  }
  const readers = new Set<Reader>()
  let closed = false

  const pause = (reader: Reader): Promise<void> =>
    new Promise((resolve) => {
      reader.wake = resolve
    })

  return {
    publish(...topics) {
      for (const reader of readers) {
        for (const topic of topics) reader.pending.add(topic)
        reader.wake()
      }
    },
    async *watch(signal) {
      const reader: Reader = { pending: new Set(), wake: () => undefined }
      const stop = (): void => reader.wake()
      signal?.addEventListener('abort', stop)
      readers.add(reader)
      const ended = (): boolean => closed || signal?.aborted === true
      try {
        yield { topics: [] }
        while (!ended()) {
          if (reader.pending.size === 0) await pause(reader)
          if (ended()) return
          if (reader.pending.size === 0) continue
          const topics = [...reader.pending]
          reader.pending.clear()
          yield { topics }
          // What happens meanwhile is gathered: the page gets at most one message per interval.
          if (!ended()) await rest(interval, signal)
        }
      } finally {
        readers.delete(reader)
        signal?.removeEventListener('abort', stop)
      }
    },
    close() {
      closed = true
      for (const reader of readers) reader.wake()
    },
  }
}

function rest(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done)
  })
}

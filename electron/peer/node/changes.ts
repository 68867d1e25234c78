import type { Topic } from '../../../shared/contract/events.ts'

/** A block, or a refused message: things that happened once, beside the topics that only say what to look at again. */
export type NodeEvent =
  | { readonly t: 'block'; readonly height: number; readonly records: number }
  | { readonly t: 'refused'; readonly member: string; readonly code: string; readonly points: number }
  | { readonly t: 'foreign'; readonly peerId: string }
  | { readonly t: 'peer'; readonly member: string; readonly connected: boolean }

const COALESCE_MS = 100

/** Tells listeners what changed, a few times a second at most. A listener that throws is not asked to be careful: it is logged. */
export class Changes {
  readonly #listeners = new Set<(topics: readonly Topic[]) => void>()
  readonly #events = new Set<(event: NodeEvent) => void>()
  readonly #failed: (cause: unknown) => void
  #topics = new Set<Topic>()
  #timer: NodeJS.Timeout | null = null

  constructor(failed: (cause: unknown) => void) {
    this.#failed = failed
  }

  onChange(listener: (topics: readonly Topic[]) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  onEvent(listener: (event: NodeEvent) => void): () => void {
    this.#events.add(listener)
    return () => void this.#events.delete(listener)
  }

  touch(...topics: readonly Topic[]): void {
    for (const topic of topics) this.#topics.add(topic)
    this.#timer ??= setTimeout(() => this.#flush(), COALESCE_MS)
  }

  emit(event: NodeEvent): void {
    for (const listener of this.#events) this.#call(() => listener(event))
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#listeners.clear()
    this.#events.clear()
  }

  #flush(): void {
    this.#timer = null
    const topics = [...this.#topics]
    this.#topics = new Set()
    for (const listener of this.#listeners) this.#call(() => listener(topics))
  }

  #call(work: () => void): void {
    try {
      work()
    } catch (cause) {
      this.#failed(cause)
    }
  }
}

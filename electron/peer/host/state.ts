import type { HostState } from '../../../shared/contract/host.ts'

/** The host's state with everybody who watches it. */
export interface StateHolder {
  get(): HostState
  set(change: Partial<HostState>): HostState
  /** The present state at once, then each new one (the newest only, for a slow reader). Ends with the signal. */
  watch(signal?: AbortSignal): AsyncGenerator<HostState, void, void>
}

export function holdState(initial: HostState): StateHolder {
  let state = initial
  const wakers = new Set<() => void>()
  return {
    get: () => state,
    set(change) {
      state = { ...state, ...change }
      for (const wake of wakers) wake()
      return state
    },
    async *watch(signal) {
      let seen: HostState | null = null
      while (!signal?.aborted) {
        if (seen !== state) {
          seen = state
          yield state
          continue
        }
        await new Promise<void>((resolve) => {
          const done = (): void => {
            wakers.delete(done)
            signal?.removeEventListener('abort', done)
            resolve()
          }
          wakers.add(done)
          signal?.addEventListener('abort', done)
        })
      }
    },
  }
}

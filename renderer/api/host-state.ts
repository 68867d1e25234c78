import { useEffect } from 'react'
import { create } from 'zustand'
import { useStore } from 'zustand'
import type { HostState } from '../../shared/contract/host.ts'
import { host, hostConnection } from './client.ts'

/** What the host process last said of itself; null until it has spoken. */
export const useHost = create<{ state: HostState | null; set: (state: HostState) => void }>((set) => ({
  state: null,
  set: (state) => set({ state }),
}))

/** Follows the host's state on every opening of its channel. */
export function useHostWatch(): void {
  const opening = useStore(hostConnection.store, (state) => (state.phase === 'open' ? state.opening : 0))
  useEffect(() => {
    if (opening === 0) return
    const stop = new AbortController()
    void (async () => {
      try {
        useHost.getState().set(await host.state())
        for await (const state of await host.watch(undefined, { signal: stop.signal })) useHost.getState().set(state)
      } catch {
        // The channel went: its reopening starts this again.
      }
    })()
    return () => stop.abort()
  }, [opening])
}

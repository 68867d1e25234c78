import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { Topic } from '../../shared/contract/events.ts'
import { api, peer, peerConnection } from './client.ts'
import { queryClient } from './query-client.ts'
import { useSession } from './session.ts'

/** What a screen has to ask again when the peer says that a topic changed. */
const concerned: Record<Topic, () => readonly (readonly unknown[])[]> = {
  chain: () => [api.overview.key(), api.institutions.key(), api.network.key(), api.outbox.key(), api.ratings.key(), api.drafts.key(), api.session.key(), api.membership.key(), api.evidence.key()],
  drafts: () => [api.drafts.key(), api.overview.key()],
  outbox: () => [api.outbox.key(), api.overview.key(), api.drafts.key()],
  peers: () => [api.network.members.key(), api.overview.key()],
  health: () => [api.overview.key(), api.evidence.key(), api.network.audit.key()],
  session: () => [api.session.key(), api.membership.key()],
  membership: () => [api.membership.key()],
}

function invalidate(topics: readonly Topic[]): void {
  const keys = new Map(topics.flatMap((topic) => concerned[topic]()).map((key) => [JSON.stringify(key), key]))
  for (const queryKey of keys.values()) void queryClient.invalidateQueries({ queryKey })
}

/** Listens to the peer for as long as the channel is open, and begins anew on every opening. */
export function usePeerEvents(): void {
  const opening = useStore(peerConnection.store, (state) => (state.phase === 'open' ? state.opening : 0))
  useEffect(() => {
    if (opening === 0) return
    const stop = new AbortController()
    void queryClient.invalidateQueries({ queryKey: api.key() })
    void (async () => {
      try {
        for await (const { topics } of await peer.events.watch(undefined, { signal: stop.signal })) {
          invalidate(topics)
          if (topics.includes('session')) void useSession.getState().check()
        }
      } catch {
        // The channel went: its reopening starts this again.
      }
    })()
    return () => stop.abort()
  }, [opening])
}

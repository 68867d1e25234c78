import { useEffect } from 'react'
import { RouterProvider } from 'react-router/dom'
import { useStore } from 'zustand'
import { hostConnection, peerConnection } from '../api/client.ts'
import { usePeerEvents } from '../api/events.ts'
import { useHost, useHostWatch } from '../api/host-state.ts'
import { toProblem } from '../api/problems.ts'
import { queryClient } from '../api/query-client.ts'
import { useSession } from '../api/session.ts'
import { SignIn } from '../features/sign-in/SignIn.tsx'
import { Joined } from '../features/welcome/Joined.tsx'
import { useJoined } from '../features/welcome/joined.ts'
import { Packages } from '../features/welcome/Packages.tsx'
import { usePackages } from '../features/welcome/packages.ts'
import { Welcome } from '../features/welcome/Welcome.tsx'
import { Connecting } from './Connecting.tsx'
import { DemoBanner } from './DemoBanner.tsx'
import { router } from './routes.tsx'

/** What the person may see: the welcome screen, the sign-in, or the desktop. */
export function Gate() {
  useHostWatch()
  const state = useHost((host) => host.state)
  const hostLink = useStore(hostConnection.store)
  const toSave = usePackages((packages) => packages.list.length)
  const joined = useJoined(({ made }) => made)
  if (!state) return <Connecting link={hostLink} />
  if (toSave > 0) return <Packages />
  if (joined && state.mode !== 'failed') return state.mode === 'network' ? <Joined made={joined} /> : <Welcome state={state} />
  if (state.mode !== 'network' && state.mode !== 'demo') return <Welcome state={state} />
  return (
    <>
      {state.mode === 'demo' && <DemoBanner />}
      <Member scope={state.demo?.current ?? 'self'} />
    </>
  )
}

/** A refusal for want of a session means that it ended meanwhile, e.g. by being idle: the sign-in comes back. */
function useSessionEnd(): void {
  useEffect(
    () =>
      queryClient.getQueryCache().subscribe((event) => {
        if (event.type === 'updated' && event.action.type === 'error' && toProblem(event.action.error).code.startsWith('SESSION_')) void useSession.getState().check()
      }),
    [],
  )
}

/** The desktop of one member; `scope` names whose. */
function Member({ scope }: { readonly scope: string }) {
  const link = useStore(peerConnection.store)
  const session = useSession((state) => state.session)
  useEffect(() => {
    useSession.getState().forget()
    queryClient.clear()
    peerConnection.reopen()
    return () => peerConnection.stop()
  }, [scope])
  const opening = link.phase === 'open' ? link.opening : 0
  useEffect(() => {
    if (opening > 0) void useSession.getState().resume(scope)
  }, [opening, scope])
  usePeerEvents()
  useSessionEnd()
  if (session === undefined) return <Connecting link={link} />
  if (session === null) return link.phase === 'open' ? <SignIn /> : <Connecting link={link} />
  return <RouterProvider router={router} />
}

import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { DraftDetail } from '../../../shared/contract/drafts.ts'
import { api, peer, peerConnection } from '../../api/client.ts'
import { toProblem } from '../../api/problems.ts'
import { useSession } from '../../api/session.ts'
import type { Problem } from '../../../shared/kit/result.ts'
import { same, withField, type Content } from './content.ts'
import { localCopies } from './local-copy.ts'

const PAUSE = 400

export type SaveState =
  | { readonly state: 'saved'; readonly at: number }
  | { readonly state: 'dirty' | 'saving' }
  | { readonly state: 'local'; readonly at: number }
  | { readonly state: 'refused'; readonly problem: Problem }
  | { readonly state: 'conflict'; readonly theirs: DraftDetail }

export interface Editing {
  readonly content: Content
  readonly rev: number
  readonly save: SaveState
  /** When typing of an earlier window was restored, ms. */
  readonly restored: number | null
  readonly set: (key: string, value: unknown) => void
  /** Saves now what is not saved yet; true when nothing is left unsaved. */
  readonly flush: () => Promise<boolean>
  readonly resolve: (whose: 'mine' | 'theirs') => void
}

/**
 * Editing of one draft: every change is kept in the window at once and saved to the peer after a short pause; a draft
 * that was changed elsewhere is never overwritten without being asked.
 */
export function useEditing(draft: DraftDetail, editable: boolean): Editing {
  const queries = useQueryClient()
  const scope = useSession((state) => state.scope)
  const [content, setContent] = useState<Content>(draft.content)
  const [rev, setRev] = useState(draft.rev)
  const [save, setSave] = useState<SaveState>({ state: 'saved', at: draft.updatedAt })
  const [restored, setRestored] = useState<number | null>(null)
  const latest = useRef({ content: draft.content as Content, rev: draft.rev, dirty: false, busy: false, conflict: false })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const again = useRef<() => Promise<boolean>>(() => Promise.resolve(true))
  const open = useStore(peerConnection.store, (state) => state.phase === 'open')

  const take = useCallback((from: { content: Content; rev: number }, at: number) => {
    latest.current = { ...latest.current, content: from.content, rev: from.rev, dirty: false, conflict: false }
    setContent(from.content)
    setRev(from.rev)
    setSave({ state: 'saved', at })
  }, [])

  const flush = useCallback(async (): Promise<boolean> => {
    clearTimeout(timer.current)
    const now = latest.current
    if (now.conflict) return false
    if (!now.dirty) return true
    if (now.busy) return false
    if (peerConnection.store.getState().phase !== 'open') {
      setSave({ state: 'local', at: Date.now() })
      return false
    }
    const sent = now.content
    latest.current.busy = true
    setSave({ state: 'saving' })
    try {
      const saved = await peer.drafts.save({ id: draft.id, kind: draft.kind, rev: now.rev, content: sent })
      queries.setQueryData(api.drafts.get.queryKey({ input: { id: draft.id } }), saved)
      latest.current.rev = saved.rev
      setRev(saved.rev)
      if (latest.current.content === sent) {
        latest.current.dirty = false
        localCopies.drop(scope, draft.id)
        setSave({ state: 'saved', at: saved.updatedAt })
        return true
      }
      localCopies.write(scope, draft.id, { content: latest.current.content, rev: saved.rev, at: Date.now() })
      timer.current = setTimeout(() => void again.current(), PAUSE)
      return false
    } catch (error) {
      const problem = toProblem(error)
      if (problem.code === 'DRAFT_CHANGED_ELSEWHERE') {
        latest.current.conflict = true
        setSave({ state: 'conflict', theirs: await peer.drafts.get({ id: draft.id }) })
      } else if (problem.code === 'UI_NOT_CONNECTED' || problem.code === 'UI_CONNECTION_LOST') setSave({ state: 'local', at: Date.now() })
      else {
        setSave({ state: 'refused', problem })
        if (problem.code.startsWith('SESSION_')) void useSession.getState().check()
      }
      return false
    } finally {
      latest.current.busy = false
    }
  }, [draft.id, draft.kind, queries, scope])
  useEffect(() => {
    again.current = flush
  }, [flush])

  const set = useCallback((key: string, value: unknown) => {
    const next = withField(latest.current.content, key, value)
    // A field that was left as it was is no change.
    if (same(next, latest.current.content)) return
    latest.current = { ...latest.current, content: next, dirty: true }
    setContent(next)
    localCopies.write(scope, draft.id, { content: next, rev: latest.current.rev, at: Date.now() })
    if (latest.current.conflict) return
    setSave(peerConnection.store.getState().phase === 'open' ? { state: 'dirty' } : { state: 'local', at: Date.now() })
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void flush(), PAUSE)
  }, [draft.id, flush, scope])

  // Typing of a window that ended before it could save.
  useEffect(() => {
    if (!editable) return
    const copy = localCopies.read(scope, draft.id)
    if (!copy) return
    if (same(copy.content, latest.current.content)) return localCopies.drop(scope, draft.id)
    latest.current = { ...latest.current, content: copy.content, rev: copy.rev, dirty: true }
    setContent(copy.content)
    setRestored(copy.at)
    void flush()
  }, [draft.id, editable, flush, scope])

  // Somebody else's step or saving, while nothing is unsaved here.
  useEffect(() => {
    if (draft.rev > latest.current.rev && !latest.current.dirty && !latest.current.busy) take(draft, draft.updatedAt)
  }, [draft, take])

  useEffect(() => {
    if (open && latest.current.dirty) void flush()
  }, [open, flush])
  useEffect(() => () => {
    clearTimeout(timer.current)
    if (latest.current.dirty) void flush()
  }, [flush])

  const resolve = (whose: 'mine' | 'theirs'): void => {
    if (save.state !== 'conflict') return
    if (whose === 'theirs') {
      localCopies.drop(scope, draft.id)
      take(save.theirs, save.theirs.updatedAt)
      return
    }
    latest.current = { ...latest.current, rev: save.theirs.rev, conflict: false, dirty: true }
    void flush()
  }
  return { content, rev, save, restored, set, flush, resolve }
}

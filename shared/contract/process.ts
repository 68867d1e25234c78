import { z } from 'zod'

/**
 * Messages between the desktop's main process and the peer process it supervises (structured clone, no ports but where
 * stated). The peer process may not start processes or use the OS key store by itself: it asks main.
 */

/** Arguments of one more peer process: the same peer bundle, under node's conventions. */
export const spawnArgs = z.array(z.string().max(4096)).max(32)

/** From the peer process to main. */
export const toMain = z.discriminatedUnion('type', [
  /** Start one more peer process (the demonstration's members). */
  z.object({ type: z.literal('spawn'), id: z.string().max(64), args: spawnArgs }),
  z.object({ type: z.literal('kill'), id: z.string().max(64), signal: z.enum(['SIGTERM', 'SIGKILL']) }),
  /** OS key store (safeStorage): base64 in, base64 out; answered by `os-store` with the same `seq`. */
  z.object({ type: z.literal('os-store'), seq: z.int(), op: z.enum(['wrap', 'unwrap']), data: z.string().max(65_536) }),
  /** The peer is up and answers channels. */
  z.object({ type: z.literal('ready') }),
])
export type ToMain = z.infer<typeof toMain>

/** From main to the peer process. `open` carries one MessagePort. */
export type FromMain =
  | { readonly type: 'open'; readonly channel: 'host' | 'peer' }
  | { readonly type: 'spawned'; readonly id: string; readonly pid: number | null }
  | { readonly type: 'line'; readonly id: string; readonly line: string }
  | { readonly type: 'exit'; readonly id: string; readonly code: number | null }
  | { readonly type: 'os-store'; readonly seq: number; readonly ok: true; readonly data: string }
  | { readonly type: 'os-store'; readonly seq: number; readonly ok: false; readonly code: string }
  /** Powered down or asleep and back: connections are stale. */
  | { readonly type: 'resumed' }
  | { readonly type: 'stop' }

/** Arguments with which main starts the supervised peer process. */
export const PEER_FLAGS = { data: '--user-data', osStore: '--os-store', child: '--child', runtime: '--runtime', demo: '--demo' } as const

import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { base, count, hex, memberId, ms, problemSchema, text } from './base.ts'

export const demoPeer = z.object({ id: memberId, nameZh: z.string(), nameEn: z.string(), running: z.boolean(), pid: count.nullable() })

export const hostState = z.object({
  /** welcome: no network yet. network: this desktop's own peer runs. demo: six peers run, one is looked at. */
  mode: z.enum(['welcome', 'starting', 'network', 'demo', 'failed']),
  appVersion: z.string(),
  runtime: z.enum(['electron', 'browser']),
  problem: problemSchema.nullable(),
  /** What is being started, with numbers. */
  progress: z.object({ step: z.string(), done: count, total: count }).nullable(),
  demo: z.object({ peers: z.array(demoPeer), current: memberId }).nullable(),
  /** Passphrase of every demonstration account: it protects nothing. */
  demoPassphrase: z.string().nullable(),
})
export type HostState = z.infer<typeof hostState>

export const center = z.object({ code: memberId, nameZh: z.string(), nameEn: z.string(), regionCode: z.string() })

export const foundInput = z.object({
  name: z.string().min(1).max(64),
  me: memberId,
  members: z
    .array(z.object({ id: memberId, tier: z.enum(['OPERATOR', 'COUNCIL', 'MEMBER']), address: text(100) }))
    .min(4)
    .max(100),
  /** Protects the packages of the other members on their way; each gets its own file. */
  packagePassphrase: z.string().min(10).max(256),
  staffPassphrase: z.string().min(10).max(256),
})
export type FoundInput = z.infer<typeof foundInput>

export const packagePreview = z.object({
  network: z.string(),
  genesis: hex,
  createdAt: ms,
  me: center.extend({ tier: z.string() }),
  members: z.array(z.object({ id: memberId, nameZh: z.string(), tier: z.string() })),
  fingerprint: z.string(),
})
export type PackagePreview = z.infer<typeof packagePreview>

const packageText = z.string().max(4_194_304)

/** The welcome screen and the demonstration's switch: answered by the host process, before any peer runs. */
export const hostContract = {
  state: base.output(hostState),
  watch: base.output(eventIterator(hostState)),
  centers: base.output(z.array(center)),
  startDemo: base.output(hostState),
  /** Looks through another center's desktop; the page then opens its channel anew. */
  lookAs: base.input(z.object({ id: memberId })).output(hostState),
  /** Ends (kill -9) or starts one peer of the demonstration, to show what a missing member means. */
  stopPeer: base.input(z.object({ id: memberId })).output(hostState),
  startPeer: base.input(z.object({ id: memberId })).output(hostState),
  leaveDemo: base.output(hostState),
  found: base.input(foundInput).output(z.object({ packages: z.array(z.object({ id: memberId, fileName: z.string(), text: z.string() })) })),
  previewPackage: base.input(z.object({ text: packageText })).output(packagePreview),
  join: base
    .input(z.object({ text: packageText, packagePassphrase: text(256), staffPassphrase: z.string().min(10).max(256) }))
    .output(hostState),
}

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
const invitationText = z.string().max(8_388_608)

/** What an invitation says, verified as far as it can be by itself; two people compare the fingerprint. */
export const invitationPreview = z.object({
  network: z.string(),
  genesis: hex,
  /** First 16 hex digits of the genesis hash in groups of four. */
  fingerprint: z.string(),
  demo: z.boolean(),
  role: z.enum(['member', 'desktop', 'regulator', 'auditor']),
  /** The member it is meant for; null where the candidate names itself. */
  invitee: center.nullable(),
  inviter: center,
  /** Fingerprint of the inviter's signing key. */
  keyFingerprint: z.string(),
  issuedAt: ms,
  expiresAt: ms,
  /** The block the inviter vouches for; null before the first one. */
  checkpoint: z.object({ height: count, time: ms }).nullable(),
  members: z.array(z.object({ id: memberId, nameZh: z.string(), nameEn: z.string(), tier: z.string() })),
})
export type InvitationPreview = z.infer<typeof invitationPreview>

export const acceptInput = z.object({
  text: invitationText,
  /** Who joins; must be the invitee where the invitation names one. */
  member: center,
  /** `host:port` at which this computer listens and can be reached. */
  address: text(100),
  staffPassphrase: z.string().min(10).max(256),
  /** Seals the recovery file. */
  recoveryPassphrase: z.string().min(10).max(256),
})
export type AcceptInput = z.infer<typeof acceptInput>

const fileOut = z.object({ fileName: z.string(), text: z.string() })
export const accepted = z.object({
  /** The request to join as a file, for a way without a network. */
  request: fileOut,
  /** Compared by telephone with whoever admits. */
  fingerprint: z.string(),
  /** All keys, sealed: the only way back after the loss of this computer but a new admission. */
  recovery: fileOut,
})
export type Accepted = z.infer<typeof accepted>

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
  /** Verifies an invitation file. INVITATION_*. */
  previewInvitation: base.input(z.object({ text: invitationText })).output(invitationPreview),
  /** Makes the keys here, writes the data folder and starts it: it follows the network from now on and asks to be admitted. */
  acceptInvitation: base.input(acceptInput).output(accepted),
  /** Whether a recovery file opens with this passphrase and holds the keys of the open network's folder. RECOVERY_OTHER, PACKAGE_*. */
  checkRecovery: base.input(z.object({ text: packageText, passphrase: text(256) })).output(z.object({})),
  join: base
    .input(z.object({ text: packageText, packagePassphrase: text(256), staffPassphrase: z.string().min(10).max(256) }))
    .output(hostState),
}

import { z } from 'zod'
import { VOTE_CHOICES } from '../enums.ts'
import type { StaffRole, VoteChoice } from '../enums.ts'

/** What people do to a record before it is published. */
export const STEP_NAMES = ['create', 'review', 'vote', 'approve'] as const
export type StepName = (typeof STEP_NAMES)[number]

const bytes = (length: number) => z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === length, { error: 'STEP_MALFORMED' })

/** A signed step as it stands in a published record's body; bytes because a record has little room. */
export const stepSchema = z.strictObject({
  s: z.enum(STEP_NAMES),
  /** Device key id of the signer, 32 bytes. */
  d: bytes(32),
  /** The signer's clock, ms. Informative. */
  at: z.int().min(0),
  /** Choice of a vote. */
  choice: z.enum(VOTE_CHOICES).optional(),
  /** Ed25519 over `stepPreimage`, 64 bytes. */
  sig: bytes(64),
})
export type Step = z.infer<typeof stepSchema>

/** A step that a record needs: who may take it, and how many different people. */
export interface NeededStep {
  readonly step: StepName
  readonly role: StaffRole
  readonly min: number
  /** The last step is the envelope's own signature: it publishes. */
  readonly publishes: boolean
}

/** Who took a step, as the state remembers it. */
export interface Actor {
  readonly step: StepName
  readonly staffId: string
  readonly at: number
  readonly choice?: VoteChoice
}

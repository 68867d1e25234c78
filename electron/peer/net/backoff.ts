import type { Random } from '../../../shared/kit/env.ts'
import { FIRST_DIALS_MS, REDIAL_MAX_LOOPBACK_MS, REDIAL_MAX_MS, REDIAL_MIN_MS } from './limits.ts'

/**
 * Milliseconds to wait before dial number `attempt` (from 0) of a lost peer: quick at first, then doubling from 5 s to
 * 5 min, each with a quarter of jitter so that members do not knock in step. On this machine never more than 3 s.
 */
export function redialDelay(attempt: number, loopback: boolean, random: Random): number {
  const quick = FIRST_DIALS_MS[attempt]
  const slow = Math.min(REDIAL_MAX_MS, REDIAL_MIN_MS * 2 ** Math.min(20, Math.max(0, attempt - FIRST_DIALS_MS.length)))
  const base = quick ?? (loopback ? Math.min(slow, REDIAL_MAX_LOOPBACK_MS) : slow)
  const fraction = random.bytes(1)[0]! / 255
  return Math.round(base * (0.75 + fraction / 2))
}

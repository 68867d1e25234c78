import { compareText } from '../../kit/bytes.ts'
import { months } from '../dates.ts'
import type { VetoGround } from '../enums.ts'
import type { Methodology } from './document.ts'
import type { EventLine } from './events.ts'
import type { ScoreInput } from './input.ts'
import type { StateLine } from './states.ts'

/** Which veto a ground leads to. The grounds are facts of a record; the codes are the methodology's. */
export const VETO_OF_GROUND: { readonly [G in VetoGround]: string } = {
  FRAUD: 'V1',
  LICENCE_REVOKED: 'V2',
  CRIMINAL: 'V3',
  SERIOUS_LIST: 'V4',
  MISAPPROPRIATION: 'V5',
}

export interface Limits {
  /** Codes of the caps and vetoes in force, ascending. */
  readonly caps: readonly string[]
  readonly vetoes: readonly string[]
}

/**
 * Caps and vetoes that follow from records and metrics at `asOf` (methodology, `derivation`): a cap while a state is in
 * force or a measure is being carried out (measureFrom <= asOf < measureTo), a veto within its window. An indicator that
 * may set several vetoes sets those of the record's grounds, or all where the record names none.
 */
export function deriveLimits(input: ScoreInput, events: readonly EventLine[], states: readonly StateLine[], { document }: Methodology): Limits {
  const caps = new Set<string>(input.caps)
  const vetoes = new Set<string>(input.vetoes)
  const windowOf = (code: string): number | null | undefined => document.vetoes.find((veto) => veto.code === code)?.windowMonths
  for (const { event, indicator, effective } of events) {
    if (!effective || !indicator) continue
    const running = event.measureFrom !== undefined && compareText(event.measureFrom, input.asOf) <= 0 && (event.measureTo === undefined || compareText(input.asOf, event.measureTo) < 0)
    if (indicator.setsCapWhileActive && running) caps.add(indicator.setsCapWhileActive)
    for (const code of vetoCodes(indicator.setsVeto ?? [], event.vetoGrounds ?? [])) {
      const window = windowOf(code)
      if (window === undefined || (window !== null && months(event.effectiveDate, input.asOf) >= window)) continue
      vetoes.add(code)
    }
  }
  for (const { state, indicator, effective } of states) {
    if (!effective || !indicator) continue
    if (indicator.setsCap) caps.add(indicator.setsCap)
    for (const code of vetoCodes(indicator.setsVeto ?? [], state.vetoGrounds ?? [])) if (windowOf(code) !== undefined) vetoes.add(code)
  }
  for (const cap of document.caps) {
    const value = cap.metric === undefined ? undefined : input.metrics[cap.metric]
    if (value !== undefined && cap.below !== undefined && value < cap.below) caps.add(cap.code)
  }
  return { caps: [...caps].sort(compareText), vetoes: [...vetoes].sort(compareText) }
}

function vetoCodes(ofIndicator: readonly string[], grounds: readonly VetoGround[]): readonly string[] {
  const named = grounds.map((ground) => VETO_OF_GROUND[ground])
  // Naming only fraud must not lift the veto that the indicator itself sets.
  return ofIndicator.length > 0 && !named.some((code) => ofIndicator.includes(code)) ? [...ofIndicator, ...named] : named
}

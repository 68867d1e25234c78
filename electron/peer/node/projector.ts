import { compositeView, dates, DEFAULT_METHODOLOGY, methodologyOf, read, type Methodology } from '../../../shared/credit/index.ts'
import type { StateChange, StateReader } from '../../../shared/ledger/state/executor.ts'
import type { CompositeEntry, InstitutionEntry, ViewProjector } from '../store/views/types.ts'

/** Raise it when a row is made differently: the stores then rebuild their lists at the next start. */
const VERSION = 2

/** Keys whose second part is the institution's USCC. */
const OF_INSTITUTION = /^(?:inst|insth|eng|cond|rate)\/([0-9A-Z]{18})(?:\/|$)/

/** Rows of the institution lists, from the credit domain's state. */
export const creditProjector: ViewProjector = {
  version: VERSION,
  touched,
  institution: institutionEntry,
  *all(state) {
    for (const { uscc } of read.listInstitutions(state)) yield uscc
  },
}

function touched(changes: readonly StateChange[]): Iterable<string> {
  const found = new Set<string>()
  for (const [key] of changes) {
    const uscc = OF_INSTITUTION.exec(key)?.[1]
    if (uscc !== undefined) found.add(uscc)
  }
  return found
}

function institutionEntry(uscc: string, state: StateReader, at: { readonly height: number; readonly time: number }): InstitutionEntry | null {
  const view = read.readInstitution(state, uscc)
  if (!view) return null
  const { content, home } = view
  // What was repaired or withdrawn is counted no more.
  const conduct = read.listConduct(state, uscc).filter(({ status }) => status === 'EFFECTIVE')
  return {
    uscc,
    nameZh: content.nameZh,
    nameEn: content.nameEn ?? null,
    shortName: content.shortName ?? null,
    formerNames: (content.formerNames ?? []).map(({ name }) => name),
    type: content.type,
    home,
    regionCode: content.regionCode,
    bizStatus: content.bizStatus,
    composite: compositeEntry(uscc, state, at),
    engagements: read.listEngagements(state, uscc).filter((view) => read.statusOf(view) === 'EFFECTIVE').length,
    conductPositive: conduct.filter(({ content: { polarity } }) => polarity === 'POSITIVE').length,
    conductNegative: conduct.filter(({ content: { polarity } }) => polarity === 'NEGATIVE').length,
    ratings: read.listRatings(state, uscc).length,
  }
}

/** Null where no rating counts. */
function compositeEntry(uscc: string, state: StateReader, { height, time }: { readonly height: number; readonly time: number }): CompositeEntry | null {
  if (read.listRatings(state, uscc).length === 0) return null
  const found = compositeView(state, { uscc, asOf: dates.dateOfTime(time), basisHeight: height, methodology: adopted(state) })
  return found && found.weights.length > 0 ? { score: found.score, notation: found.notation, class: found.class ?? 'M', flags: found.flags } : null
}

function adopted(state: StateReader): Methodology {
  const hash = read.readNetwork(state)?.methodology.hash
  return (hash === undefined ? null : methodologyOf(hash)) ?? DEFAULT_METHODOLOGY
}

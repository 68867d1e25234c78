import { categoriesOf } from '../../../shared/credit/conduct/category.ts'
import { polaritiesOf } from '../../../shared/credit/conduct/check.ts'
import type { DraftKind } from '../../../shared/credit/kinds.ts'
import type { Methodology } from '../../../shared/credit/methodology/document.ts'
import type { ImportKind } from '../../../shared/contract/imports.ts'
import type { CellValue } from './cells.ts'
import { nest } from './rows.ts'

/** The kind of record that a row of each table becomes. */
export const DRAFT_KIND: Readonly<Record<ImportKind, DraftKind>> = {
  institutions: 'institution.register',
  engagements: 'engagement.record',
  conduct: 'conduct.record',
}

type Content = Record<string, unknown>

/** Levels at which the recording center itself is the source: its own measures and complaints it handled (authority levels of the methodology). */
const OWN_LEVELS: ReadonlySet<unknown> = new Set(['A4', 'A6'])

/** Content of the record that a row describes. What tables don't say is filled in from the methodology, never guessed. */
export function contentOf(kind: ImportKind, values: ReadonlyMap<string, CellValue>, methodology: Methodology): Content {
  const content = withEvidence(nest(values))
  return kind === 'conduct' ? conductContent(content, methodology) : content
}

function withEvidence({ evidence, ...content }: Content): Content {
  if (evidence === undefined) return content
  const { hash, ...rest } = evidence as { readonly hash?: unknown }
  return { ...content, evidence: [{ ...rest, ...(typeof hash === 'string' ? { hash: hash.toLowerCase() } : {}) }] }
}

function conductContent({ center, ...content }: Content, methodology: Methodology): Content {
  const indicator = methodology.indicators.get(String(content['indicatorCode']))
  const own = OWN_LEVELS.has(content['authorityLevel'])
  return {
    ...content,
    subjectKind: content['subjectKind'] ?? 'INSTITUTION',
    polarity: content['polarity'] ?? (indicator ? polaritiesOf(indicator)[0] : undefined),
    category: indicator ? categoriesOf(indicator)[0] : undefined,
    retentionClass: indicator?.retention,
    source: own ? 'CENTER' : 'OFFICIAL',
    ...(own && center !== undefined ? { issuingCenter: center } : {}),
  }
}

/** The column that a path of the content came from; empty where the row as a whole is meant. */
export function headerOf(path: string, headers: ReadonlyMap<string, string>): string {
  const field = DERIVED[path] ?? path
  for (let at = field; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
    const header = headers.get(at) ?? headers.get(DERIVED[at] ?? '')
    if (header !== undefined) return header
  }
  return ''
}

const DERIVED: Readonly<Record<string, string>> = {
  category: 'indicatorCode',
  retentionClass: 'indicatorCode',
  vetoGrounds: 'indicatorCode',
  issuingCenter: 'center',
  evidence: 'evidence.type',
  'evidence.0.hash': 'evidence.hash',
  'evidence.0.name': 'evidence.name',
  satisfaction: 'satisfaction.score',
}

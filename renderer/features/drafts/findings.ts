import { CONTENT_SCHEMAS } from '../../../shared/credit/index.ts'
import { checkShape, type Finding } from '../../../shared/credit/finding.ts'
import { usccFindings } from '../../../shared/credit/uscc/check.ts'
import type { DraftDetail } from '../../../shared/contract/drafts.ts'
import type { Content } from './content.ts'

export type { Finding }

const codeOf = (content: Content, key: string): string | null => (typeof content[key] === 'string' ? content[key] : null)

/** A field that is there and empty is one that is not given yet. */
const given = (content: Content): Content => Object.fromEntries(Object.entries(content).filter(([, value]) => value !== '' && value !== null))

/** What the network's own checks find in a content as it stands on screen: the same code that the peers run. */
export function localFindings(kind: DraftDetail['kind'], content: Content): readonly Finding[] {
  const found = [...checkShape(CONTENT_SCHEMAS[kind] as never, given(content)).findings]
  const type = codeOf(content, 'type') ?? undefined
  for (const key of ['uscc', 'parentUscc', 'clientUscc', 'branchUscc']) {
    const code = codeOf(content, key)
    if (code) found.push(...usccFindings(key, code, key === 'uscc' ? { type, override: content['usccOverride'] !== undefined } : {}))
  }
  return found
}

/** Codes that the local checks find as well: the peer's word on them is older than what is typed now. */
const REPEATED = /^(FIELD|TEXT|HASH|REGION)_|^DATE_INVALID$|^USCC_(LENGTH|CHARACTER|CHECK|CHECK_OVERRIDDEN|ORG_CHECK|PREFIX_UNKNOWN|PREFIX_TYPE|REGION|NOT_NORMALISED|IS_ID_NUMBER|LIKE_ID_NUMBER)$/

/** Local findings at once, and what only the peer can know (duplicates, jurisdiction) as of its last saving. */
export function allFindings(draft: DraftDetail, content: Content): readonly Finding[] {
  const remote = draft.findings.filter((finding) => !REPEATED.test(finding.code)).map((finding) => ({ ...finding, path: finding.path ?? '' }))
  return [...localFindings(draft.kind, content), ...remote]
}

import { hashValue } from '../codec.ts'
import type { CheckContext } from '../context.ts'
import { inOrder, notInFuture } from '../dates-check.ts'
import { checkShape, error, warning } from '../finding.ts'
import type { Finding } from '../finding.ts'
import { authorMayWrite, isHome } from '../authority/jurisdiction.ts'
import { evidencePersonalFindings, personalFindings } from '../personal.ts'
import { readInstitution } from '../state/read.ts'
import { checkUscc, normaliseUscc, usccFindings } from '../uscc/check.ts'
import { institutionSchema, institutionUpdateSchema } from './schema.ts'
import type { InstitutionContent, InstitutionUpdateContent } from './schema.ts'

/** What is wrong with the content of an `institution.register`. */
export function checkRegister(content: unknown, context: CheckContext): readonly Finding[] {
  const shape = checkShape(institutionSchema, content)
  const findings = [...shape.findings, ...codeFindings(content)]
  if (!shape.value) return findings
  return [...findings, ...fieldFindings(shape.value, context), ...authorMayWrite(context), ...newFindings(shape.value, context)]
}

/** What is wrong with the content of an `institution.update`. */
export function checkUpdate(content: unknown, context: CheckContext): readonly Finding[] {
  const shape = checkShape(institutionUpdateSchema, content)
  const findings = [...shape.findings, ...codeFindings(content)]
  if (!shape.value) return findings
  return [...findings, ...fieldFindings(shape.value, context), ...authorMayWrite(context), ...updateFindings(shape.value, context)]
}

/** The code is looked at even while the rest of a form is still empty. */
function codeFindings(content: unknown): readonly Finding[] {
  const fields = (content ?? {}) as Partial<Record<keyof InstitutionContent, unknown>>
  const { uscc, parentUscc, type } = fields
  const findings: Finding[] = []
  if (typeof uscc === 'string' && uscc !== '') {
    const override = fields.usccOverride !== undefined
    findings.push(...usccFindings('uscc', uscc, { override, ...(typeof type === 'string' ? { type } : {}) }))
    if (override && checkUscc(uscc).valid) findings.push(warning('usccOverride', 'USCC_OVERRIDE_NOT_NEEDED'))
  }
  if (typeof parentUscc === 'string' && parentUscc !== '') {
    findings.push(...usccFindings('parentUscc', parentUscc))
    if (typeof uscc === 'string' && normaliseUscc(parentUscc) === normaliseUscc(uscc)) findings.push(error('parentUscc', 'INSTITUTION_OWN_PARENT'))
  }
  return findings
}

function fieldFindings(content: InstitutionContent, { today }: CheckContext): readonly Finding[] {
  const findings: Finding[] = [
    ...notInFuture({ establishedOn: content.establishedOn, practiceSince: content.practiceSince }, today),
    ...personalFindings({
      nameZh: content.nameZh, nameEn: content.nameEn, shortName: content.shortName, address: content.address, 'usccOverride.reason': content.usccOverride?.reason,
      ...('reason' in content && typeof content.reason === 'string' ? { reason: content.reason } : {}),
    }),
    ...evidencePersonalFindings('evidence', content.evidence),
    ...evidencePersonalFindings('usccOverride.evidence', content.usccOverride && [content.usccOverride.evidence]).map((finding) => ({ ...finding, path: finding.path.replace('.0.', '.') })),
    ...(content.formerNames ?? []).flatMap((former, at) => personalFindings({ [`formerNames.${at}.name`]: former.name })),
    ...(content.memberships ?? []).flatMap((item, at) => inOrder({ [`memberships.${at}.from`]: item.from, [`memberships.${at}.to`]: item.to })),
  ]
  if (content.practiceSince !== undefined && content.practiceSince < content.establishedOn) findings.push(warning('practiceSince', 'INSTITUTION_PRACTICE_BEFORE_FOUNDING'))
  const registered = content.uscc.slice(2, 4)
  if (registered !== '10' && registered !== content.regionCode.slice(0, 2)) findings.push(warning('regionCode', 'INSTITUTION_REGION_MISMATCH', { code: content.uscc.slice(2, 8) }))
  return findings
}

function newFindings(content: InstitutionContent, { author, state }: CheckContext): readonly Finding[] {
  const findings: Finding[] = []
  const known = state ? readInstitution(state, content.uscc) : null
  if (known) findings.push(error('uscc', 'INSTITUTION_EXISTS', { uscc: content.uscc, home: known.home }))
  if (author !== undefined && content.homeCenter !== author) findings.push(warning('homeCenter', 'INSTITUTION_HOME_BECOMES_AUTHOR', { named: content.homeCenter, author }))
  return findings
}

function updateFindings(content: InstitutionUpdateContent, { author, state }: CheckContext): readonly Finding[] {
  if (!state) return []
  const current = readInstitution(state, content.uscc)
  if (!current) return [error('uscc', 'INSTITUTION_UNKNOWN', { uscc: content.uscc })]
  const findings: Finding[] = []
  if (author !== undefined && !isHome(current, author, state)) findings.push(error('', 'INSTITUTION_NOT_HOME', { home: current.home, author }))
  if (content.baseVersion !== current.version) findings.push(error('baseVersion', 'VERSION_CONFLICT', { current: current.version, base: content.baseVersion }))
  else if (hashValue(withoutUpdate(content)) === hashValue(current.content)) findings.push(error('', 'INSTITUTION_UNCHANGED'))
  return findings
}

/** The institution that an update leaves behind. */
export function withoutUpdate({ baseVersion: _base, reason: _reason, ...institution }: InstitutionUpdateContent): InstitutionContent {
  return institution
}

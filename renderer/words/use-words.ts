import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type credit from '../../shared/i18n/zh-CN/credit.ts'
import type terms from '../../shared/i18n/zh-CN/ui-terms.ts'
import type { Problem } from '../../shared/kit/result.ts'
import type { ErrorWords } from '../../shared/i18n/errors.ts'

type CreditEnum = keyof (typeof credit)['enum']

/** Groups by the name of the field that holds the code, where the credit domain's list has another name. */
const lists = {
  type: 'institutionType', role: 'staffRole', category: 'conductCategory', source: 'conductSource', retention: 'retentionClass',
  evidence: 'evidenceType', choice: 'voteChoice', memberStatus: 'membershipStatus',
} as const satisfies Record<string, CreditEnum>

/** A group of coded terms, e.g. `type` (institution types): the credit domain's lists and the page's own. */
export type TermGroup = keyof typeof terms | keyof typeof lists | CreditEnum | 'kind' | 'lineReason' | 'metric'

/** Codes that staff know by heart stand before their words. */
const coded: ReadonlySet<string> = new Set(['authorityLevel', 'evidence'])

export interface Words {
  readonly t: TFunction<'ui'>
  readonly zh: boolean
  /** The word for a code of a group; the code itself where the catalogues have none. */
  readonly term: (group: TermGroup, code: string, params?: Problem['params']) => string
  /** Why a line of a rating counts as it does. */
  readonly reason: (reason: Problem) => string
  /** The name of a field of a record; the key itself where the catalogue has none. */
  readonly field: (key: string) => string
  /** The name of the two-language thing in the language that is shown. */
  readonly name: (thing: { readonly nameZh: string; readonly nameEn?: string | null }) => string
  /** Cause and next step of a problem. */
  readonly problem: (problem: Problem) => ErrorWords
}

/** Parameters of problems that carry codes. */
const paramGroups: Readonly<Record<string, TermGroup>> = { state: 'draftState', role: 'role', kind: 'kind', step: 'step', due: 'step', tier: 'tier', polarity: 'polarity', category: 'category', level: 'authorityLevel', type: 'type', metric: 'metric', status: 'recordStatus', matter: 'governanceMatter', threshold: 'governanceThreshold', proposalStatus: 'proposalStatus', objectionStatus: 'objectionStatus', retention: 'retention' }

/** Words in the language that is shown; a component that calls this is drawn again when the language changes. */
export function useWords(): Words {
  const { t, i18n } = useTranslation('ui')
  const zh = i18n.language !== 'en'
  const loose = i18n.t as unknown as (key: string, params?: Record<string, unknown>) => string
  /** The words at the first of the keys that a catalogue has. */
  const look = (keys: readonly string[], otherwise: string, params?: Record<string, unknown>): string => {
    const found = keys.find((key) => i18n.exists(key))
    return found === undefined ? otherwise : loose(found, params)
  }
  const term = (group: TermGroup, code: string, params?: Problem['params']): string => {
    const safe = code.replaceAll('.', '_')
    const list = lists[group as keyof typeof lists] ?? group
    const word = look([`ui:terms.${group}.${safe}`, `credit:enum.${list}.${safe}`, `credit:${group}.${safe}`], code, params)
    return coded.has(group) && word !== code ? `${code} ${word}` : word
  }
  const field = (key: string): string => look([`credit:field.${key}`, `ui:fields.${key}`], key)
  /** A code inside a problem's parameters, in words where the parameter's name tells which list it is of. */
  const inWords = (name: string, value: string | number): string | number => {
    if (typeof value === 'number') return value
    const group = paramGroups[name]
    if (group) return value.split(/[ ,]+/).map((code) => term(group, code)).join(zh ? '、' : ', ')
    if (name === 'field') return value.split('.').map((part) => (/^\d+$/.test(part) ? `#${Number(part) + 1}` : field(part))).join(' › ')
    return value
  }
  const filled = (params: Problem['params']): Record<string, string | number> => Object.fromEntries(Object.entries(params ?? {}).map(([name, value]) => [name, inWords(name, value)]))
  return {
    t,
    zh,
    term,
    field,
    reason: ({ code, params }) => term('lineReason', code, filled(params)),
    name: (thing) => (zh ? thing.nameZh : thing.nameEn || thing.nameZh),
    problem: ({ code, params }) => {
      const values = { ...filled(params), ns: 'errors' }
      if (!i18n.exists(`${code}.cause`, { ns: 'errors' })) {
        return { cause: t('app.unknownProblem', { code }), next: t('app.unknownNext') }
      }
      return { cause: loose(`${code}.cause`, values), next: loose(`${code}.next`, values) }
    },
  }
}

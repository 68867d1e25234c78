import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type terms from '../../shared/i18n/zh-CN/ui-terms.ts'
import type { Problem } from '../../shared/kit/result.ts'
import type { ErrorWords } from './i18n.ts'

/** A group of coded terms, e.g. `type` (institution types). */
export type TermGroup = keyof typeof terms

export interface Words {
  readonly t: TFunction<'ui'>
  readonly zh: boolean
  /** The word for a code of a group; the code itself where the catalogue has none. */
  term(group: TermGroup, code: string): string
  /** The name of a field of a record; the key itself where the catalogue has none. */
  field(key: string): string
  /** The name of the two-language thing in the language that is shown. */
  name(thing: { readonly nameZh: string; readonly nameEn?: string | null }): string
  /** Cause and next step of a problem. */
  problem(problem: Problem): ErrorWords
}

/** Parameters of problems that carry codes. */
const paramGroups: Readonly<Record<string, TermGroup>> = { state: 'draftState', role: 'role', kind: 'kind', step: 'step', due: 'step', tier: 'tier', polarity: 'polarity', category: 'category', level: 'authorityLevel' }

/** Words in the language that is shown; a component that calls this is drawn again when the language changes. */
export function useWords(): Words {
  const { t, i18n } = useTranslation('ui')
  const zh = i18n.language !== 'en'
  const loose = i18n.t as unknown as (key: string, params?: Record<string, unknown>) => string
  const look = (key: string, otherwise: string): string => (i18n.exists(key, { ns: 'ui' }) ? loose(key, { ns: 'ui' }) : otherwise)
  const term = (group: TermGroup, code: string): string => look(`terms.${group}.${code.replaceAll('.', '_')}`, code)
  const field = (key: string): string => look(`fields.${key}`, key)
  /** A code inside a problem's parameters, in words where the parameter's name tells which list it is of. */
  const inWords = (name: string, value: string | number): string | number => {
    if (typeof value === 'number') return value
    const group = paramGroups[name]
    if (group) return value.split(/[ ,]+/).map((code) => term(group, code)).join(zh ? '、' : ', ')
    if (name === 'field') return value.split('.').map((part) => (/^\d+$/.test(part) ? `#${Number(part) + 1}` : field(part))).join(' › ')
    return value
  }
  return {
    t,
    zh,
    term,
    field,
    name: (thing) => (zh ? thing.nameZh : thing.nameEn || thing.nameZh),
    problem: ({ code, params }) => {
      const values = { ...Object.fromEntries(Object.entries(params ?? {}).map(([name, value]) => [name, inWords(name, value)])), ns: 'errors' }
      if (!i18n.exists(`${code}.cause`, { ns: 'errors' })) {
        return { cause: t('app.unknownProblem', { code }), next: t('app.unknownNext') }
      }
      return { cause: loose(`${code}.cause`, values), next: loose(`${code}.next`, values) }
    },
  }
}

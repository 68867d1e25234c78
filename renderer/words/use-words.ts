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

/** Words in the language that is shown; a component that calls this is drawn again when the language changes. */
export function useWords(): Words {
  const { t, i18n } = useTranslation('ui')
  const zh = i18n.language !== 'en'
  const loose = i18n.t as unknown as (key: string, params?: Record<string, unknown>) => string
  const look = (key: string, otherwise: string): string => (i18n.exists(key, { ns: 'ui' }) ? loose(key, { ns: 'ui' }) : otherwise)
  return {
    t,
    zh,
    term: (group, code) => look(`terms.${group}.${code.replaceAll('.', '_')}`, code),
    field: (key) => look(`fields.${key}`, key),
    name: (thing) => (zh ? thing.nameZh : thing.nameEn || thing.nameZh),
    problem: ({ code, params }) => {
      const values = { ...params, ns: 'errors' }
      if (!i18n.exists(`${code}.cause`, { ns: 'errors' })) {
        return { cause: t('app.unknownProblem', { code }), next: t('app.unknownNext') }
      }
      return { cause: loose(`${code}.cause`, values), next: loose(`${code}.next`, values) }
    },
  }
}

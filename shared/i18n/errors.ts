import enApi from './en/errors-api.ts'
import enCredit from './en/errors-credit.ts'
import enHost from './en/errors-host.ts'
import enLedger from './en/errors-ledger.ts'
import enNet from './en/errors-net.ts'
import enStore from './en/errors-store.ts'
import enUi from './en/errors-ui.ts'
import zhApi from './zh-CN/errors-api.ts'
import zhCredit from './zh-CN/errors-credit.ts'
import zhHost from './zh-CN/errors-host.ts'
import zhLedger from './zh-CN/errors-ledger.ts'
import zhNet from './zh-CN/errors-net.ts'
import zhStore from './zh-CN/errors-store.ts'
import zhUi from './zh-CN/errors-ui.ts'
import { fill } from './fill.ts'
import type { Problem } from '../kit/result.ts'

export type Language = 'zh-CN' | 'en'

/** A problem's two sentences: what happened, and what to do next. */
export interface ErrorWords {
  readonly cause: string
  readonly next: string
}

type Catalogue = Readonly<Record<string, ErrorWords | undefined>>

/** Words of every error code of every room, by language. */
export const errorWords: Readonly<Record<Language, Catalogue>> = {
  'zh-CN': { ...zhApi, ...zhCredit, ...zhHost, ...zhLedger, ...zhNet, ...zhStore, ...zhUi },
  en: { ...enApi, ...enCredit, ...enHost, ...enLedger, ...enNet, ...enStore, ...enUi },
}

export { fill }

/** A problem in words with its parameters filled in; its code alone where no words are known. */
export function wordsOfProblem({ code, params }: Problem, language: Language): ErrorWords {
  const words = errorWords[language][code]
  return words ? { cause: fill(words.cause, params), next: fill(words.next, params) } : { cause: code, next: '' }
}

import enApi from '../../shared/i18n/en/errors-api.ts'
import enCredit from '../../shared/i18n/en/errors-credit.ts'
import enHost from '../../shared/i18n/en/errors-host.ts'
import enLedger from '../../shared/i18n/en/errors-ledger.ts'
import enNet from '../../shared/i18n/en/errors-net.ts'
import enStore from '../../shared/i18n/en/errors-store.ts'
import enUi from '../../shared/i18n/en/errors-ui.ts'
import zhApi from '../../shared/i18n/zh-CN/errors-api.ts'
import zhCredit from '../../shared/i18n/zh-CN/errors-credit.ts'
import zhHost from '../../shared/i18n/zh-CN/errors-host.ts'
import zhLedger from '../../shared/i18n/zh-CN/errors-ledger.ts'
import zhNet from '../../shared/i18n/zh-CN/errors-net.ts'
import zhStore from '../../shared/i18n/zh-CN/errors-store.ts'
import zhUi from '../../shared/i18n/zh-CN/errors-ui.ts'
import type { Lang } from './words.ts'

export interface ErrorWords {
  readonly cause: string
  readonly next: string
}

const CATALOGUES: Readonly<Record<Lang, Readonly<Record<string, ErrorWords>>>> = {
  'zh-CN': { ...zhApi, ...zhCredit, ...zhHost, ...zhLedger, ...zhNet, ...zhStore, ...zhUi },
  en: { ...enApi, ...enCredit, ...enHost, ...enLedger, ...enNet, ...enStore, ...enUi },
}

/** Words of every error code, by language. */
export const errorWords = (lang: Lang): Readonly<Record<string, ErrorWords | undefined>> => CATALOGUES[lang]

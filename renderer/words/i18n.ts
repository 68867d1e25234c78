import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import enCredit from '../../shared/i18n/en/credit.ts'
import enUi from '../../shared/i18n/en/ui.ts'
import zhCredit from '../../shared/i18n/zh-CN/credit.ts'
import zhUi from '../../shared/i18n/zh-CN/ui.ts'
import { errorWords, type ErrorWords } from '../../shared/i18n/errors.ts'
import { useSettings } from './settings.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'ui'
    resources: { ui: typeof zhUi; credit: typeof zhCredit; errors: Record<string, ErrorWords> }
  }
}

/** Starts the catalogues and follows the person's choice of language from then on. */
export async function startWords(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: useSettings.getState().language,
    fallbackLng: 'zh-CN',
    ns: ['ui', 'credit', 'errors'],
    defaultNS: 'ui',
    resources: { 'zh-CN': { ui: zhUi, credit: zhCredit, errors: errorWords['zh-CN'] }, en: { ui: enUi, credit: enCredit, errors: errorWords.en } },
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  const follow = (): void => {
    const { language } = useSettings.getState()
    document.documentElement.lang = language
    document.title = i18next.t('app.name')
  }
  follow()
  useSettings.subscribe((now, before) => {
    if (now.language === before.language) return
    void i18next.changeLanguage(now.language).then(follow)
  })
}

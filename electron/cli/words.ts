import en from '../../shared/i18n/en/cli.ts'
import zh from '../../shared/i18n/zh-CN/cli.ts'
import { errorWords, fill, type Language } from '../../shared/i18n/errors.ts'
import type { Problem } from '../../shared/kit/result.ts'

export { fill }
export type Lang = Language
export type Words = typeof zh

/** `--lang` where given, otherwise the locale of the terminal (POSIX: LC_ALL before LC_MESSAGES before LANG). */
export function chooseLang(argv: readonly string[], env: NodeJS.ProcessEnv): Lang {
  const at = argv.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='))
  const chosen = at < 0 ? null : argv[at]!.includes('=') ? argv[at]!.slice(7) : argv[at + 1]
  const locale = chosen ?? env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? ''
  return /^zh/i.test(locale) ? 'zh-CN' : 'en'
}

export const wordsOf = (lang: Lang): Words => (lang === 'en' ? en : zh)

/** A problem in words: its cause, the next step, and its code for support. */
export function problemText(problem: Problem, lang: Lang): string {
  const known = errorWords[lang][problem.code]
  if (!known) return problem.params ? `${problem.code} ${JSON.stringify(problem.params)}` : problem.code
  const [cause, next] = [fill(known.cause, problem.params), fill(known.next, problem.params)]
  return lang === 'en' ? `${cause.replace(/\.$/, '')}. ${next.replace(/\.$/, '')}. [${problem.code}]` : `${cause.replace(/。$/, '')}。${next.replace(/。$/, '')}。[${problem.code}]`
}

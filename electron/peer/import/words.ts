import api from '../../../shared/i18n/zh-CN/errors-api.ts'
import credit from '../../../shared/i18n/zh-CN/errors-credit.ts'
import ledger from '../../../shared/i18n/zh-CN/errors-ledger.ts'
import store from '../../../shared/i18n/zh-CN/errors-store.ts'
import type { Problem } from '../../../shared/kit/result.ts'

interface Words {
  readonly cause: string
  readonly next: string
}

/** Everything a row of a table can be refused for. */
const WORDS: Readonly<Record<string, Words | undefined>> = { ...ledger, ...store, ...credit, ...api }

/** The Chinese words of a problem with its numbers filled in; the code itself where there are none. */
export function wordsOf({ code, params = {} }: Problem): Words {
  const words = WORDS[code]
  if (!words) return { cause: code, next: '' }
  const fill = (text: string): string => text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => String(params[name] ?? ''))
  return { cause: fill(words.cause), next: fill(words.next) }
}

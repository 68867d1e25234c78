import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { sources, withoutComments } from '../../../build/lint/arrows.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const folder = (language: string) => path.join(root, 'shared/i18n', language)
const files = readdirSync(folder('zh-CN')).filter((name) => name.endsWith('.ts'))

type Tree = { readonly [key: string]: string | Tree }
const load = async (language: string, name: string): Promise<Tree> => ((await import(path.join(folder(language), name))) as { default: Tree }).default

/** Every text of a catalogue by its dotted key. */
function flat(tree: Tree, prefix = ''): Map<string, string> {
  const texts = new Map<string, string>()
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') texts.set(prefix + key, value)
    else for (const [inner, text] of flat(value, `${prefix}${key}.`)) texts.set(inner, text)
  }
  return texts
}
const parameters = (text: string): string[] => [...text.matchAll(/\{\{\s*([\w.]+)[^}]*\}\}/g)].map((match) => match[1]!).sort()

describe.each(files)('%s', (name) => {
  it('says the same things in both languages, with the same parameters', async () => {
    const [zh, en] = [flat(await load('zh-CN', name)), flat(await load('en', name))]
    expect([...en.keys()].sort()).toEqual([...zh.keys()].sort())
    for (const [key, text] of zh) {
      expect(text.trim(), key).not.toBe('')
      expect(en.get(key)!.trim(), key).not.toBe('')
      expect([...new Set(parameters(en.get(key)!))], key).toEqual([...new Set(parameters(text))])
    }
  })
})

it('has no language with a file the other lacks', () => expect(readdirSync(folder('en')).filter((name) => name.endsWith('.ts'))).toEqual(files))

it('has words, cause and next step, for every code the source can give', async () => {
  const known = new Set<string>()
  for (const name of files.filter((file) => file.startsWith('errors-'))) {
    for (const [code, entry] of Object.entries(await load('zh-CN', name))) {
      known.add(code)
      expect(Object.keys(entry as object).sort(), code).toEqual(['cause', 'next'])
    }
  }
  // Why a line of a rating counts as it does is no refusal: it has words of its own.
  const lineReasons = new Set(Object.keys((await load('zh-CN', 'credit.ts'))['lineReason'] as object))
  const missing = new Set<string>()
  const giving = /(?:\bproblem|\bCodedError|\brefuse|\bvoided|\bfail)\(\s*'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)'|\bcode:\s*'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)'/g
  for (const file of sources().filter((name) => !name.startsWith('test/') && !name.startsWith('build/') && !/^shared\/i18n\/|\/data\//.test(name))) {
    for (const match of withoutComments(readFileSync(path.join(root, file), 'utf8')).matchAll(giving)) {
      const code = (match[1] ?? match[2])!
      const isLineReason = file.startsWith('shared/credit/methodology/') && lineReasons.has(code)
      // SQLite's own codes are what we translate from.
      if (!known.has(code) && !isLineReason && !code.startsWith('SQLITE_')) missing.add(`${code} (${file})`)
    }
  }
  expect([...missing].sort()).toEqual([])
})

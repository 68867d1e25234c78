import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const folder = (language: string): string => path.resolve(import.meta.dirname, '../../../shared/i18n', language)
const files = readdirSync(folder('zh-CN')).filter((file) => file.endsWith('.ts'))

/** Every text of a catalogue by its dotted key. */
function texts(value: unknown, prefix = ''): Map<string, string> {
  if (typeof value === 'string') return new Map([[prefix, value]])
  const found = new Map<string, string>()
  for (const [key, part] of Object.entries(value as Record<string, unknown>)) {
    for (const [inner, text] of texts(part, prefix ? `${prefix}.${key}` : key)) found.set(inner, text)
  }
  return found
}

const load = async (language: string, file: string): Promise<Map<string, string>> => texts(((await import(path.join(folder(language), file))) as { default: unknown }).default)
const params = (text: string): string[] => [...new Set([...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map((match) => match[1] ?? ''))].sort()

describe('catalogues', () => {
  it('exist in both languages', () => {
    expect(readdirSync(folder('en')).filter((file) => file.endsWith('.ts')).sort()).toEqual([...files].sort())
  })

  it.each(files)('%s has the same keys, no empty text and the same parameters', async (file) => {
    const [zh, en] = await Promise.all([load('zh-CN', file), load('en', file)])
    expect([...en.keys()].sort()).toEqual([...zh.keys()].sort())
    for (const [key, text] of zh) {
      const other = en.get(key) ?? ''
      expect(text.trim(), `${file} ${key}`).not.toBe('')
      expect(other.trim(), `${file} ${key}`).not.toBe('')
      expect(params(other), `${file} ${key}`).toEqual(params(text))
    }
  })

  it.each(files.filter((file) => file.startsWith('ui')))('%s: English is English', async (file) => {
    for (const [key, text] of await load('en', file)) expect(text, `${file} ${key}`).not.toMatch(/[\u3400-\u9fff]/)
  })
})

describe('errors', () => {
  it.each(files.filter((file) => file.startsWith('errors-')))('%s gives cause and next step for every code', async (file) => {
    const found = await load('zh-CN', file)
    const codes = new Set([...found.keys()].map((key) => key.split('.')[0]))
    for (const code of codes) {
      expect(code).toMatch(/^[A-Z][A-Z0-9_]+$/)
      expect(found.has(`${code}.cause`), `${code}.cause`).toBe(true)
      expect(found.has(`${code}.next`), `${code}.next`).toBe(true)
    }
  })
})

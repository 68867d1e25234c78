import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import rules from './arrows.json' with { type: 'json' }

/**
 * The rooms and the arrows between them (arrows.json), checked over every import of the source: which room may import
 * which, where a package may be used, that pure rooms take no time, chance or locale from the machine, that a feature
 * imports no feature, and that no file outgrows a reader.
 */
const root = path.resolve(import.meta.dirname, '../..')

export interface Finding {
  readonly file: string
  readonly line: number
  readonly rule: string
  readonly text: string
}

const inside = (file: string, room: string): boolean => file === room || file.startsWith(`${room}/`)
const roomOf = (file: string): string | null =>
  Object.keys(rules.rooms).filter((room) => inside(file, room)).sort((a, b) => b.length - a.length)[0] ?? null

/** The source without its comments, every line kept so that findings name the right one. */
export function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\/|(^|[^:'"`\\])\/\/[^\n]*/g, (match, before: string | undefined) => (before ?? '') + match.slice(before?.length ?? 0).replace(/[^\n]/g, ''))
}

const IMPORT = /(?:\bfrom\s*|\bimport\s*\(\s*|\bimport\s+)(['"])([^'"]+)\1/g

/** Findings in one file; `file` is its path from the root, with forward slashes. */
export function check(file: string, source: string): Finding[] {
  const findings: Finding[] = []
  const code = withoutComments(source)
  const lineOf = (index: number): number => code.slice(0, index).split('\n').length
  const add = (index: number, rule: string, text: string) => findings.push({ file, line: lineOf(index), rule, text })
  const room = roomOf(file)
  if (!room) return findings

  for (const match of code.matchAll(IMPORT)) {
    const target = match[2]!
    if (target.startsWith('.')) {
      const resolved = path.posix.normalize(path.posix.join(path.posix.dirname(file), target))
      const targetRoom = roomOf(resolved)
      const allowed: readonly string[] = rules.rooms[room as keyof typeof rules.rooms]
      if (targetRoom !== room && !allowed.some((other) => targetRoom !== null && (inside(targetRoom, other) || inside(resolved, other)))) {
        if (!(targetRoom === null && resolved === 'package.json')) add(match.index, 'arrow', `${room} may not import ${resolved}`)
      }
      for (const features of rules.features) {
        const feature = (name: string) => (inside(name, features) ? name.slice(features.length + 1).split('/')[0] : null)
        const [from, to] = [feature(file), feature(resolved)]
        if (from && to && from !== to) add(match.index, 'feature', `feature ${from} may not import feature ${to}`)
      }
    } else if (!target.startsWith('node:')) {
      for (const [name, places] of Object.entries(rules.packages)) {
        const used = name.endsWith('/') ? target.startsWith(name) : target === name || target.startsWith(`${name}/`)
        if (used && !inside(file, 'test') && !inside(file, 'build') && !places.some((place) => inside(file, place))) add(match.index, 'package', `${target} belongs to ${places.join(', ')}`)
      }
      const name = target.startsWith('@') ? target.split('/').slice(0, 2).join('/') : target.split('/')[0]!
      if (inside(file, 'shared') && !rules.shared.includes(name)) add(match.index, 'shared', `shared/ runs anywhere and may not import ${target}`)
    } else if (inside(file, 'shared')) add(match.index, 'shared', `shared/ runs anywhere and may not import ${target}`)
  }

  if (rules.pure.some((pure) => inside(file, pure))) {
    for (const pattern of rules.impure) for (const match of code.matchAll(new RegExp(pattern, 'g'))) add(match.index, 'pure', `${match[0]} in a pure room`)
  }
  const lines = source.split('\n').length
  const isData = /\/(i18n|data|vectors|fixtures)\//.test(file)
  if (lines > rules.lines && !isData && !inside(file, 'test')) findings.push({ file, line: lines, rule: 'length', text: `${lines} lines, at most ${rules.lines}` })
  return findings
}

/** All TypeScript sources of the rooms. */
export function sources(): string[] {
  return ['shared', 'electron', 'renderer', 'build', 'test'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .filter((name) => /\.tsx?$/.test(name)),
  )
}

export const checkAll = (): Finding[] => sources().flatMap((file) => check(file, readFileSync(path.join(root, file), 'utf8')))

if (import.meta.main) {
  const findings = checkAll()
  for (const { file, line, rule, text } of findings) console.error(`${file}:${line}  ${rule}  ${text}`)
  console.log(findings.length === 0 ? `arrows: ${sources().length} files, none astray` : `arrows: ${findings.length} findings`)
  process.exitCode = findings.length === 0 ? 0 : 1
}

import { readFileSync, statSync } from 'node:fs'
import { ORPCError } from '@orpc/client'
import { CodedError, type Problem } from '../../shared/kit/result.ts'
import { fill, problemText, type Lang, type Words } from './words.ts'

/** Answer of a command as an exit code: yes, no, can't tell. */
export const YES = 0
export const NO = 1
export const UNCLEAR = 2
export type Exit = typeof YES | typeof NO | typeof UNCLEAR

/** What commands may do to the outside: print and read files. */
export interface Cli {
  readonly lang: Lang
  readonly words: Words
  /** One line of the answer, on standard output. */
  out(text: string): void
  /** Facts as JSON, on standard output. */
  json(value: unknown): void
  /** Progress and warnings, on standard error. */
  note(text: string): void
  say(template: string, params?: Readonly<Record<string, string | number>>): void
  problem(problem: Problem): string
}

export function createCli(lang: Lang, words: Words, streams: { readonly stdout: NodeJS.WritableStream; readonly stderr: NodeJS.WritableStream }): Cli {
  const out = (text: string): void => void streams.stdout.write(`${text}\n`)
  return {
    lang,
    words,
    out,
    json: (value) => out(JSON.stringify(value, null, 2)),
    note: (text) => void streams.stderr.write(`${text}\n`),
    say: (template, params) => out(fill(template, params)),
    problem: (problem) => problemText(problem, lang),
  }
}

/** Whatever was thrown, as a problem with a code. Refusals of a peer carry theirs over the wire. */
export function problemOf(error: unknown): Problem {
  if (error instanceof CodedError) return { code: error.code, ...(error.params ? { params: error.params } : {}) }
  if (error instanceof ORPCError && error.code === 'PROBLEM') {
    const data = error.data as Problem
    return { code: data.code, ...(data.params ? { params: data.params } : {}) }
  }
  return { code: 'UNEXPECTED', params: { message: error instanceof Error ? error.message : String(error) } }
}

/** Bytes of the largest file a command reads. */
const MAX_FILE = 16 * 1024 * 1024

const fileError = (file: string, error: unknown): CodedError => new CodedError('CLI_FILE', { file, reason: String((error as NodeJS.ErrnoException).code ?? 'read') }, { cause: error })
const tooLarge = (): Error => Object.assign(new Error('too large'), { code: 'EFBIG' })

/** Bytes of a file, or of standard input for `-`. Throws CodedError CLI_FILE {file, reason}. */
export async function readInput(file: string): Promise<Uint8Array> {
  try {
    if (file === '-') return await readStdin()
    if (statSync(file).size > MAX_FILE) throw tooLarge()
    return new Uint8Array(readFileSync(file))
  } catch (error) {
    throw fileError(file, error)
  }
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of process.stdin) {
    chunks.push(chunk as Buffer)
    length += (chunk as Buffer).length
    if (length > MAX_FILE) throw tooLarge()
  }
  return new Uint8Array(Buffer.concat(chunks))
}

/** First line of a passphrase file. Throws CodedError CLI_PASSPHRASE without one, CLI_FILE. */
export async function readPassphrase(file: string | undefined): Promise<string> {
  if (!file) throw new CodedError('CLI_PASSPHRASE')
  const [line = ''] = Buffer.from(await readInput(file)).toString('utf8').split(/\r?\n/)
  return line
}

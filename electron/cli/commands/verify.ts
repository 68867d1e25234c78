import { describe, type Speaker } from '../../../shared/credit/proof/describe.ts'
import { verifyDocument, type DocumentVerdict } from '../../../shared/credit/proof/verdict.ts'
import credit from '../../../shared/i18n/en/credit.ts'
import enVerdict from '../../../shared/i18n/en/verdict.ts'
import zhCredit from '../../../shared/i18n/zh-CN/credit.ts'
import zhVerdict from '../../../shared/i18n/zh-CN/verdict.ts'
import { fromHex } from '../../../shared/kit/bytes.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import { NO, problemOf, readInput, UNCLEAR, YES, type Cli, type Exit } from '../context.ts'
import { fill } from '../words.ts'

const codes: Record<DocumentVerdict['verdict'], Exit> = { valid: YES, invalid: NO, unreadable: UNCLEAR }

/**
 * Checks proof, evidence and checkpoint files offline. Exit 0 where all hold, 1 where one doesn't, 2 where one can't be read.
 * `genesis` pins the network: files of another one don't hold. Throws CodedError CLI_GENESIS where it is no hash.
 */
export async function verify(cli: Cli, files: readonly string[], options: { readonly json?: boolean; readonly genesis?: string }): Promise<Exit> {
  if (options.genesis !== undefined && !/^[0-9a-fA-F]{64}$/.test(options.genesis)) throw new CodedError('CLI_GENESIS', { hash: options.genesis.slice(0, 80) })
  const expected = options.genesis === undefined ? null : fromHex(options.genesis)
  const results: (DocumentVerdict & { readonly file: string })[] = []
  for (const file of files) {
    try {
      results.push({ file, ...verifyDocument(await readInput(file), expected) })
    } catch (error) {
      const { code, params } = problemOf(error)
      results.push({ file, kind: null, verdict: 'unreadable', problem: params ? { code, params: { ...params } } : { code }, trusted: false, facts: null })
    }
  }
  if (options.json) cli.json(results)
  else for (const result of results) tell(cli, result)
  // An unreadable file outweighs a wrong one: then nothing can be said about all of them.
  return results.reduce<Exit>((worst, { verdict }) => (codes[verdict] > worst ? codes[verdict] : worst), YES)
}

function tell(cli: Cli, { file, ...verdict }: DocumentVerdict & { readonly file: string }): void {
  const { headline, notes, rows, records } = describe(verdict, speakerOf(cli))
  cli.out(`${file}: ${headline}`)
  for (const note of notes) cli.out(`  ${note}`)
  for (const [label, value] of rows) cli.out(`  ${label}: ${value}`)
  for (const record of records) {
    cli.out(`  - ${record.title}`)
    for (const [label, value] of record.rows) cli.out(`    ${label}: ${value}`)
  }
}

function speakerOf(cli: Cli): Speaker {
  const english = cli.lang === 'en'
  const kinds: Readonly<Record<string, string>> = (english ? credit : zhCredit).kind
  return { words: english ? enVerdict : zhVerdict, fill, problem: (problem) => cli.problem(problem), kindName: (kind) => kinds[kind] ?? kind }
}

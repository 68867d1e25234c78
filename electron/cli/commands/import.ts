import path from 'node:path'
import type { ImportKind } from '../../../shared/contract/imports.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import { readInput, readPassphrase, NO, YES, type Cli, type Exit } from '../context.ts'
import { withPeer } from '../with-peer.ts'

export interface ImportArguments {
  readonly data: string
  readonly as: string
  readonly passphraseFile?: string
  readonly kind?: ImportKind
  readonly dryRun?: boolean
  readonly json?: boolean
}

const KINDS: readonly ImportKind[] = ['institutions', 'engagements', 'conduct']

/** Imports a table as drafts of one person. Exit 1 where rows were refused; the others became drafts nevertheless. */
export async function importTable(cli: Cli, file: string, options: ImportArguments): Promise<Exit> {
  const base64 = Buffer.from(await readInput(file)).toString('base64')
  const passphrase = await readPassphrase(options.passphraseFile)
  return withPeer(options.data, async (client) => {
    await client.session.signIn({ staffId: options.as, passphrase })
    const name = path.basename(file).slice(0, 260)
    const previews = await Promise.all((options.kind ? [options.kind] : KINDS).map(async (kind) => ({ kind, preview: await client.imports.preview({ kind, name, base64 }) })))
    // The kind of table whose columns are all there.
    const match = options.kind ? previews[0] : previews.find(({ preview }) => preview.missing.length === 0)
    if (!match) throw new CodedError('CLI_KIND')
    const { kind, preview } = match
    const { rows, ready, known, rejected, encoding, missing, findings } = preview
    const done = options.dryRun ? null : await client.imports.commit({ kind, name, base64 })
    if (options.json) cli.json({ file, kind, encoding, rows, ready, known, rejected, missing, findings, ...(done ? { batchId: done.batchId, created: done.created } : {}) })
    else {
      for (const { row, column, value, problem } of findings) cli.say(cli.words.import.finding, { row, column, value, problem: cli.problem(problem) })
      if (done) cli.say(cli.words.import.done, { created: done.created, known: done.known, rejected: done.rejected, batchId: done.batchId })
      else cli.say(cli.words.import.checked, { rows, ready, known, rejected })
    }
    return rejected > 0 || missing.length > 0 ? NO : YES
  })
}

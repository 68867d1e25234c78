import { readFileSync } from 'node:fs'
import path from 'node:path'
import { folderPaths } from '../../peer/folder/paths.ts'
import { audit as auditLedger, type AuditProgress } from '../../peer/workers/audit.ts'
import { NO, YES, type Cli, type Exit } from '../context.ts'

const NOTE_MS = 2_000

/** Verifies a data folder's whole ledger anew, from the genesis. Exit 0 where all of it holds, 1 where something doesn't. Throws CodedError of the audit. */
export async function audit(cli: Cli, options: { readonly data: string; readonly json?: boolean }): Promise<Exit> {
  const paths = folderPaths(path.resolve(options.data))
  const words = cli.words.audit
  const clock = { now: () => Date.now() }
  let said = 0
  const progress = ({ records, of, msLeft }: AuditProgress): void => {
    if (options.json || clock.now() - said < NOTE_MS) return
    said = clock.now()
    cli.note(words.progress.replace('{{records}}', String(records)).replace('{{of}}', String(of)).replace('{{seconds}}', String(Math.round((msLeft ?? 0) / 1_000))))
  }
  const stop = new AbortController()
  const onInterrupt = (): void => stop.abort()
  process.once('SIGINT', onInterrupt)
  try {
    const result = await auditLedger({ chainPath: paths.chain, genesis: new Uint8Array(readFileSync(paths.genesis)), worker: 'credit' }, { clock, stop: stop.signal, progress })
    const { flaw, blocks, records } = result
    if (options.json) cli.json(result)
    else if (!flaw) cli.say(words.sound, { blocks, records })
    else {
      cli.say(flaw.record === null ? words.badBlock : words.badRecord, { height: flaw.height, record: flaw.record ?? 0 })
      cli.out(cli.problem(flaw.problem))
    }
    return flaw ? NO : YES
  } finally {
    process.off('SIGINT', onInterrupt)
  }
}

import { existsSync, writeFileSync } from 'node:fs'
import type { ProofRequest } from '../../../shared/contract/network.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import { proofOf } from '../../peer/host/read-folder.ts'
import { YES, type Cli, type Exit } from '../context.ts'
import { askRunning } from '../ask-running.ts'

export interface ProveOptions {
  readonly data: string
  readonly record?: string
  readonly agency?: string
  readonly report?: string
  readonly checkpoint?: boolean
  readonly out?: string
  readonly json?: boolean
}

/** Writes a file for third parties: asked of the running peer, or made from the files of a peer that is down. */
export async function prove(cli: Cli, options: ProveOptions): Promise<Exit> {
  const request = requestOf(options)
  if (options.out && existsSync(options.out)) throw new CodedError('CLI_FILE_EXISTS', { file: options.out })
  const text = (await askRunning(options.data, async (client) => (await client.network.exportProof(request)).text)) ?? proofOf(options.data, request)
  if (!options.out) {
    cli.out(text.trimEnd())
    return YES
  }
  writeFileSync(options.out, text, { flag: 'wx' })
  if (options.json) cli.json({ ...request, file: options.out, bytes: Buffer.byteLength(text) })
  else cli.say(cli.words.prove.written, { file: options.out })
  return YES
}

/** Exactly one thing is proved. Throws CodedError CLI_PROVE, CLI_RECORD_ID, CLI_USCC. */
function requestOf({ record, agency, report, checkpoint }: ProveOptions): ProofRequest {
  if ([record, agency, report, checkpoint].filter((given) => given !== undefined).length !== 1) throw new CodedError('CLI_PROVE')
  if (checkpoint) return { type: 'checkpoint' }
  if (record !== undefined) {
    if (!/^[0-9a-fA-F]{64}$/.test(record)) throw new CodedError('CLI_RECORD_ID', { id: record.slice(0, 80) })
    return { type: 'record', recordId: record.toLowerCase() }
  }
  const uscc = (agency ?? report ?? '').toUpperCase()
  if (!/^[0-9A-Z]{18}$/.test(uscc)) throw new CodedError('CLI_USCC', { code: uscc.slice(0, 80) })
  return { type: report === undefined ? 'completeness' : 'report', uscc }
}

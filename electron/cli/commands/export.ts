import { existsSync, writeFileSync } from 'node:fs'
import { CodedError } from '../../../shared/kit/result.ts'
import { proofOf } from '../../peer/host/read-folder.ts'
import { YES, type Cli, type Exit } from '../context.ts'
import { askRunning } from '../ask-running.ts'

/** Writes the proof of a final record: asked of the running peer, or made from the files of a peer that is down. */
export async function exportProof(cli: Cli, recordId: string, options: { readonly data: string; readonly out?: string; readonly json?: boolean }): Promise<Exit> {
  if (!/^[0-9a-fA-F]{64}$/.test(recordId)) throw new CodedError('CLI_RECORD_ID', { id: recordId.slice(0, 80) })
  const id = recordId.toLowerCase()
  const text = (await askRunning(options.data, async (client) => (await client.network.exportProof({ recordId: id })).text)) ?? proofOf(options.data, id)
  if (!options.out) {
    cli.out(text.trimEnd())
    return YES
  }
  if (existsSync(options.out)) throw new CodedError('CLI_FOLDER_EXISTS', { folder: options.out })
  writeFileSync(options.out, text)
  if (options.json) cli.json({ recordId: id, file: options.out, bytes: Buffer.byteLength(text) })
  else cli.say(cli.words.export.written, { file: options.out })
  return YES
}

import { rate as answer } from '../../../shared/credit/methodology/rate.ts'
import { DEFAULT_METHODOLOGY } from '../../../shared/credit/methodology/registry.ts'
import { CodedError, unwrap } from '../../../shared/kit/result.ts'
import { readInput, YES, type Cli, type Exit } from '../context.ts'

/** A test vector's `{kind, input}`, or an array of them, in; its `expected`, or an array of them, as JSON out. */
export async function rate(cli: Cli, file: string): Promise<Exit> {
  let request: unknown
  try {
    request = JSON.parse(Buffer.from(await readInput(file)).toString('utf8').replace(/^\ufeff/, ''))
  } catch (error) {
    if (error instanceof CodedError) throw error
    throw new CodedError('CLI_JSON', { file }, { cause: error })
  }
  const one = (item: unknown): unknown => unwrap(answer(item, DEFAULT_METHODOLOGY))
  cli.json(Array.isArray(request) ? request.map(one) : one(request))
  return YES
}

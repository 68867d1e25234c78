import { readdirSync, readFileSync } from 'node:fs'
import { fromHex } from '../../shared/kit/bytes.ts'

/** An input that was once taken wrongly. Text files stand as they are, bytes as hex. */
export interface Regression {
  readonly file: string
  readonly target: string
  readonly why: string
  readonly input: Uint8Array
}

const folder = new URL('regressions/', import.meta.url)

export const regressions = (): readonly Regression[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const { target, why, input } = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { target: string; why: string; input: string }
      return { file, target, why, input: fromHex(input) }
    })

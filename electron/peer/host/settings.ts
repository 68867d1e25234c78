import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

/** What the next start opens. Folders are relative to the user data folder, so that it can be moved. */
const schema = z.object({
  v: z.literal(1),
  last: z.discriminatedUnion('kind', [z.object({ kind: z.literal('network'), folder: z.string().min(1).max(200) }), z.object({ kind: z.literal('demo') })]).nullable(),
})
export type Last = z.infer<typeof schema>['last']

const fileOf = (userData: string): string => path.join(userData, 'settings.json')

/** The network that was open last, null where there is none or the file says nothing usable: then the welcome screen asks. */
export function readLast(userData: string): Last {
  try {
    const { last } = schema.parse(JSON.parse(readFileSync(fileOf(userData), 'utf8')))
    // A settings file is no way out of the user data folder.
    return last?.kind === 'network' && (path.isAbsolute(last.folder) || last.folder.split(/[\\/]/).includes('..')) ? null : last
  } catch {
    return null
  }
}

export function writeLast(userData: string, last: Last): void {
  mkdirSync(userData, { recursive: true })
  const target = fileOf(userData)
  const fresh = `${target}.new`
  writeFileSync(fresh, JSON.stringify({ v: 1, last }), { mode: 0o600 })
  renameSync(fresh, target)
}

/** Where the application keeps its data unless told otherwise: local, never roaming, the same in Electron and under Node. */
export function defaultUserData(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string): string {
  if (platform === 'win32') return path.join(env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'), 'Zhengxinlian')
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Zhengxinlian')
  return path.join(env['XDG_DATA_HOME'] ?? path.join(home, '.local', 'share'), 'zhengxinlian')
}

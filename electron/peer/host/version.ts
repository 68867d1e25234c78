import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** Version in the application's package.json: the nearest one above this file that is ours, bundled or not. */
function readVersion(): string {
  for (let folder = path.dirname(fileURLToPath(import.meta.url)); folder !== path.dirname(folder); folder = path.dirname(folder)) {
    try {
      const { name, version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { name?: unknown; version?: unknown }
      if (name === 'zhengxinlian' && typeof version === 'string') return version
    } catch {
      // Most folders have none.
    }
  }
  return '0.0.0'
}

export const APP_VERSION: string = readVersion()

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { found } from '../../../electron/peer/folder/found.ts'
import { openFolder } from '../../../electron/peer/folder/open.ts'
import { writeFolder } from '../../../electron/peer/folder/write.ts'
import { CodedError } from '../../../shared/kit/result.ts'

it('a second process on one data folder is refused with the first one’s id; after kill -9 the folder is free', async () => {
  const base = mkdtempSync(join(tmpdir(), 'zxl-lock-'))
  const root = join(base, 'data')
  const members = ['BJ', 'JS', 'SH', 'ZJ'].map((id) => ({ id, nameZh: `${id} 中心`, nameEn: id, tier: 'COUNCIL', regionCode: '110000', address: '', staff: [] }))
  const methodology = { id: 'M', version: '1', hash: new Uint8Array(32) }
  const { bundles } = found({ net: 'lock', time: 1_795_000_000_000, members, methodology, demo: true, random: (length) => new Uint8Array(randomBytes(length)) })
  await writeFolder(root, bundles[0]!, { passphrase: 'a long passphrase', cost: { N: 1024, r: 1, p: 1 } })
  const child = spawn(process.execPath, [join(import.meta.dirname, 'holder.ts'), root], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    await once(child.stdout, 'data')
    const attempt = (): unknown => {
      try {
        openFolder(root).close()
        return null
      } catch (error) {
        return error instanceof CodedError ? [error.code, error.params] : error
      }
    }
    expect(attempt()).toEqual(['DATA_FOLDER_IN_USE', { pid: child.pid }])
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(attempt()).toBeNull()
  } finally {
    child.kill('SIGKILL')
    rmSync(base, { recursive: true, force: true })
  }
})

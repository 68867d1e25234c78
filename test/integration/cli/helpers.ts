import { spawn } from 'node:child_process'
import path from 'node:path'

export const root = path.resolve(import.meta.dirname, '../../..')

export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command as a user does: through its launcher, from the sources, in a process of its own. */
export function zhengxinlian(args: readonly string[], options: { input?: string; lang?: string; node?: string } = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(options.node ?? process.execPath, [path.join(root, 'build/bin/zhengxinlian.js'), ...args], {
      env: { ...process.env, ZXL_SOURCE: '1', LC_ALL: options.lang ?? 'en_US.UTF-8' },
    })
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk))
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
    child.stdin.end(options.input ?? '')
  })
}

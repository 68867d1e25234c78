import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

let display: ChildProcess | null = null
let number = ''

/** A display for Electron: the one there is, or one of our own (Xvfb). Null with a reason where there is neither. */
export async function ensureDisplay(): Promise<{ ok: true; env: Record<string, string> } | { ok: false; reason: string }> {
  if (process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']) return { ok: true, env: {} }
  if (display) return { ok: true, env: { DISPLAY: number } }
  if (spawnSync('Xvfb', ['-help']).error) return { ok: false, reason: 'no display and no Xvfb' }
  display = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const pipe = display.stdio[3]!
  const [chunk] = (await once(pipe, 'data')) as [Buffer]
  number = `:${chunk.toString('utf8').trim()}`
  return { ok: true, env: { DISPLAY: number } }
}

export function closeDisplay(): void {
  display?.kill()
  display = null
}

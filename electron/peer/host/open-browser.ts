import { spawn } from 'node:child_process'

/** Opens an address in the user's browser, where there is a screen and a program for it. Returns whether it was tried. */
export function openBrowser(url: string, env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): boolean {
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return false
  const [command, ...args] = platform === 'win32' ? ['rundll32', 'url.dll,FileProtocolHandler', url] : platform === 'darwin' ? ['open', url] : ['xdg-open', url]
  if (!command) return false
  const child = spawn(command, args, { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
  return true
}

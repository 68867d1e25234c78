import path from 'node:path'
import { pageFile } from '../../shared/contract/page.ts'

/** The page's own scheme and origin, and what may be shown or opened: addresses are compared as parsed parts, never as text. */
export const SCHEME = 'zxl'
export const APP_ORIGIN = `${SCHEME}://app`
export const START_URL = `${APP_ORIGIN}/index.html`

/** The only address the window may show. */
export function isOwnPage(url: string): boolean {
  try {
    const { protocol, host, username, password } = new URL(url)
    return `${protocol}//${host}` === APP_ORIGIN && username === '' && password === ''
  } catch {
    return false
  }
}

/** Web addresses the user may open in the system browser: https only, no credentials in the address. */
export function isOpenableOutside(url: string): boolean {
  try {
    const { protocol, username, password } = new URL(url)
    return protocol === 'https:' && username === '' && password === ''
  } catch {
    return false
  }
}

/** The file below `root` that a URL of the scheme names, or null where it is not our page's. */
export function fileOf(url: string, root: string): string | null {
  if (!isOwnPage(url)) return null
  const file = pageFile(new URL(url).pathname)
  return file === null ? null : path.join(root, file)
}

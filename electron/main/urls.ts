import path from 'node:path'

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

/** The file a URL of the scheme names, or null where it leaves `root`. A path without an ending is one of the page's routes. */
export function fileOf(url: string, root: string): string | null {
  let pathname: string
  try {
    if (!isOwnPage(url)) return null
    pathname = decodeURIComponent(new URL(url).pathname)
  } catch {
    return null
  }
  if (pathname.includes('\0') || pathname.includes('\\')) return null
  const wanted = path.extname(pathname) ? pathname : '/index.html'
  const file = path.resolve(root, `.${wanted}`)
  return file.startsWith(root + path.sep) ? file : null
}

import { protocol, session } from 'electron'
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { contentPolicy, contentTypeOf, NONCE_PLACEHOLDER } from '../../shared/contract/page.ts'
import { rendererDir } from './paths.ts'

export const SCHEME = 'zxl'
export const APP_ORIGIN = `${SCHEME}://app`
export const START_URL = `${APP_ORIGIN}/index.html`

/** Before `ready`: the page's own scheme is standard and secure, so that it has an origin and a content policy. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }])
}

/** The file a URL of the scheme names, or null where it leaves the folder. Unknown paths are the page's own routes. */
export function fileOf(url: string, root: string): string | null {
  let pathname: string
  try {
    const parsed = new URL(url)
    if (parsed.protocol !== `${SCHEME}:` || parsed.host !== 'app') return null
    pathname = decodeURIComponent(parsed.pathname)
  } catch {
    return null
  }
  if (pathname.includes('\0')) return null
  const wanted = path.extname(pathname) ? pathname : '/index.html'
  const file = path.resolve(root, `.${wanted}`)
  return file.startsWith(root + path.sep) ? file : null
}

/** Serves the built page from its folder, with a content policy and a fresh nonce for each document. */
export function serveScheme(): void {
  session.defaultSession.protocol.handle(SCHEME, async (request) => {
    const file = request.method === 'GET' ? fileOf(request.url, rendererDir) : null
    if (!file) return new Response('', { status: 404 })
    const nonce = randomBytes(16).toString('base64')
    const headers = {
      'content-type': contentTypeOf(file),
      'content-security-policy': contentPolicy(nonce, []),
      'x-content-type-options': 'nosniff',
    }
    try {
      const bytes = await readFile(file)
      const isPage = file.endsWith('.html')
      const body = isPage ? bytes.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce) : new Uint8Array(bytes)
      return new Response(body, { headers })
    } catch {
      return new Response('', { status: 404 })
    }
  })
}

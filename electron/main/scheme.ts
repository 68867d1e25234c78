import { protocol, session } from 'electron'
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { contentPolicy, contentTypeOf, NONCE_PLACEHOLDER } from '../../shared/contract/page.ts'
import { rendererDir } from './paths.ts'
import { fileOf, SCHEME } from './urls.ts'

/** Before `ready`: the page's own scheme is standard and secure, so that it has an origin and a content policy. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }])
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

import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import path from 'node:path'
import { contentPolicy, contentTypeOf, NONCE_PLACEHOLDER, pageFile } from '../../../shared/contract/page.ts'

/** Headers of every answer: nothing may frame it, guess its type, or learn from where it was reached. */
export function guardHeaders(nonce: string, port: number): Record<string, string> {
  return {
    'content-security-policy': contentPolicy(nonce, [`ws://127.0.0.1:${port}`, `ws://localhost:${port}`]),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=()',
  }
}

export const freshNonce = (): string => randomBytes(16).toString('base64')

/** Serves one file of the built page; 404 where there is none. Names of built assets carry their hash, so they may be kept. */
export async function servePage(requestPath: string, root: string, port: number, response: ServerResponse, head: boolean): Promise<void> {
  const nonce = freshNonce()
  const headers = guardHeaders(nonce, port)
  const file = pageFile(requestPath)
  const bytes = file ? await readFile(path.join(root, file)).catch(() => null) : null
  if (!file || !bytes) {
    response.writeHead(404, { ...headers, 'content-type': 'text/plain; charset=utf-8' }).end('404\n')
    return
  }
  const isPage = file.endsWith('.html')
  const body = isPage ? Buffer.from(bytes.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce)) : bytes
  response.writeHead(200, {
    ...headers,
    'content-type': contentTypeOf(file),
    'content-length': body.length,
    'cache-control': !isPage && requestPath.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-store',
  })
  response.end(head ? undefined : body)
}

/** How the page is served, by the desktop's scheme and by the loopback gateway alike. */

/** The page that checks files for third parties, one file to be handed on; it lies beside index.html. */
export const VERIFIER_PAGE = 'zhengxinlian-verifier.html'

/** index.html carries this text where the nonce belongs. */
export const NONCE_PLACEHOLDER = '__CSP_NONCE__'

/**
 * Content-Security-Policy of every response (CSP Level 3). `connect` lists further origins the page may open sockets
 * to, e.g. `ws://127.0.0.1:4100`. Inline styles need the nonce; style attributes are set by script, so none is allowed
 * in markup.
 */
export function contentPolicy(nonce: string, connect: readonly string[]): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
}

/** Media type by the file's ending; unknown endings are bytes, never sniffed. */
export const contentTypeOf = (file: string): string => TYPES[file.slice(file.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream'

/**
 * The built file that a request's path (percent-encoded) names, relative to the page's folder with forward slashes; null
 * where it would leave the folder or is malformed. A path without an ending is one of the page's own routes.
 */
export function pageFile(encoded: string): string | null {
  let pathname: string
  try {
    pathname = decodeURIComponent(encoded)
  } catch {
    return null
  }
  if (/[\0\\:]/.test(pathname) || pathname.split('/').includes('..')) return null
  const isFile = /\.[^./]+$/.test(pathname)
  return isFile ? pathname.replace(/^\/+/, '') : 'index.html'
}

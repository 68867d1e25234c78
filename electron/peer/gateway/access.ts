import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { GATEWAY } from './limits.ts'

/** Who may talk to the gateway, decided from the request's head alone. */
export interface Access {
  /** What the user or a tool shows once: 256 bits, hexadecimal. */
  readonly token: string
  /** Value for Set-Cookie that lets this browser in until the gateway ends. */
  cookieHeader(): string
  /** True where the request names this very loopback server: a page that rebinds its own name to 127.0.0.1 can't. */
  isOwnHost(request: IncomingMessage): boolean
  /** 'absent' (no browser page), 'own' (our page) or 'foreign'. */
  origin(request: IncomingMessage): 'absent' | 'own' | 'foreign'
  /** `token`: by ?token= or Authorization: Bearer. `cookie`: an earlier visit. */
  credentials(request: IncomingMessage): 'token' | 'cookie' | 'wrong' | 'none'
  /** Counts a wrong token; true once there were too many in this minute. */
  tooMany(): boolean
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
/** Constant time whatever the lengths. */
const same = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))

export function queryOf(request: IncomingMessage): URLSearchParams {
  const url = request.url ?? '/'
  const at = url.indexOf('?')
  return new URLSearchParams(at < 0 ? '' : url.slice(at + 1))
}

export function pathOf(request: IncomingMessage): string {
  const url = request.url ?? '/'
  const at = url.indexOf('?')
  return at < 0 ? url : url.slice(0, at)
}

function cookieOf(request: IncomingMessage, name: string): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return null
}

/** Rules for a gateway on `port`. Cookies know no ports, so the cookie's name carries it and its value is not the token. */
export function createAccess(port: number, token = randomBytes(32).toString('hex'), now: () => number = Date.now): Access {
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`])
  const origins = new Set([...hosts].map((host) => `http://${host}`))
  const cookieName = `zxl_${port}`
  const cookieValue = randomBytes(32).toString('hex')
  let windowStart = 0
  let wrong = 0

  return {
    token,
    cookieHeader: () => `${cookieName}=${cookieValue}; HttpOnly; SameSite=Strict; Path=/`,
    isOwnHost: (request) => hosts.has((request.headers.host ?? '').toLowerCase()),
    origin(request) {
      const { origin } = request.headers
      if (origin === undefined) return 'absent'
      return origins.has(origin.toLowerCase()) ? 'own' : 'foreign'
    },
    credentials(request) {
      const authorization = request.headers.authorization
      const bearer = authorization?.startsWith('Bearer ') ? authorization.slice(7).trim() : null
      const offered = bearer ?? queryOf(request).get('token')
      if (offered !== null) return same(offered, token) ? 'token' : 'wrong'
      const cookie = cookieOf(request, cookieName)
      if (cookie === null) return 'none'
      return same(cookie, cookieValue) ? 'cookie' : 'none'
    },
    tooMany() {
      const time = now()
      if (time - windowStart >= 60_000) {
        windowStart = time
        wrong = 0
      }
      wrong += 1
      return wrong > GATEWAY.badTokensPerMinute
    },
  }
}

import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileOf, isOpenableOutside, isOwnPage } from '../../../electron/main/urls.ts'
import { restartDelay } from '../../../electron/main/backoff.ts'

const hostile = [
  'https://app/index.html',
  'http://127.0.0.1:1/',
  'file:///etc/passwd',
  'zxl://evil/index.html',
  'zxl://app.evil/index.html',
  'zxl://app@evil/index.html',
  'zxl://user:pass@app/index.html',
  'zxl://app:80/index.html',
  'zxlx://app/index.html',
  'javascript:alert(1)',
  'data:text/html,zxl://app',
  'about:blank',
  'blob:zxl://app/1',
  'zxl:app',
  'not a url zxl://app/',
  '',
]

describe('where the window may go', () => {
  it('only to its own page', () => {
    expect(isOwnPage('zxl://app/index.html')).toBe(true)
    expect(isOwnPage('zxl://app/institutions/1?x=1#y')).toBe(true)
  })
  it.each(hostile)('never to %s', (url) => expect(isOwnPage(url)).toBe(false))

  it.each(['http://example.org', 'file:///etc/passwd', 'javascript:1', 'zxl://app/', 'https://a:b@example.org/', 'smb://host/share', ''])('hands %s to no other program', (url) =>
    expect(isOpenableOutside(url)).toBe(false),
  )
  it('lets the browser open a plain https address', () => expect(isOpenableOutside('https://example.org/a?b')).toBe(true))
})

describe('files of the page', () => {
  const root = path.resolve('/srv/page')
  it('maps files and routes', () => {
    expect(fileOf('zxl://app/assets/a.js', root)).toBe(path.join(root, 'assets', 'a.js'))
    expect(fileOf('zxl://app/institutions/91', root)).toBe(path.join(root, 'index.html'))
  })
  it.each(['zxl://app/..%2f..%2fetc/passwd.txt', 'zxl://app/%2e%2e/%2e%2e/x.js', 'zxl://app/a%00.js', 'zxl://app/..%5c..%5cx.js', 'zxl://app/%E0%A4%A.js', 'zxl://other/a.js'])('%s stays inside or is refused', (url) => {
    const file = fileOf(url, root)
    expect(file === null || file.startsWith(root + path.sep)).toBe(true)
  })
})

it('a process that keeps dying is restarted ever more slowly, never slower than every 30 s', () => {
  const delays = [1, 2, 3, 4, 50].map(restartDelay)
  expect(delays).toEqual([500, 1000, 2000, 4000, 30_000])
})

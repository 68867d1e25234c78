import { app, session, shell, type WebContents } from 'electron'
import { APP_ORIGIN } from './scheme.ts'

/** The only address the window may show: scheme and host compared as parsed parts, never as text. */
export function isOwnPage(url: string): boolean {
  try {
    const { protocol, host } = new URL(url)
    return `${protocol}//${host}` === APP_ORIGIN
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

function guardContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    if (isOpenableOutside(url)) void shell.openExternal(url)
    return { action: 'deny' }
  })
}

/** Every window, present and future, is held to our own page; no permission is ever granted but writing the clipboard. */
export function installGuards(): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents))
  const allowed = (permission: string, url: string | undefined) => permission === 'clipboard-sanitized-write' && !!url && isOwnPage(url)
  session.defaultSession.setPermissionRequestHandler((contents, permission, done) => done(allowed(permission, contents.getURL())))
  session.defaultSession.setPermissionCheckHandler((contents, permission) => allowed(permission, contents?.getURL()))
  session.defaultSession.setDevicePermissionHandler(() => false)
}

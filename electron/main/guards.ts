import { app, session, shell, type WebContents } from 'electron'
import { isOpenableOutside, isOwnPage } from './urls.ts'

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

import { app, BrowserWindow, dialog, powerMonitor } from 'electron'
import { mkdirSync } from 'node:fs'
import { brokerChannels } from './channels.ts'
import { installGuards } from './guards.ts'
import { log } from './log.ts'
import { installMenu } from './menu.ts'
import { peerFile, userDataDir } from './paths.ts'
import { declareScheme, serveScheme } from './scheme.ts'
import { PeerSupervisor } from './supervisor.ts'
import { createWindow } from './window.ts'
import { words } from './words.ts'

/** Boot order: data folder, one instance, sandbox and scheme, then (ready) guards, page, peer, window. */
function boot(): void {
  const userData = userDataDir()
  mkdirSync(userData, { recursive: true })
  app.setPath('userData', userData)
  if (!app.requestSingleInstanceLock()) return app.quit()

  // Every window is sandboxed by itself too; as root (containers, test machines) Chromium can only run without.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  declareScheme()
  const supervisor = new PeerSupervisor({ file: peerFile, userData, demo: app.commandLine.hasSwitch('demo'), log })

  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows()
    if (!window) return
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  app.on('window-all-closed', () => app.quit())

  let stopped = false
  app.on('before-quit', (event) => {
    if (stopped) return
    // The peer finishes its writes before the process goes.
    event.preventDefault()
    void supervisor.stop().finally(() => {
      stopped = true
      app.quit()
    })
  })

  app
    .whenReady()
    .then(() => {
      log('start', { version: app.getVersion(), electron: process.versions['electron'], platform: process.platform })
      installGuards()
      serveScheme()
      installMenu()
      brokerChannels(supervisor)
      supervisor.start()
      powerMonitor.on('resume', () => supervisor.resumed())
      createWindow()
      app.on('activate', () => {
        if (BrowserWindow.getAllWindows().length === 0) createWindow()
      })
    })
    .catch((error: unknown) => {
      log('start-failed', { message: String(error) })
      dialog.showErrorBox(words().startFailed, words().startFailedDetail)
      app.exit(1)
    })
}

boot()

import { app, BrowserWindow, dialog, screen } from 'electron'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { words } from './words.ts'
import { preloadFile } from './paths.ts'
import { START_URL } from './urls.ts'

const bounds = z.object({ x: z.int().optional(), y: z.int().optional(), width: z.int().min(1024).max(10_000), height: z.int().min(640).max(10_000), maximized: z.boolean() })
type Bounds = z.infer<typeof bounds>
const boundsFile = () => path.join(app.getPath('userData'), 'window.json')

function savedBounds(): Bounds {
  try {
    const saved = bounds.parse(JSON.parse(readFileSync(boundsFile(), 'utf8')))
    const { x, y } = saved
    const visible = x !== undefined && y !== undefined && screen.getAllDisplays().some(({ workArea: a }) => x >= a.x - 50 && y >= a.y - 50 && x < a.x + a.width - 100 && y < a.y + a.height - 100)
    return visible ? saved : { width: saved.width, height: saved.height, maximized: saved.maximized }
  } catch {
    const area = screen.getPrimaryDisplay().workAreaSize
    return { width: Math.max(1024, Math.min(1440, area.width)), height: Math.max(640, Math.min(900, area.height)), maximized: false }
  }
}

/** The one window: sandboxed, isolated, shown when it has something to show, and back where it was left. */
export function createWindow(): BrowserWindow {
  const { maximized, ...place } = savedBounds()
  const window = new BrowserWindow({
    ...place,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    backgroundColor: '#f5f6f8',
    title: words().appName,
    webPreferences: { preload: preloadFile, sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, spellcheck: false, navigateOnDragDrop: false },
  })
  if (maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('page-title-updated', (event) => event.preventDefault())
  window.on('close', () => {
    try {
      writeFileSync(boundsFile(), JSON.stringify({ ...window.getNormalBounds(), maximized: window.isMaximized() }))
    } catch {
      // The window's place is a comfort; failing to keep it must not stop the user from closing.
    }
  })
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit' || window.isDestroyed()) return
    const { pageGone, pageGoneDetail, reload, quit } = words()
    const choice = dialog.showMessageBoxSync(window, { type: 'error', message: pageGone, detail: `${pageGoneDetail} (${details.reason})`, buttons: [reload, quit], cancelId: 1 })
    if (choice === 0) window.webContents.reload()
    else app.quit()
  })
  void window.loadURL(START_URL)
  return window
}

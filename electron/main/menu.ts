import { app, Menu, shell, type MenuItemConstructorOptions } from 'electron'
import { logDir } from './log.ts'
import { words } from './words.ts'

/** The application menu in the system's language. No developer tools in a packed application. */
export function installMenu(): void {
  const w = words()
  const edit: MenuItemConstructorOptions[] = [
    { role: 'undo', label: w.undo },
    { role: 'redo', label: w.redo },
    { type: 'separator' },
    { role: 'cut', label: w.cut },
    { role: 'copy', label: w.copy },
    { role: 'paste', label: w.paste },
    { role: 'selectAll', label: w.selectAll },
  ]
  const view: MenuItemConstructorOptions[] = [
    { role: 'reload', label: w.reload },
    { type: 'separator' },
    { role: 'resetZoom', label: w.zoomReset },
    { role: 'zoomIn', label: w.zoomIn },
    { role: 'zoomOut', label: w.zoomOut },
    { role: 'togglefullscreen', label: w.fullScreen },
    ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
  ]
  const help: MenuItemConstructorOptions[] = [
    { label: w.openLogs, click: () => void shell.openPath(logDir()) },
    { label: w.openData, click: () => void shell.openPath(app.getPath('userData')) },
    { role: 'about', label: w.about },
  ]
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : [{ label: w.file, submenu: [{ role: 'quit', label: w.quit } as const] }]),
      { label: w.edit, submenu: edit },
      { label: w.view, submenu: view },
      { role: 'help', label: w.help, submenu: help },
    ]),
  )
}

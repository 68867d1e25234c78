import { app } from 'electron'
import en from '../../shared/i18n/en/desktop.ts'
import zh from '../../shared/i18n/zh-CN/desktop.ts'

/** What main itself says (menus, dialogs), in the language of the system; the page has its own switch. */
export const words = (): typeof zh => (app.getLocale().toLowerCase().startsWith('zh') ? zh : en)

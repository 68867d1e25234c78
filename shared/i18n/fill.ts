import type { Problem } from '../kit/result.ts'

/** Fills the `{{name}}` places of a text; an unknown name stays as it is. */
export const fill = (text: string, params: Problem['params'] = {}): string => text.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => String(params[name] ?? whole))

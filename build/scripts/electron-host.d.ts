/** The Electron binary, or why there is none to use. */
export function findElectron(say: (line: string) => void): { readonly file?: string; readonly reason?: 'display' | 'binary' }
/** Exit code of the application; null where it failed within `graceMs`. */
export function runElectron(file: string, args: readonly string[], graceMs?: number): Promise<number | null>

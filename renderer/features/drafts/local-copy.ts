import type { Content } from './content.ts'

/** What was typed and not yet accepted by the peer: outlives a closed window and a peer that is down. */
export interface LocalCopy {
  readonly content: Content
  /** Revision that was edited. */
  readonly rev: number
  readonly at: number
}

const key = (scope: string, id: string): string => `zxl.draft.${scope}.${id}`

export const localCopies = {
  read(scope: string, id: string): LocalCopy | null {
    try {
      const found = JSON.parse(localStorage.getItem(key(scope, id)) ?? 'null') as LocalCopy | null
      return found && typeof found.rev === 'number' && typeof found.content === 'object' ? found : null
    } catch {
      return null
    }
  },
  /** False where the browser has no room left. */
  write(scope: string, id: string, copy: LocalCopy): boolean {
    try {
      localStorage.setItem(key(scope, id), JSON.stringify(copy))
      return true
    } catch {
      return false
    }
  },
  drop: (scope: string, id: string): void => localStorage.removeItem(key(scope, id)),
}

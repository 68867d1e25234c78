import { useState, type KeyboardEvent } from 'react'
import { composing } from '../../ui/ImeInput.tsx'

/** Arrow keys move a mark through the rows and Enter opens the marked one, from the search field as well. */
export function useRowKeys<T>(rows: readonly T[], open: (row: T) => void) {
  const [marked, setChosen] = useState(-1)
  const chosen = Math.min(marked, rows.length - 1)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (composing(event)) return
    const role = (event.target as HTMLElement).getAttribute('role')
    if (role === 'combobox') return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const next = event.key === 'ArrowDown' ? Math.min(rows.length - 1, chosen + 1) : Math.max(0, chosen - 1)
      setChosen(next)
      document.querySelectorAll('.ant-table-row')[next]?.scrollIntoView({ block: 'nearest' })
    }
    if (event.key === 'Enter' && (event.target as HTMLElement).tagName !== 'A' && (event.target as HTMLElement).tagName !== 'INPUT') {
      const row = rows[chosen]
      if (row !== undefined) open(row)
    }
  }
  return { chosen, setChosen, onKeyDown }
}

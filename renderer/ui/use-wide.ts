import { useSyncExternalStore } from 'react'

const query = window.matchMedia('(min-width: 1361px)')
const watch = (changed: () => void): (() => void) => {
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}

/** Whether there is room for a table's columns of lesser importance. */
export const useWide = (): boolean => useSyncExternalStore(watch, () => query.matches)

const KEY = 'zxl.gateway'

/**
 * The token of the loopback gateway: it comes once in the address (`?token=` or `#token=`), is kept for this tab and
 * taken out of the address, so that it does not stay in the history or on a screenshot.
 */
export function takeToken(): string | null {
  const url = new URL(window.location.href)
  const inHash = /^#token=([\w-]+)$/.exec(url.hash)?.[1]
  const found = url.searchParams.get('token') ?? inHash ?? null
  if (!found) return sessionStorage.getItem(KEY)
  sessionStorage.setItem(KEY, found)
  url.searchParams.delete('token')
  if (inHash) url.hash = ''
  window.history.replaceState(window.history.state, '', url)
  return found
}

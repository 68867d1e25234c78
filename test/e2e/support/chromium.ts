import { chromium as driver, type Browser } from 'playwright-core'

const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1']

/**
 * The headless Chromium that comes through npm, with the libraries it brings for machines that have none: it unpacks
 * them only where it believes to be on such a machine, and their path is for the browser alone.
 */
export async function launchBrowser(): Promise<Browser> {
  const given = process.env['ZXL_CHROMIUM']
  if (given) return driver.launch({ executablePath: given, args, headless: true })
  const before = { ...process.env }
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs22.x'
  const { default: chromium } = await import('@sparticuz/chromium')
  const executablePath = await chromium.executablePath()
  const env = { ...process.env } as Record<string, string>
  for (const name of ['AWS_EXECUTION_ENV', 'LD_LIBRARY_PATH', 'FONTCONFIG_PATH']) {
    if (before[name] === undefined) delete process.env[name]
    else process.env[name] = before[name]
  }
  delete env['FONTCONFIG_PATH']
  return driver.launch({ executablePath, args, headless: true, env })
}

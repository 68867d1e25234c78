import type { Log } from '../../../shared/kit/env.ts'

/** Log lines as JSON on standard error, shown where ZXL_LOG asks for them; faults always. */
export const stderrLog: Log = (level, event, fields) => {
  if (level === 'error' || process.env['ZXL_LOG']) process.stderr.write(`${JSON.stringify({ level, event, ...fields })}\n`)
}

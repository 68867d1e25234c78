/**
 * One process of the catch-up measurement: `serve FOLDER ...` runs those peers and says when they are ready; `join FOLDER`
 * runs a newcomer until all of the history is here, and tells how long each part took.
 */
import { openFolder } from '../../electron/peer/folder/open.ts'
import { startNode } from '../../electron/peer/node/node.ts'
import type { Node } from '../../electron/peer/node/types.ts'
import { LIGHT_KIND } from './light.ts'
import { application } from './catch-up-application.ts'
import { usageOf } from './process.ts'

const [mode, ...folders] = process.argv.slice(2)
const LOOK_MS = 10
const SAMPLES = 200

const start = (folder: string): Promise<Node> =>
  startNode({
    folder: openFolder(folder),
    log: (level, event, fields) => void (process.env['ZXL_LOG'] && process.stderr.write(`${Math.round(performance.now())} ${level} ${event} ${JSON.stringify(fields ?? {})}\n`)),
    clock: { now: () => Date.now() },
    random: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
    version: '0.1.0',
    application: application(),
  })

if (mode === 'serve') {
  for (const folder of folders) await start(folder)
  process.send!({ ready: true })
  process.on('message', () => process.send!({ usage: usageOf(process.pid) }))
} else {
  const began = performance.now()
  const node = await start(folders[0]!)
  const started = performance.now()
  const atRest = usageOf(process.pid)?.rssMiB ?? null
  let usable: number | null = null
  let usableRss = 0
  let highest = 0
  const timer = setInterval(() => {
    highest = Math.max(highest, usageOf(process.pid)?.rssMiB ?? 0)
    if (usable === null && node.chain.head().height > 0) {
      usable = performance.now()
      usableRss = highest
    }
    if (usable === null || node.chain.gaps.some(({ sealed }) => !sealed)) return
    clearInterval(timer)
    const complete = performance.now()
    process.send!({
      startMs: Math.round(started - began),
      usableMs: Math.round(usable - started),
      completeMs: Math.round(complete - started),
      rssMiB: { atStart: atRest, whenUsable: usableRss, peak: highest },
      cpuMs: usageOf(process.pid)?.cpuMs ?? null,
      ...check(node),
    })
  }, LOOK_MS)
}
process.on('disconnect', () => process.exit(0))

/** What was fetched can be found: single records by place and id, the newest of a kind, blocks, proofs. */
function check({ chain }: Node): object {
  const { logSize, height, stateRoot } = chain.head()
  let found = 0
  for (let i = 0; i < SAMPLES; i++) {
    const index = Math.floor((i * (logSize - 1)) / (SAMPLES - 1))
    const record = chain.recordAt(index)
    if (record && chain.record(record.recordId)?.index === index && chain.log.inclusion(index).length > 0 && chain.body(record.height)) found += 1
  }
  return { records: logSize, height, stateRoot: Buffer.from(stateRoot).toString('hex'), samples: SAMPLES, found, ofKind: chain.records({ kind: LIGHT_KIND, limit: 50 }).length }
}

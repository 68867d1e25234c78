import { parseArgs } from 'node:util'
import { CodedError } from '../../shared/kit/result.ts'
import { openFolder } from './folder/open.ts'
import { stderrLog } from './host/log.ts'
import { APP_VERSION } from './host/version.ts'
import { startNode } from './node/node.ts'
import type { Node } from './node/types.ts'

/**
 * A member's peer as a process of its own, without screen or gateway: `--data DIR`. One JSON line on standard output when
 * it runs or why it can't; the IPC message `status` is answered with its status. Ends cleanly on SIGTERM,
 * SIGINT and when the process that started it is gone.
 */
const { values } = parseArgs({ options: { data: { type: 'string' } } })
let node: Node | null = null
let isStopping = false

const say = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`)

function stop(): void {
  if (isStopping) return
  isStopping = true
  void Promise.resolve(node?.stop()).finally(() => process.exit(0))
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
process.on('disconnect', stop)
process.on('message', (message) => {
  if (message === 'status' && node) process.send?.(node.status())
})

try {
  if (!values.data) throw new CodedError('NODE_ARGUMENTS')
  node = await startNode({
    folder: openFolder(values.data),
    log: stderrLog,
    clock: { now: () => Date.now() },
    random: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
    version: APP_VERSION,
  })
  const { me, peerId, height } = node.status()
  say({ ready: true, member: me, peerId, height, pid: process.pid })
} catch (error) {
  say({ failed: error instanceof CodedError ? error.code : 'UNEXPECTED' })
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exit(1)
}

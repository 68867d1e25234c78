/** A member's peer in a process of its own that writes on command: `--data DIR --application light|credit`. */
import { randomBytes } from 'node:crypto'
import { openFolder } from '../../electron/peer/folder/open.ts'
import { stderrLog } from '../../electron/peer/host/log.ts'
import { DEMO_PASSPHRASE } from '../../electron/peer/demo/members.ts'
import { creditApplication } from '../../electron/peer/node/application.ts'
import { startNode } from '../../electron/peer/node/node.ts'
import { decodeHeader } from '../../shared/ledger/codec/header.ts'
import { CodedError, unwrap } from '../../shared/kit/result.ts'
import { readDevice } from '../../shared/ledger/state/system.ts'
import { lightApplication } from './light.ts'
import type { Command, PeerFacts, Single, Written } from './live-commands.ts'
import { creditRecords, lightRecords } from './live-records.ts'
import { pause } from './stats.ts'

const argument = (name: string): string => process.argv[process.argv.indexOf(name) + 1]!
const isLight = argument('--application') === 'light'
/** Records signed and submitted in one turn of the event loop, so that the peer's own work goes on between. */
const BURST = 8

const folder = openFolder(argument('--data'))
const node = await startNode({
  folder,
  log: stderrLog,
  clock: { now: () => Date.now() },
  random: { bytes: (length) => new Uint8Array(randomBytes(length)) },
  version: '0.1.0',
  application: isLight ? lightApplication() : creditApplication(),
})
const commits: [height: number, at: number][] = []
let laterViews = 0
node.onEvent((event) => {
  if (event.t !== 'block') return
  commits.push([event.height, Date.now()])
  laterViews += unwrap(decodeHeader(node.chain.head().header!)).view
})

process.on('disconnect', () => void stop())
process.on('message', (command: Command) => void answer(command).then((value) => process.send!(value)))
process.send!({ ready: true })

async function stop(): Promise<void> {
  await node.stop()
  process.exit(0)
}

async function answer(command: Command): Promise<unknown> {
  if (command.do === 'status') return facts()
  if (command.do === 'commits') return commits
  if (command.do === 'write') return write(command.seconds, command.inFlight)
  if (command.do === 'single') return single(command.count)
  return stop()
}

function facts(): PeerFacts {
  const { me, height, records, pending, quorum, stateRoot, consensusSent } = node.status()
  return { me, laterViews, height, records, pending, online: quorum.online, stateRoot, consensusSent, heapMiB: Math.round(process.memoryUsage().heapUsed / 1_048_576) }
}

const source = () => (isLight ? lightRecords : creditRecords)(node, DEMO_PASSPHRASE)

/** Closed loop with back-pressure: writes as fast as it can while fewer than `inFlight` of its records wait. */
async function write(seconds: number, inFlight: number): Promise<Written> {
  const records = await source()
  const { device } = records
  const first = readDevice(node.chain.state, device)?.n ?? 0
  const at: number[] = []
  const latencies: number[] = []
  let wake = (): void => undefined
  const off = node.onEvent((event) => {
    if (event.t !== 'block') return
    const done = (readDevice(node.chain.state, device)?.n ?? 0) - first
    const now = performance.now()
    while (latencies.length < done && latencies.length < at.length) latencies.push(now - at[latencies.length]!)
    wake()
  })
  const end = performance.now() + seconds * 1000
  while (performance.now() < end) {
    for (let i = 0; i < BURST && at.length - latencies.length < inFlight; i++) {
      const envelope = records.next()
      at.push(performance.now())
      submit(envelope)
    }
    if (at.length - latencies.length < inFlight) await new Promise((resolve) => setImmediate(resolve))
    else await Promise.race([new Promise<void>((resolve) => (wake = resolve)), pause(Math.max(1, end - performance.now()))])
  }
  const result = { submitted: at.length, final: latencies.length, latencies: [...latencies] }
  off()
  return result
}

function submit(envelope: Uint8Array): void {
  if (node.submit(envelope) !== 'added') throw new CodedError('RECORD_DUPLICATE')
}

async function single(count: number): Promise<Single[]> {
  const records = await source()
  const { device } = records
  const found: Single[] = []
  for (let i = 0; i < count; i++) {
    const n = (readDevice(node.chain.state, device)?.n ?? 0) + 1
    const final = new Promise<number>((resolve) => {
      const off = node.onEvent((event) => {
        if (event.t !== 'block' || (readDevice(node.chain.state, device)?.n ?? 0) < n) return
        off()
        resolve(event.height)
      })
    })
    const envelope = records.next()
    const at = Date.now()
    submit(envelope)
    found.push({ at, height: await final })
    await pause(150 + ((i * 37) % 100))
  }
  return found
}

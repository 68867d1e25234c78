import { fork, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { createConnection, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { EMPTY_LOG, appendLeaves, leafHash, sha256 } from '../../shared/ledger/index.ts'
import { HistoryWriter } from '../../electron/peer/store/chain/history/writer.ts'
import { useNativeCrypto } from '../../electron/peer/node/native-crypto.ts'
import { catchUpNetwork } from './catch-up-network.ts'
import { measureLimits } from './limits.ts'
import { round } from './stats.ts'

/** Members that serve, in one process: as many as must agree on the newest block. */
const SERVING = 2
const SAMPLE = 20_000
const RECORD_BYTES = 600
const LADDER = [10_000, 20_000, 40_000, 80_000] as const
const LARGE = [100_000, 200_000, 400_000, 1_000_000] as const

interface Joined {
  readonly usableMs: number
  readonly completeMs: number
  readonly records: number
  readonly rssMiB: { readonly atStart: number; readonly whenUsable: number; readonly peak: number }
  readonly cpuMs: number | null
}

/**
 * A newcomer with nothing but its folder against two members in one other process: verified state first, then all records,
 * every one verified against the certified log, durable and indexed. `--records N` for another size, `--large 1` for 100 000
 * to 1 000 000 (made once, minutes each).
 */
export async function catchUp(options: { readonly records?: number; readonly large?: number }): Promise<object> {
  const limits = await measureLimits()
  const sizes = options.records ? [options.records] : options.large ? LARGE : [...LADDER, 100_000]
  const runs: object[] = []
  const took: { records: number; ms: number }[] = []
  for (const records of sizes) {
    const { facts, ms } = await join(records)
    runs.push(facts)
    took.push({ records, ms })
  }
  const growth = took.slice(1).map(({ records, ms }, i) => {
    const before = took[i]!
    return { from: before.records, to: records, times: round(ms / before.ms), perProportional: round(ms / before.ms / (records / before.records)) }
  })
  return { limits, application: 'light: one device signature and one state key a record', physical: await physical(), runs, growth }
}

async function join(records: number): Promise<{ readonly facts: object; readonly ms: number }> {
  const { serving, newcomer, generatedMs } = await catchUpNetwork(records)
  const bytes = statSync(path.join(serving[0]!, 'chain.db')).size
  const server = child('serve', serving.slice(0, SERVING))
  try {
    await said(server)
    const before = await usage(server)
    const client = child('join', [newcomer])
    const joined = (await said(client)) as Joined
    const after = await usage(server)
    client.disconnect()
    const seconds = joined.completeMs / 1_000
    return {
      facts: { ...joined, chainMiB: round(bytes / 2 ** 20, 1), recordsPerSecond: Math.round(records / seconds), serverCpuMs: after && before ? after - before : null, generatedMs },
      ms: joined.completeMs,
    }
  } finally {
    server.disconnect()
  }
}

const child = (mode: string, folders: readonly string[]): ChildProcess =>
  fork(path.resolve(import.meta.dirname, 'catch-up-child.ts'), [mode, ...folders], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })

const said = (process: ChildProcess): Promise<unknown> =>
  new Promise((resolve, reject) => {
    process.once('message', resolve)
    process.once('exit', (code) => reject(new Error(`ended with ${code}`)))
  })

async function usage(process: ChildProcess): Promise<number | null> {
  const answer = said(process)
  process.send('usage')
  return ((await answer) as { usage: { cpuMs: number } | null }).usage?.cpuMs ?? null
}

/** The same work without a protocol, on one core each, records a second: hashing, storing and indexing, moving over loopback. */
async function physical(): Promise<object> {
  useNativeCrypto(() => undefined)
  const envelopes = Array.from({ length: SAMPLE }, (_, i) => new Uint8Array(RECORD_BYTES).fill(i & 255))
  const hashing = rate(() => void appendLeaves(EMPTY_LOG, envelopes.map(leafHash)))
  const folder = mkdtempSync(path.join(tmpdir(), 'zxl-limit-'))
  try {
    const writer = new HistoryWriter(path.join(folder, 'history.db'), new Uint8Array(32), 0)
    const device = new Uint8Array(32)
    const records = envelopes.map((envelope, i) => ({ id: sha256(Uint8Array.of(i, i >> 8, i >> 16)), envelope, kind: 'k', author: 'BJ', device, seq: i, at: i, subject: null, title: '' }))
    const storing = rate(() => {
      writer.begin()
      for (let at = 0; at < SAMPLE; at += 4096) writer.addSegments([{ segment: at / 256, leaves: device, records: records.slice(at, at + 4096) }])
      writer.seal()
    })
    writer.close()
    return { hashingPerSecond: hashing, storingAndIndexingPerSecond: storing, loopbackPerSecond: await loopback(Buffer.concat(envelopes)) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function rate(work: () => void): number {
  const started = performance.now()
  work()
  return Math.round((SAMPLE * 1_000) / (performance.now() - started))
}

function loopback(bytes: Uint8Array): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.end(bytes))
    server.listen(0, '127.0.0.1', () => {
      const started = performance.now()
      let got = 0
      const socket = createConnection((server.address() as AddressInfo).port, '127.0.0.1')
      socket.on('data', (chunk) => void (got += chunk.length))
      socket.on('error', reject)
      socket.on('end', () => {
        server.close()
        if (got === bytes.length) resolve(Math.round((SAMPLE * 1_000) / (performance.now() - started)))
        else reject(new Error(`${got} of ${bytes.length} bytes`))
      })
    })
  })
}

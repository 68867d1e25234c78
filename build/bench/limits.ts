import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { createConnection, createServer, type AddressInfo } from 'node:net'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { publicKeyOf, sha256, sign, verify } from '../../shared/ledger/index.ts'
import { useNativeCrypto } from '../../electron/peer/node/native-crypto.ts'
import { median, round, spread, timed, type Spread } from './stats.ts'

/** What this machine can do at best, now: the distance to it is what a benchmark has to explain. */
export interface Limits {
  readonly cpus: number
  /** One minute average: others may be at work on the same machine. */
  readonly load: number
  /** Append 4 KiB and flush it, ms. */
  readonly fsyncMs: Spread
  /** One byte there and back over a loopback TCP connection, ms. */
  readonly loopbackRttMs: Spread
  readonly signPerSecond: number
  readonly verifyPerSecond: number
  readonly sha256MiBPerSecond: number
}

const FLUSHES = 60
const TRIPS = 200
const SIGNATURES = 500

function flushes(): number[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'zxl-limit-'))
  const file = openSync(path.join(folder, 'flush'), 'w')
  try {
    const page = new Uint8Array(4096).fill(7)
    return timed(FLUSHES, () => {
      writeSync(file, page)
      fsyncSync(file)
    })
  } finally {
    closeSync(file)
    rmSync(folder, { recursive: true })
  }
}

async function trips(): Promise<number[]> {
  const server = createServer((socket) => socket.setNoDelay(true).pipe(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const socket = createConnection((server.address() as AddressInfo).port, '127.0.0.1').setNoDelay(true)
  await new Promise<void>((resolve) => socket.once('connect', resolve))
  const taken: number[] = []
  for (let i = 0; i < TRIPS; i++) {
    const started = performance.now()
    const answer = new Promise((resolve) => socket.once('data', resolve))
    socket.write('1')
    await answer
    taken.push(performance.now() - started)
  }
  socket.destroy()
  await new Promise((resolve) => server.close(resolve))
  return taken
}

/** Measures the physical limits. The crypto is the one the ledger uses, with its self-tested native parts. */
export async function measureLimits(): Promise<Limits> {
  useNativeCrypto(() => undefined)
  const seed = sha256(new Uint8Array(32))
  const key = publicKeyOf(seed)
  const messages = Array.from({ length: SIGNATURES }, (_, i) => sha256(new Uint8Array([i & 255, i >> 8])))
  const signatures = messages.map((message) => sign(seed, message))
  const megabyte = new Uint8Array(1024 * 1024)
  const rate = (taken: readonly number[], perTurn = 1): number => Math.round((perTurn * 1000) / Math.max(median(taken), 0.001))
  return {
    cpus: availableParallelism(),
    load: round(loadavg()[0] ?? 0),
    fsyncMs: spread(flushes()),
    loopbackRttMs: spread(await trips()),
    signPerSecond: rate(timed(10, (turn) => messages.slice(turn * 50, turn * 50 + 50).forEach((message) => sign(seed, message))), 50),
    verifyPerSecond: rate(timed(10, (turn) => messages.slice(turn * 50, turn * 50 + 50).forEach((message, i) => verify(key, message, signatures[turn * 50 + i]!))), 50),
    sha256MiBPerSecond: rate(timed(10, () => sha256(megabyte))),
  }
}

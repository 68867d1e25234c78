import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readAddress } from '../../electron/peer/gateway/address-file.ts'
import { connectHost, connectPeer } from '../../electron/peer/gateway/client.ts'
import { HOST_ENTRY, startNetwork } from './network.ts'
import { usageOf } from './process.ts'
import { pause, spread, type Spread } from './stats.ts'

const TURNS = 7
const PATIENCE = 20_000

interface Milestones {
  /** Node itself, with nothing to do. */
  readonly node: number
  /** The gateway listens and its address is written. */
  readonly listening: number
  /** The first answer is there. */
  readonly answered: number
  /** Processor time until then. */
  readonly cpu: number
}

/** Starts a process and waits until `folder` names its gateway and `ask` was answered. */
async function startOnce(args: readonly string[], folder: string, ask: (address: { port: number; token: string }) => Promise<unknown>): Promise<Omit<Milestones, 'node'>> {
  rmSync(path.join(folder, 'gateway.json'), { force: true })
  const started = performance.now()
  const child = spawn(process.execPath, args, { stdio: 'ignore' })
  try {
    let address = null
    while (!(address = readAddress(folder)) && performance.now() - started < PATIENCE) await pause(2)
    if (!address) throw new Error('The process did not start.')
    const listening = performance.now() - started
    await ask(address)
    const answered = performance.now() - started
    return { listening, answered, cpu: usageOf(child.pid ?? 0)?.cpuMs ?? 0 }
  } finally {
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await gone
  }
}

async function several(turn: () => Promise<Omit<Milestones, 'node'>>): Promise<Record<keyof Omit<Milestones, 'node'>, Spread>> {
  const all: Omit<Milestones, 'node'>[] = []
  for (let i = 0; i < TURNS; i++) all.push(await turn())
  return { listening: spread(all.map((one) => one.listening)), answered: spread(all.map((one) => one.answered)), cpu: spread(all.map((one) => one.cpu)) }
}

/** ms in which Node starts a program that does nothing: no start can be faster. */
async function bareNode(): Promise<Spread> {
  const taken: number[] = []
  for (let i = 0; i < TURNS; i++) {
    const started = performance.now()
    await new Promise((resolve) => spawn(process.execPath, ['-e', ''], { stdio: 'ignore' }).once('exit', resolve))
    taken.push(performance.now() - started)
  }
  return spread(taken)
}

/** From the start of a process to its first answer: the host with its welcome screen, and a member's peer on its data folder. */
export async function start(): Promise<object> {
  if (!existsSync(HOST_ENTRY)) throw new Error('Build first: npm run build')
  const bare = await bareNode()
  const userData = mkdtempSync(path.join(tmpdir(), 'zxl-bench-'))
  const network = await startNetwork(4)
  try {
    await network.stop()
    const welcome = await several(() =>
      startOnce([HOST_ENTRY, '--user-data', userData, '--no-open'], userData, async (address) => {
        const connection = await connectHost(address)
        await connection.client.state()
        connection.close()
      }),
    )
    const folder = network.cluster.folderOf(network.ids[1]!)
    const peer = await several(() =>
      startOnce([HOST_ENTRY, '--child', '--data', folder, '--gateway', '0'], folder, async (address) => {
        const connection = await connectPeer(address)
        await connection.client.overview.get()
        connection.close()
      }),
    )
    const bundleMiB = readFileSync(HOST_ENTRY).length / 1_048_576
    return { goalMs: 3000, bareNodeMs: bare, welcomeMs: welcome, peerMs: peer, network: { members: 4, ...network.upMs }, entryMiB: Number(bundleMiB.toFixed(2)) }
  } finally {
    await network.remove()
    rmSync(userData, { recursive: true, force: true })
  }
}

import path from 'node:path'
import { CodedError } from '../../../shared/kit/result.ts'
import { readAddress } from '../gateway/address-file.ts'
import type { GatewayAddress } from '../gateway/client.ts'
import type { Child, Spawner } from '../host/spawner.ts'

/** ms a peer may take from its start to its ready line: slow disks and six at once. */
const START_TIMEOUT = 60_000
/** ms a peer may take to stop cleanly before its plug is pulled. */
const STOP_TIMEOUT = 8000

export interface PeerState {
  readonly id: string
  readonly running: boolean
  readonly pid: number | null
}

/** Several members' peers on this computer, each in a process of its own, below one folder. */
export interface Cluster {
  readonly ids: readonly string[]
  folderOf(id: string): string
  peers(): readonly PeerState[]
  /** Gateway of a running peer; null while it is down. */
  addressOf(id: string): GatewayAddress | null
  /** Resolves once the peer answers. Throws CodedError DEMO_PEER_UNKNOWN, DEMO_PEER_NOT_STARTED {id, reason}. */
  start(id: string): Promise<void>
  /** kill -9: what a power cut does. Resolves once it is gone. */
  kill(id: string): Promise<void>
  /** Asks a peer to stop cleanly. */
  stop(id: string): Promise<void>
  stopAll(): Promise<void>
}

interface Running {
  readonly child: Child
  readonly gone: Promise<void>
  address: GatewayAddress | null
}

/** `root` holds one data folder a member, named by its id. `changed` is called whenever a peer comes or goes. */
export function createCluster(root: string, ids: readonly string[], spawner: Spawner, changed: () => void = () => undefined): Cluster {
  const running = new Map<string, Running>()
  const folderOf = (id: string): string => path.join(root, id)

  async function start(id: string): Promise<void> {
    if (!ids.includes(id)) throw new CodedError('DEMO_PEER_UNKNOWN', { id })
    if (running.has(id)) return
    const child = spawner.spawn(id, ['--data', folderOf(id), '--gateway', '0'])
    const gone = new Promise<void>((resolve) => {
      child.onExit(() => {
        running.delete(id)
        changed()
        resolve()
      })
    })
    const entry: Running = { child, gone, address: null }
    running.set(id, entry)
    await new Promise<void>((resolve, reject) => {
      const fail = (reason: string): void => {
        clearTimeout(timer)
        reject(new CodedError('DEMO_PEER_NOT_STARTED', { id, reason }))
      }
      const timer = setTimeout(() => {
        child.kill('SIGKILL')
        fail('timeout')
      }, START_TIMEOUT)
      child.onExit((code) => fail(`exit ${code ?? 'signal'}`))
      child.onLine((line) => {
        const said = parseLine(line)
        if (said?.failed) fail(said.failed)
        if (!said?.ready) return
        const address = readAddress(folderOf(id))
        if (!address) return fail('no address')
        entry.address = { port: address.port, token: address.token }
        clearTimeout(timer)
        resolve()
      })
    })
    changed()
  }

  async function end(id: string, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const entry = running.get(id)
    if (!entry) return
    entry.child.kill(signal)
    const timer = setTimeout(() => entry.child.kill('SIGKILL'), STOP_TIMEOUT)
    await entry.gone
    clearTimeout(timer)
  }

  return {
    ids,
    folderOf,
    peers: () => ids.map((id) => ({ id, running: (running.get(id)?.address ?? null) !== null, pid: running.get(id)?.child.pid() ?? null })),
    addressOf: (id) => running.get(id)?.address ?? null,
    start,
    kill: (id) => end(id, 'SIGKILL'),
    stop: (id) => end(id, 'SIGTERM'),
    stopAll: async () => void (await Promise.all([...running.keys()].map((id) => end(id, 'SIGTERM')))),
  }
}

/** What a member process says on its standard output: it is ready, or the code of why it can't be. */
function parseLine(line: string): { ready?: boolean; failed?: string } | null {
  if (!line.startsWith('{')) return null
  try {
    const said = JSON.parse(line) as { ready?: unknown; failed?: unknown }
    return { ready: said.ready === true, ...(typeof said.failed === 'string' ? { failed: said.failed } : {}) }
  } catch {
    return null
  }
}

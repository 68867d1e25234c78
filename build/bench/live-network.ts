import { fork, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { demoMembers, DEMO_PASSPHRASE } from '../../electron/peer/demo/members.ts'
import { foundLocal } from '../../electron/peer/demo/prepare.ts'
import type { Command, PeerFacts } from './live-commands.ts'
import { usageOf, type Usage } from './process.ts'
import { pause } from './stats.ts'

/** Where `node --cpu-prof` of the peers writes, if profiles are wanted. */
const PROFILES = process.env['ZXL_BENCH_PROFILES']

/** A member's peer in a process of its own, at our command. */
export class LivePeer {
  readonly child: ChildProcess
  readonly ready: Promise<unknown>
  #fail: (why: Error) => void = () => undefined

  constructor(data: string, application: string) {
    const execArgv = PROFILES ? ['--cpu-prof', `--cpu-prof-dir=${PROFILES}`] : []
    this.child = fork(path.resolve(import.meta.dirname, 'live-peer.ts'), ['--data', data, '--application', application], { execArgv, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    this.child.once('exit', (code) => this.#fail(new Error(`A peer ended with ${code}.`)))
    this.ready = this.#next()
  }

  get usage(): Usage {
    const usage = usageOf(this.child.pid ?? 0)
    if (!usage) throw new Error('A peer ended.')
    return usage
  }

  ask<T>(command: Command): Promise<T> {
    const answer = this.#next()
    this.child.send(command)
    return answer as Promise<T>
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return
    const gone = new Promise((resolve) => this.child.once('exit', resolve))
    this.child.send({ do: 'stop' } satisfies Command)
    await gone
  }

  #next(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#fail = reject
      this.child.once('message', resolve)
    })
  }
}

export const factsOf = (peers: readonly LivePeer[]): Promise<PeerFacts[]> => Promise.all(peers.map((peer) => peer.ask<PeerFacts>({ do: 'status' })))

/** Until all are connected, nothing waits and all have the same state. */
export async function settled(peers: readonly LivePeer[]): Promise<PeerFacts[]> {
  for (;;) {
    const facts = await factsOf(peers)
    const roots = new Set(facts.map(({ stateRoot }) => stateRoot))
    if (facts.every(({ pending, online, height }) => pending === 0 && online === peers.length && height > 0) && roots.size === 1) return facts
    await pause(200)
  }
}

/** Runs `work` with the peers of a fresh network, connected and at rest; ends them and removes their files afterwards. */
export async function withPeers<T>(members: number, application: 'light' | 'credit', work: (peers: readonly LivePeer[]) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'zxl-bench-'))
  const root = path.join(folder, 'network')
  const founders = demoMembers(members)
  let peers: LivePeer[] = []
  try {
    await foundLocal(root, 'zhengxinlian-bench', founders, DEMO_PASSPHRASE, () => undefined)
    peers = founders.map(({ id }) => new LivePeer(path.join(root, id), application))
    await Promise.all(peers.map(({ ready }) => ready))
    await settled(peers)
    return await work(peers)
  } finally {
    await Promise.allSettled(peers.map((peer) => peer.stop()))
    rmSync(folder, { recursive: true, force: true })
  }
}

import { Worker } from 'node:worker_threads'
import type { Log } from '../../../shared/kit/env.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import type { Describe } from '../consensus/ledger-engine.ts'
import { Loader } from './desk.ts'
import type { Call, LoadDesk, LoadSetup, Reply } from './types.ts'

/** The same calls as the desk's, answered later. */
export type RemoteDesk = { readonly [K in keyof LoadDesk]: (...args: Parameters<LoadDesk[K]>) => Promise<ReturnType<LoadDesk[K]>> }

/** Where a worker's file is: beside this one as source; `out/peer/workers/` as built, seen from any folder of `out`. */
export const workerFile = (name: string): URL =>
  import.meta.url.endsWith('.ts') ? new URL(`./${name}.ts`, import.meta.url) : new URL(`../peer/workers/${name}.js`, import.meta.url)

/**
 * A loader in a thread. Where no thread can be had the same work is done
 * here, call by call with room for other work between.
 */
export async function openLoader(setup: LoadSetup, describe: Describe, log: Log): Promise<RemoteDesk> {
  if (setup.worker !== null) {
    try {
      return await startThread(setup)
    } catch (cause) {
      log('warn', 'sync.no-thread', { reason: cause instanceof Error ? cause.message.slice(0, 200) : 'unknown' })
    }
  }
  const desk = new Loader(setup, describe)
  return proxy(async (method, args) => {
    await new Promise((resolve) => setImmediate(resolve))
    return (desk[method] as (...given: readonly unknown[]) => unknown).apply(desk, args as unknown[])
  })
}

async function startThread(setup: LoadSetup): Promise<RemoteDesk> {
  const worker = new Worker(workerFile('loader'), { workerData: setup, resourceLimits: { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 192 } })
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (cause: unknown) => void }>()
  let ended: CodedError | null = null
  let last = 0
  const end = (reason: string): void => {
    ended ??= new CodedError('SYNC_WORKER', { reason: reason.slice(0, 200) })
    for (const { reject } of waiting.values()) reject(ended)
    waiting.clear()
  }
  worker.on('message', (reply: Reply) => {
    const call = waiting.get(reply.id)
    waiting.delete(reply.id)
    if ('code' in reply) call?.reject(new CodedError(reply.code, reply.params ?? (reply.code === 'SYNC_WORKER' ? { reason: reply.message.slice(0, 200) } : undefined)))
    else call?.resolve(reply.value)
  })
  worker.on('error', (cause) => end(cause.message))
  worker.on('exit', () => end('exit'))
  await new Promise<void>((resolve, reject) => {
    worker.once('online', resolve)
    worker.once('error', reject)
  })
  // A peer that has nothing else to do may end while the thread waits.
  worker.unref()
  return proxy((method, args) => {
    if (ended) return Promise.reject(ended)
    last += 1
    const call: Call = { id: last, method, args }
    return new Promise((resolve, reject) => {
      waiting.set(call.id, { resolve, reject })
      worker.postMessage(call, transferables(args))
    })
  })
}

/** Frames go over without a copy: each is a buffer of its own. */
function transferables(args: readonly unknown[]): ArrayBuffer[] {
  const frames = args.find((arg) => Array.isArray(arg) && arg[0] instanceof Uint8Array) as Uint8Array[] | undefined
  const buffers = new Set((frames ?? []).filter((frame) => frame.buffer instanceof ArrayBuffer && frame.byteLength > frame.buffer.byteLength / 2).map((frame) => frame.buffer as ArrayBuffer))
  return [...buffers]
}

const proxy = (call: (method: keyof LoadDesk, args: readonly unknown[]) => Promise<unknown>): RemoteDesk =>
  new Proxy({} as RemoteDesk, { get: (_, method) => (method === 'then' ? undefined : (...args: unknown[]) => call(method as keyof LoadDesk, args)) })

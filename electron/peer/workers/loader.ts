/** Thread that verifies and stores a fetched ledger (see desk.ts): one call, one reply, in order. */
import { parentPort, workerData } from 'node:worker_threads'
import { CodedError } from '../../../shared/kit/result.ts'
import { applicationOf } from './application.ts'
import { useNativeCrypto } from '../node/native-crypto.ts'
import { Loader } from './desk.ts'
import type { Call, LoadSetup, Reply } from './types.ts'

const setup = workerData as LoadSetup
useNativeCrypto(() => undefined)
const desk = new Loader(setup, (await applicationOf(setup.worker!)).describe)

parentPort!.on('message', ({ id, method, args }: Call) => {
  parentPort!.postMessage(answer(id, () => (desk[method] as (...given: readonly unknown[]) => unknown).apply(desk, args as unknown[])))
  if (method === 'close') parentPort!.close()
})

function answer(id: number, work: () => unknown): Reply {
  try {
    return { id, value: work() }
  } catch (cause) {
    if (cause instanceof CodedError) return { id, code: cause.code, message: cause.message, ...(cause.params ? { params: cause.params as Record<string, string | number> } : {}) }
    return { id, code: 'SYNC_WORKER', message: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }
  }
}

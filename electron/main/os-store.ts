import { safeStorage } from 'electron'
import type { FromMain, ToMain } from '../../shared/contract/process.ts'

/**
 * Whether the operating system's key store really protects: on Linux without a keyring Electron falls back to a fixed
 * password (`basic_text`), which would only pretend.
 */
export function hasOsStore(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'
}

type OsStoreRequest = Extract<ToMain, { type: 'os-store' }>

/** Wraps or unwraps key material with the OS key store; base64 in and out. */
export function answerOsStore({ seq, op, data }: OsStoreRequest): FromMain {
  try {
    const input = Buffer.from(data, 'base64')
    const output = op === 'wrap' ? safeStorage.encryptString(input.toString('base64')) : Buffer.from(safeStorage.decryptString(input), 'base64')
    return { type: 'os-store', seq, ok: true, data: output.toString('base64') }
  } catch {
    return { type: 'os-store', seq, ok: false, code: 'OS_STORE_REFUSED' }
  }
}

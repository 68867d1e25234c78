import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { expect } from 'vitest'
import { CodedError } from '../../../shared/kit/result.ts'

const made: string[] = []

/** A folder of this test's own, removed afterwards. */
export function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'zxl-store-'))
  made.push(folder)
  return folder
}

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** Runs and gives the coded problem that was thrown. */
export function refusal(work: () => unknown): { readonly code: string; readonly params?: Readonly<Record<string, string | number>> | undefined } {
  try {
    work()
  } catch (error) {
    return coded(error)
  }
  throw new Error('nothing was refused')
}

export async function refusalOf(work: Promise<unknown>): Promise<{ readonly code: string; readonly params?: Readonly<Record<string, string | number>> | undefined }> {
  try {
    await work
  } catch (error) {
    return coded(error)
  }
  throw new Error('nothing was refused')
}

function coded(error: unknown): { code: string; params?: Readonly<Record<string, string | number>> | undefined } {
  expect(error).toBeInstanceOf(CodedError)
  const { code, params } = error as CodedError
  return { code, params }
}

/** Bytes that only depend on the numbers: 32 of them. */
export const bytes32 = (...numbers: readonly number[]): Uint8Array => {
  const bytes = new Uint8Array(32)
  new DataView(bytes.buffer).setUint32(0, numbers[0] ?? 0)
  numbers.forEach((n, i) => i > 0 && (bytes[3 + i] = n))
  return bytes
}

/** Cheapest key derivation: the tests are about everything but its cost. */
export const CHEAP = { N: 1024, r: 1, p: 1 }
/** 2026-11-22T08:00:00Z */
export const NOW = 1_795_334_400_000

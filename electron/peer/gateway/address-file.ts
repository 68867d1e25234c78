import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { GatewayAddress } from './client.ts'

/** Beside the databases of a data folder: how tools on this computer reach the peer that holds it. Readable by its user only. */
const NAME = 'gateway.json'
const schema = z.object({ port: z.int().min(1).max(65_535), token: z.string().regex(/^[0-9a-f]{64}$/), pid: z.int().min(1) })

/** Writes the address at once and whole, mode 0600: the token is as good as being this user. */
export function writeAddress(folder: string, address: GatewayAddress): void {
  const target = path.join(folder, NAME)
  const fresh = `${target}.${process.pid}.new`
  writeFileSync(fresh, JSON.stringify({ port: address.port, token: address.token, pid: process.pid }), { mode: 0o600 })
  renameSync(fresh, target)
}

/** The address in the folder; null where there is none or it can't be read. The peer may be gone nevertheless. */
export function readAddress(folder: string): (GatewayAddress & { readonly pid: number }) | null {
  try {
    return schema.parse(JSON.parse(readFileSync(path.join(folder, NAME), 'utf8')))
  } catch {
    return null
  }
}

/** Removes the address when its peer stops; another process's file stays. */
export function removeAddress(folder: string): void {
  if (readAddress(folder)?.pid === process.pid) rmSync(path.join(folder, NAME), { force: true })
}

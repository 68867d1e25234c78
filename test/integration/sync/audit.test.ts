import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { audit, type AuditProgress } from '../../../electron/peer/workers/audit.ts'
import { Database } from '../../../electron/peer/store/sqlite/database.ts'
import { lightNetwork } from '../../fixtures/net/catch-up.ts'

const RECORDS = 1_000
const worker = new URL('../../../build/bench/catch-up-application.ts', import.meta.url).href
const clock = { now: () => Date.now() }
const folder = mkdtempSync(path.join(tmpdir(), 'zxl-audit-test-'))
const chainPath = path.join(folder, 'chain.db')
let genesis: Uint8Array

beforeAll(async () => {
  const { serving } = await lightNetwork(RECORDS)
  genesis = new Uint8Array(readFileSync(path.join(serving[0]!, 'genesis.cbor')))
  copyFileSync(path.join(serving[0]!, 'chain.db'), chainPath)
})
afterAll(() => rmSync(folder, { recursive: true }))

it('a full audit verifies everything from the genesis, and tells how far it is', async () => {
  const said: AuditProgress[] = []
  expect(await audit({ chainPath, genesis, worker }, { clock, progress: (at) => said.push(at) })).toEqual({ flaw: null, blocks: 10, records: RECORDS })
  expect(said.map(({ records }) => records)).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000])
  expect(said.at(-1)).toMatchObject({ of: RECORDS, msLeft: 0 })
})

it('can be canceled', async () => {
  const stop = new AbortController()
  await expect(audit({ chainPath, genesis, worker }, { clock, stop: stop.signal, progress: () => stop.abort() })).rejects.toMatchObject({ code: 'AUDIT_CANCELED' })
})

it('names the first record whose signature does not hold', async () => {
  const path2 = path.join(folder, 'bad.db')
  copyFileSync(chainPath, path2)
  const db = new Database(path2, 'chain.db')
  const { envelope } = db.prepare<{ envelope: Uint8Array }>('SELECT envelope FROM record WHERE idx = 437').get()!
  // CBOR of the envelope: the key "s", then a byte string of 64 bytes.
  const at = Buffer.from(envelope).indexOf(Uint8Array.of(0x61, 0x73, 0x58, 0x40))
  const bad = Uint8Array.from(envelope)
  bad[at + 10]! ^= 1
  db.prepare('UPDATE record SET envelope = ? WHERE idx = 437').run(bad)
  db.close()
  expect(await audit({ chainPath: path2, genesis, worker }, { clock })).toMatchObject({ blocks: 4, records: 400, flaw: { height: 5, record: 437 } })
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readJoin, requestOf } from '../../../electron/peer/folder/candidate.ts'
import { SeatMemory } from '../../../electron/peer/node/seat-memory.ts'
import { checkNetwork, readNetwork } from '../../../electron/peer/folder/network-file.ts'
import { importMemberPackage, previewMemberPackage } from '../../../electron/peer/folder/package.ts'
import { readAddress } from '../../../electron/peer/gateway/address-file.ts'
import { readLast } from '../../../electron/peer/host/settings.ts'
import { openPlain, openSealed, readKeyFile, type KeyRole } from '../../../electron/peer/signer/key-file.ts'
import { utf8 } from '../../../shared/kit/bytes.ts'
import { golden } from '../../vectors/golden.ts'
import { PASSPHRASE } from '../../vectors/folder.ts'
import { thrown, type Target } from '../target.ts'

const files = golden('folder/files')
const seed = (name: string): Uint8Array => utf8(files[name]!)
const folder = mkdtempSync(join(tmpdir(), 'zxl-fuzz-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const text = (input: Uint8Array): string => new TextDecoder().decode(input)
const written = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`

/** A file with these bytes, given to `work`. */
const asFile =
  (name: string, work: (path: string) => unknown) =>
  async (input: Uint8Array): Promise<string | null> => {
    const path = join(folder, name)
    writeFileSync(path, input)
    return refuses(() => work(path))
  }

async function refuses(work: () => unknown): Promise<string | null> {
  try {
    await work()
    return null
  } catch (error) {
    return thrown(error)
  }
}

const key = (name: string, role: KeyRole): ((input: Uint8Array) => Promise<string | null>) =>
  asFile(`${name}.json`, async (path) => {
    const file = readKeyFile(path, name, role)
    await (role === 'vote' ? openPlain(file, name, null) : openSealed(file, name, PASSPHRASE, null))
  })

/** A second copy that can't be read is none; the start goes on. */
function seatMemory(path: string): void {
  const meta = { bootCounter: 3, highWater: { epoch: 0, height: 7, view: 0 }, voteKeyId: new Uint8Array(32) }
  new SeatMemory(path, { meta: () => meta } as never, { now: () => 0 }, () => undefined).isAhead()
}

export const FOLDER: readonly Target[] = [
  { name: 'folder.network', form: 'json', format: written, seeds: [seed('network')], take: (input) => refuses(() => checkNetwork(text(input))) },
  { name: 'folder.network.file', form: 'json', format: written, seeds: [seed('network')], share: 0.2, take: asFile('network.json', readNetwork) },
  { name: 'folder.key', form: 'json', format: written, seeds: [seed('keyPlain')], share: 0.3, take: key('keyPlain', 'vote') },
  { name: 'folder.key.sealed', form: 'json', format: written, seeds: [seed('keySealed')], share: 0.1, take: key('keySealed', 'staff') },
  { name: 'folder.package', form: 'json', format: written, seeds: [seed('package'), seed('recovery')], share: 0.5, take: (input) => refuses(() => previewMemberPackage(text(input))) },
  { name: 'folder.package.open', form: 'json', format: written, seeds: [seed('package'), seed('recovery')], share: 0.1, take: (input) => refuses(() => importMemberPackage(text(input), PASSPHRASE)) },
  { name: 'folder.join', form: 'json', format: written, seeds: [seed('join')], share: 0.2, take: asFile('join.json', (path) => requestOf(readJoin(path)!)) },
  { name: 'folder.seat', form: 'json', seeds: [utf8(JSON.stringify({ v: 1, voteKeyId: 'ab'.repeat(32), boots: 3, height: 7 }))], share: 0.1, take: asFile('seat.json', seatMemory) },
  { name: 'folder.gateway', form: 'json', seeds: [utf8(JSON.stringify({ port: 4100, token: 'ab'.repeat(32), pid: 1 }))], share: 0.2, take: asFile('gateway.json', () => readAddress(folder)) },
  { name: 'folder.settings', form: 'json', seeds: [utf8(JSON.stringify({ v: 1, last: { kind: 'network', folder: 'BJ' } }))], share: 0.2, take: asFile('settings.json', () => readLast(folder)) },
]

import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Node } from '../../../electron/peer/node/types.ts'
import { toHex } from '../../../shared/kit/bytes.ts'
import { grantRecords } from '../../fixtures/net/grants.ts'
import { localNode } from '../../fixtures/net/local.ts'
import { foundFolders, PASSPHRASE, until } from '../../fixtures/net/processes.ts'

/** Database files that were damaged while their peer was away: each peer says so, and nothing signed is lost. */
let net: Awaited<ReturnType<typeof foundFolders>>
let nodes: Node[]

const start = async (id: string): Promise<Node> => {
  const { node } = await localNode(net.root, id)
  nodes.push(node)
  return node
}
const stop = async (node: Node): Promise<void> => {
  nodes = nodes.filter((other) => other !== node)
  await node.stop()
}
const logSize = (node: Node): number => node.chain.head().logSize
const codes = (node: Node): string[] => node.health().map(({ code }) => code)

/** Overwrites the middle of a file, as a failing disk does. */
function damage(file: string): void {
  const bytes = readFileSync(file)
  bytes.fill(0xa5, 4096, Math.min(bytes.length, 4096 * 6))
  writeFileSync(file, bytes)
}

/** A draft as a clerk leaves it. */
const write = (node: Node, id: string): void => {
  const at = Date.now()
  const draft = { id, kind: 'conduct.record', title: id, uscc: null, creator: 'CL-01', content: {}, batchId: null, fingerprint: null, problems: 1, createdAt: at }
  node.stores.workbench.drafts.create(draft, { at, staffId: 'CL-01', action: 'save', comment: '' })
}

beforeEach(async () => {
  net = await foundFolders(4)
  nodes = []
  for (const id of net.ids) await start(id)
  await until(() => nodes.every((node) => node.chain.pending.size === 0 && logSize(node) > 0))
})
afterEach(async () => {
  await Promise.all(nodes.map((node) => node.stop()))
  net.remove()
})

describe('a damaged file', () => {
  it('chain.db is put aside and fetched again; what was signed here and not sent becomes final all the same', async () => {
    const [writer, , , victim] = nodes as [Node, Node, Node, Node]
    const id = net.ids[3]!
    const [record] = await grantRecords(victim, PASSPHRASE, 1)
    const { payload } = record!
    const before = logSize(writer)
    victim.stores.workbench.outbox.add({
      recordId: toHex(record!.id), envelope: record!.bytes, kind: payload.t, title: 'grant', uscc: null, staffId: 'id', draftId: null, device: toHex(payload.d), seq: payload.n, savedAt: payload.at,
    })
    await stop(victim)
    damage(path.join(net.root, id, 'chain.db'))
    const again = await start(id)
    expect(codes(again)).toContain('NODE_FILE_SET_ASIDE')
    expect(readdirSync(path.join(net.root, id)).some((name) => name.startsWith('chain.db.damaged-'))).toBe(true)
    await until(() => nodes.every((node) => logSize(node) === before + 1))
    expect(again.recordState(record!.id)).toMatchObject({ word: 'final', void: null })
    expect(new Set(nodes.map((node) => node.status().stateRoot)).size).toBe(1)
  })

  it('workbench.db is put aside and its newest sound backup takes its place; the start is not refused', async () => {
    const victim = nodes[3]!
    const id = net.ids[3]!
    const folder = path.join(net.root, id)
    await until(() => victim.stores.workbench.backups().length === 1)
    write(victim, 'kept')
    const sound = await victim.stores.workbench.backup(Date.now() + 1_000)
    write(victim, 'later')
    const unsound = await victim.stores.workbench.backup(Date.now() + 2_000)
    await stop(victim)
    damage(path.join(folder, 'workbench.db'))
    damage(unsound.path)
    const damaged = readFileSync(path.join(folder, 'workbench.db'))
    const again = await start(id)
    const found = again.health().find(({ code }) => code === 'WORKBENCH_RESTORED')
    expect(found).toMatchObject({ level: 'warning', params: { name: sound.name, time: expect.stringMatching(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/) } })
    const aside = String(found?.params?.['aside'])
    expect(aside).toMatch(/^workbench\.db\.damaged-/)
    expect(readFileSync(path.join(folder, aside)).equals(damaged)).toBe(true)
    expect(again.stores.workbench.drafts.list({ limit: 9 }).items.map((draft) => draft.id)).toEqual(['kept'])
    // It is said once: the next start finds a sound file.
    await stop(again)
    expect(codes(await start(id)).filter((code) => code.startsWith('WORKBENCH_'))).toEqual([])
  })

  it('workbench.db without any sound backup begins empty, in words', async () => {
    const victim = nodes[3]!
    const id = net.ids[3]!
    const folder = path.join(net.root, id)
    await until(() => victim.stores.workbench.backups().length === 1)
    const [backup] = victim.stores.workbench.backups()
    await stop(victim)
    damage(path.join(folder, 'workbench.db'))
    damage(backup!.path)
    const again = await start(id)
    expect(again.health()).toContainEqual({ level: 'error', code: 'WORKBENCH_EMPTIED', params: { aside: expect.stringMatching(/^workbench\.db\.damaged-/) } })
    expect(again.stores.workbench.drafts.list({ limit: 1 }).total).toBe(0)
    expect(existsSync(backup!.path)).toBe(true)
  })

  it('workbench.db that vanished, or has no content, comes back from its backup', async () => {
    const id = net.ids[3]!
    const file = path.join(net.root, id, 'workbench.db')
    await until(() => nodes[3]!.stores.workbench.backups().length === 1)
    await stop(nodes[3]!)
    rmSync(file)
    const again = await start(id)
    expect(codes(again)).toContain('WORKBENCH_FOUND_MISSING')
    await stop(again)
    writeFileSync(file, '')
    expect(codes(await start(id))).toContain('WORKBENCH_RESTORED')
  })

  it('safety.db means silence until the others have told how far they are', async () => {
    const id = net.ids[3]!
    await stop(nodes[3]!)
    damage(path.join(net.root, id, 'safety.db'))
    const again = await start(id)
    expect(codes(again)).toEqual(expect.arrayContaining(['NODE_QUARANTINE', 'NODE_FILE_SET_ASIDE']))
    expect(again.stores.safety.load().votes).toEqual([])
    await until(() => !codes(again).includes('NODE_QUARANTINE'))
    expect(existsSync(path.join(net.root, id, 'safety.db'))).toBe(true)
  })
})

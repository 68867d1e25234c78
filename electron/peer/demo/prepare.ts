import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { z } from 'zod'
import { CodedError } from '../../../shared/kit/result.ts'
import { openFolder } from '../folder/open.ts'
import type { FoundMember } from '../folder/types.ts'
import { writeFolder } from '../folder/write.ts'
import { foundWith } from '../host/founding.ts'
import { firstStaff } from '../host/staff.ts'
import { DEMO_PASSPHRASE, type DemoMember } from './members.ts'

/** Below the user data folder. */
export const DEMO_FOLDER = 'demo'

/** Written once everything is in: a demonstration that was interrupted before that is made anew. */
const markSchema = z.object({ v: z.literal(1), today: z.string().regex(/^\d{4}-\d{2}-\d{2}$/), fed: z.boolean(), members: z.array(z.string()) })
type Mark = z.infer<typeof markSchema>
const markFile = (root: string): string => path.join(root, 'demo.json')

export interface Prepared {
  /** The day on which the demonstration was made: its dates are relative to it. */
  readonly today: string
  readonly fed: boolean
  /** Writes down that the demonstration is complete. */
  done(): void
}

/** The demonstration's passphrase is public: making guesses dear would only slow its staff down. */
const DEMO_COST = { N: 2 ** 10, r: 8, p: 1 }

export type Progress = (step: string, done: number, total: number) => void

function readMark(root: string): Mark | null {
  try {
    return markSchema.parse(JSON.parse(readFileSync(markFile(root), 'utf8')))
  } catch {
    return null
  }
}

/** Ports of this computer that are free now; all are held until all are found, so that none comes twice. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
          const server = createServer()
          server.once('error', reject)
          server.listen(0, '127.0.0.1', () => resolve(server))
        }),
    ),
  )
  const ports = servers.map((server) => (server.address() as { port: number }).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

/** Founds a network of the members with one data folder each below `root`, all on this computer. `root` must not exist. */
export async function foundLocal(root: string, net: string, members: readonly DemoMember[], passphrase: string, progress: Progress): Promise<void> {
  const ports = await freePorts(members.length)
  const planned = members.map((member, index): FoundMember => {
    const address = `127.0.0.1:${ports[index]}`
    return { ...member, address, listen: address, staff: firstStaff(member.id, member.tier) }
  })
  mkdirSync(root, { recursive: true, mode: 0o700 })
  const founded = foundWith(net, planned, true)
  let written = 0
  for (const bundle of founded.bundles) {
    await writeFolder(path.join(root, bundle.network.me), bundle, { passphrase, osWrap: null, cost: DEMO_COST })
    progress('demo.found', ++written, members.length)
  }
}

/** Other programs may have taken our ports since the last time: gives every member a free one and tells all. */
export async function movePorts(root: string, members: readonly DemoMember[]): Promise<void> {
  const ports = await freePorts(members.length)
  const addressOf = new Map(members.map((member, index) => [member.id, `127.0.0.1:${ports[index]}`]))
  for (const { id } of members) {
    const folder = openFolder(path.join(root, id))
    try {
      const { network } = folder
      folder.saveNetwork({
        ...network,
        listen: addressOf.get(id) ?? network.listen,
        members: network.members.map((member) => ({ ...member, address: addressOf.get(member.id) ?? member.address })),
      })
    } finally {
      folder.close()
    }
  }
}

/** Removes what an interrupted demonstration left. Throws DATA_FOLDER_IN_USE where one is running from it. */
function clear(root: string, members: readonly DemoMember[]): void {
  for (const { id } of members) {
    try {
      openFolder(path.join(root, id)).close()
    } catch (error) {
      if (error instanceof CodedError && error.code === 'DATA_FOLDER_IN_USE') throw error
    }
  }
  rmSync(root, { recursive: true, force: true })
}

/** The demonstration's folders, ready to start: the kept ones where they are complete, fresh ones otherwise. */
export async function prepareDemo(root: string, members: readonly DemoMember[], progress: Progress): Promise<Prepared> {
  const mark = readMark(root)
  const isKept = mark?.fed === true && mark.members.join() === members.map((member) => member.id).join()
  if (isKept) await movePorts(root, members)
  else {
    clear(root, members)
    await foundLocal(root, 'zhengxinlian-demo', members, DEMO_PASSPHRASE, progress)
  }
  const today = isKept ? mark.today : new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  return {
    today,
    fed: isKept,
    done: () => writeFileSync(markFile(root), JSON.stringify({ v: 1, today, fed: true, members: members.map((member) => member.id) } satisfies Mark)),
  }
}

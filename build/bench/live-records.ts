import { toPayloadBody } from '../../shared/credit/body.ts'
import { stepPreimage } from '../../shared/credit/authority/steps.ts'
import type { Step, StepName } from '../../shared/credit/authority/step.ts'
import { demoAgencies } from '../../electron/peer/demo/data/agencies.ts'
import type { Node } from '../../electron/peer/node/types.ts'
import type { Unlocked } from '../../electron/peer/signer/types.ts'
import { buildPayload, sealEnvelope, type DeviceHead, type Hash, type RecordPayload } from '../../shared/ledger/index.ts'
import { readDevice } from '../../shared/ledger/state/system.ts'
import { LIGHT_KIND, lightBody } from './light.ts'

/** A writer's records, one after another, each signed when it is asked for. */
export interface RecordSource {
  readonly device: Hash
  next(): Uint8Array
}

async function sourceOf(node: Node, passphrase: string, suffix: string, kind: string, bodyOf: (n: number) => RecordPayload['b']): Promise<RecordSource> {
  const { me } = node.folder.network
  const token = await node.signer.unlock(`${me}-${suffix}`, passphrase)
  const device = node.signer.who(token).keyId
  const entry = readDevice(node.chain.state, device)
  const pending = node.chain.pending.ofDevice(device).at(-1)
  let head: DeviceHead = pending ? { n: pending.seq, prev: pending.recordId } : { n: entry?.n ?? 0, prev: entry?.p ?? null }
  return {
    device,
    next() {
      const payload = buildPayload({ kind, net: node.chain.genesisHash, author: me, device, head, at: Date.now(), body: bodyOf(head.n + 1) })
      const record = sealEnvelope(payload, (input) => node.signer.signRecord(token, input.slice(input.length - 32)))
      head = { n: payload.n, prev: record.id }
      return record.bytes
    },
  }
}

/** Records of the light application: one signature each. */
export const lightRecords = (node: Node, passphrase: string): Promise<RecordSource> =>
  sourceOf(node, passphrase, 'AP-01', LIGHT_KIND, (n) => lightBody(node.folder.network.me, n))

const DAY = '2026-01-05'
/** The demonstration's table has at most so many names a region. */
const TABLE = 600
const REGIONS = ['BJ', 'SH', 'JS', 'ZJ', 'SZX'] as const

/** Institutions as a clerk, a reviewer and an approver sign them: three signatures each; as many as the demonstration's table has names. */
export async function creditRecords(node: Node, passphrase: string): Promise<RecordSource> {
  const { me } = node.folder.network
  const signers = new Map<string, Unlocked>()
  for (const suffix of ['CL-01', 'RV-01']) signers.set(suffix, await node.signer.unlock(`${me}-${suffix}`, passphrase))
  const region = REGIONS.find((code) => code === me) ?? 'BJ'
  const agencies = demoAgencies(TABLE, [region], DAY)
  const net = node.chain.genesisHash
  const kind = 'institution.register'
  return sourceOf(node, passphrase, 'AP-01', kind, (n) => {
    const { home: _, ...agency } = agencies[(n - 1) % TABLE]!
    const content = { ...agency, homeCenter: me, bizStatus: 'ACTIVE' }
    const at = Date.now()
    const step = (s: StepName, suffix: string): Step => {
      const token = signers.get(suffix)!
      return { s, d: node.signer.who(token).keyId, at, sig: node.signer.signStep(token, stepPreimage({ net, member: me, kind, content, step: s, at })) }
    }
    return toPayloadBody(content, [step('create', 'CL-01'), step('review', 'RV-01')])
  })
}

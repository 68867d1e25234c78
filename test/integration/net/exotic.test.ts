import path from 'node:path'
import { ed25519, ED25519_TORSION_SUBGROUP } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { NodeEvent } from '../../../electron/peer/node/changes.ts'
import type { Node } from '../../../electron/peer/node/types.ts'
import { toPayloadBody } from '../../../shared/credit/body.ts'
import { concat, fromHex, toHex } from '../../../shared/kit/bytes.ts'
import { buildPayload, keyId, publicKeyOf, sealEnvelope } from '../../../shared/ledger/index.ts'
import { verifyDetailed } from '../../../shared/ledger/crypto/verify.ts'
import { readDevice } from '../../../shared/ledger/state/system.ts'
import { adversary, transportSeed } from '../../fixtures/net/adversary.ts'
import { rootRecord } from '../../fixtures/net/grants.ts'
import { localNode, refusedCodes } from '../../fixtures/net/local.ts'
import { foundFolders, PASSPHRASE, until } from '../../fixtures/net/processes.ts'

let net: Awaited<ReturnType<typeof foundFolders>>
let nodes: { node: Node; events: NodeEvent[] }[]

beforeEach(async () => {
  net = await foundFolders(4)
  nodes = await Promise.all(net.ids.map((id) => localNode(net.root, id)))
  await until(() => nodes.every(({ node }) => node.chain.pending.size === 0 && node.chain.head().height > 0))
})
afterEach(async () => {
  await Promise.all(nodes.map(({ node }) => node.stop()))
  net.remove()
})

const littleEndian = (bytes: Uint8Array): bigint => BigInt(`0x${toHex(bytes.toReversed())}`)
const scalar = (value: bigint): Uint8Array => fromHex(value.toString(16).padStart(64, '0')).reverse()

/** Valid by ZIP 215 and by nothing quicker: its R has a part of small order. */
function exoticSign(seed: Uint8Array, message: Uint8Array): Uint8Array {
  const { Point } = ed25519
  const { scalar: secret, pointBytes } = ed25519.utils.getExtendedPublicKey(seed)
  const n = Point.Fn.ORDER
  const r = littleEndian(sha512(concat(seed, message))) % n
  const R = Point.BASE.multiply(r).add(Point.fromHex(ED25519_TORSION_SUBGROUP[1]!)).toBytes()
  const k = littleEndian(sha512(concat(R, pointBytes, message))) % n
  return concat(R, scalar((r + k * secret) % n))
}

it('takes ten a minute of valid signatures that are slow to verify; who goes on sending them is put out by name', async () => {
  const [{ node, events }, culprit] = [nodes[0]!, nodes[3]!]
  const seed = crypto.getRandomValues(new Uint8Array(32))
  const key = publicKeyOf(seed)
  const me = net.ids[3]!
  const grant = await rootRecord(culprit.node, PASSPHRASE, 'staff.grant', {
    staffId: `${me}-CL-901`, roles: ['CL'], key: toHex(key), suite: 1, validFrom: '2026-01-01', validTo: '2027-01-01', secondFactor: 'PASSPHRASE',
  })
  culprit.node.submit(grant.bytes)
  await until(() => nodes.every((one) => readDevice(one.node.chain.state, keyId(key)) !== null))
  await culprit.node.stop()
  nodes.pop()

  let head: { n: number; prev: Uint8Array | null } = { n: readDevice(node.chain.state, keyId(key))!.n, prev: readDevice(node.chain.state, keyId(key))!.p }
  const records = Array.from({ length: 15 }, (_, i) => {
    const body = toPayloadBody({ note: i }, [])
    const payload = buildPayload({ kind: 'institution.register', net: node.chain.genesisHash, author: me, device: keyId(key), head, at: Date.now(), body })
    const record = sealEnvelope(payload, (input) => {
      const signature = exoticSign(seed, input)
      expect(verifyDetailed(key, input, signature)).toBe('exotic')
      return signature
    })
    head = { n: payload.n, prev: record.id }
    return record
  })
  const bad = await adversary(await transportSeed(path.join(net.root, me)), node.chain.genesisHash, node)
  for (const record of records) await bad.gossip(record.bytes).catch(() => undefined)
  await until(() => refusedCodes(events).filter((code) => code === 'NET_EXOTIC_SIGNATURES').length >= 4)
  const points = events.flatMap((event) => (event.t === 'refused' && event.code === 'NET_EXOTIC_SIGNATURES' ? [`${event.member} ${event.points}`] : []))
  expect(new Set(points)).toEqual(new Set([`${me} 25`]))
  const taken = (record: (typeof records)[number]): boolean => node.chain.pending.has(record.id) || node.chain.record(record.id) !== null
  expect(records.map(taken)).toEqual(records.map((_, i) => i < 10))
  await until(() => bad.host.getConnections().length === 0)
  await bad.stop()
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { toPayloadBody } from '../../shared/credit/body.ts'
import { stepPreimage } from '../../shared/credit/authority/steps.ts'
import type { Step, StepName } from '../../shared/credit/authority/step.ts'
import { unwrap } from '../../shared/kit/result.ts'
import {
  bucketOf, buildPayload, certOf, checkRecordSignature, decodeBlock, encodeBlock, encodeCert, FINALIZE, forgetVerified, genesisChanges, keyId, keySigner, openBody,
  openEnvelope, openGenesis, publicKeyOf, sealEnvelope, sign, signVote, verifyCert, type DeviceHead, type OpenGenesis, type VoteStatement,
} from '../../shared/ledger/index.ts'
import { LedgerEngine } from '../../electron/peer/consensus/ledger-engine.ts'
import type { ExecutedBlock } from '../../electron/peer/consensus/engine.ts'
import { demoAgencies } from '../../electron/peer/demo/data/agencies.ts'
import { demoMembers } from '../../electron/peer/demo/members.ts'
import type { Founded } from '../../electron/peer/folder/types.ts'
import { foundWith } from '../../electron/peer/host/founding.ts'
import { firstStaff } from '../../electron/peer/host/staff.ts'
import { creditApplication } from '../../electron/peer/node/application.ts'
import { openChain } from '../../electron/peer/store/chain/open.ts'
import { measureLimits } from './limits.ts'
import { round } from './stats.ts'

const DAY = '2026-01-05'
const TIME = Date.UTC(2026, 0, 5)
const AUTHOR = 'BJ'
/** The demonstration's table has at most so many names a region. */
const TABLE = 600

/** Agencies with names and codes of two regions, all of one center. */
const agencies = (count: number) =>
  ['BJ', 'SH'].flatMap((region, i) => demoAgencies(Math.min(TABLE, Math.max(0, count - i * TABLE)), [region], DAY)).map((agency) => ({ ...agency, home: AUTHOR }))

/** Institutions as a clerk, a reviewer and an approver of one center sign them. */
function records({ bundles, genesisHash: net }: Founded, count: number): Uint8Array[] {
  const { seeds } = bundles.find(({ network }) => network.me === AUTHOR)!
  const seedOf = (suffix: string): Uint8Array => seeds.staff.find(({ staffId }) => staffId === `${AUTHOR}-${suffix}`)!.seed
  const publisher = seedOf('AP-01')
  const device = keyId(publicKeyOf(publisher))
  const kind = 'institution.register'
  let head: DeviceHead = { n: 0, prev: null }
  return agencies(count).map(({ home, ...agency }) => {
    const content = { ...agency, homeCenter: home, bizStatus: 'ACTIVE' }
    const step = (s: StepName, suffix: string): Step => {
      const seed = seedOf(suffix)
      return { s, d: keyId(publicKeyOf(seed)), at: TIME, sig: sign(seed, stepPreimage({ net, member: AUTHOR, kind, content, step: s, at: TIME })) }
    }
    const body = toPayloadBody(content, [step('create', 'CL-01'), step('review', 'RV-01')])
    const record = sealEnvelope(buildPayload({ kind, net, author: AUTHOR, device, head, at: TIME, body }), keySigner(publisher))
    head = { n: record.payload.n, prev: record.id }
    return record.bytes
  })
}

function certificate(founded: Founded, { voters, hash }: OpenGenesis, { header, blockId }: ExecutedBlock) {
  const statement: VoteStatement = { kind: FINALIZE, epoch: 0, height: header.height, view: 0, blockId }
  return certOf(voters.members.slice(0, 5).map(({ id }, signer) => signVote(hash, statement, signer, founded.bundles.find(({ network }) => network.me === id)!.seeds.vote)))
}

/** One block of real records through every station it passes in a peer, with credit's rules and a real chain.db. */
export async function ledger(options: { readonly records?: number }): Promise<object> {
  const limits = await measureLimits()
  const count = Math.min(options.records ?? 1000, 2 * TABLE)
  const members = demoMembers(6).map((member) => ({ ...member, address: '', staff: firstStaff(member.id, member.tier) }))
  const founded = foundWith('zhengxinlian-bench', members, true, TIME)
  const genesis = unwrap(openGenesis(founded.genesisBytes))
  const { executor, describe, projector } = creditApplication()
  const folder = mkdtempSync(path.join(tmpdir(), 'zxl-bench-'))
  const { store: chain } = openChain(path.join(folder, 'chain.db'), {
    genesis: founded.genesisBytes, genesisHash: genesis.hash, genesisTime: TIME, genesisState: () => genesisChanges(genesis, executor), projector, now: TIME,
  })
  const took: Record<string, number> = {}
  const time = <T>(name: string, work: () => T): T => {
    const started = performance.now()
    const result = work()
    took[name] = round(performance.now() - started)
    return result
  }
  try {
    const engine = new LedgerEngine({ chain, genesis, executor, describe })
    const build = (body: readonly Uint8Array[]): ExecutedBlock => unwrap(engine.build({ view: 0, time: chain.head().time + 1000, body }))
    const commit = (block: ExecutedBlock): void => void chain.commitBlock({ ...block.commit, cert: encodeCert(certificate(founded, genesis, block)), finalizedAt: TIME })
    commit(build(founded.bundles.flatMap(({ grants }) => grants)))

    const body = time('sign', () => records(founded, count))
    forgetVerified()
    const opened = time('open', () => body.map((bytes) => unwrap(openEnvelope(genesis.hash, bytes))))
    const { key } = engine.device(opened[0]!.payload.d)!
    time('verify', () => opened.forEach((record) => checkRecordSignature(record, key)))
    time('poolAdd', () => chain.pending.addMany(opened.map(({ id, bytes, payload: { a, d, n, at } }) => ({ recordId: id, envelope: bytes, author: a, device: d, seq: n, at, receivedAt: TIME }))))
    forgetVerified()
    const block = time('build', () => build(body))
    const applied = block.commit.records.filter((record) => record.void === null).length
    const bytes = time('encode', () => encodeBlock({ header: block.header, body }))
    const decoded = time('decode', () => unwrap(decodeBlock(bytes)))
    time('openBody', () => unwrap(openBody(genesis.hash, decoded.body)))
    forgetVerified()
    const checked = time('checkCold', () => unwrap(engine.check(decoded.header, block.headerBytes, decoded.body)))
    time('checkVerifiedBefore', () => engine.check(decoded.header, block.headerBytes, decoded.body))
    const cert = certificate(founded, genesis, checked)
    time('verifyCertificate', () => unwrap(verifyCert(genesis.hash, genesis.voters, cert)))
    const touched = new Map(checked.commit.changes.map(([key]) => [bucketOf(key), checked.blockId] as const))
    time('stateRoot', () => chain.state.tree.rootWith(touched))
    time('commit', () => commit(checked))
    return {
      limits, records: count, applied, blockBytes: bytes.length, changes: checked.commit.changes.length, ms: took,
      // Each record carries three signatures: creator, reviewer, publisher.
      bound: { verifyMs: round((count * 3000) / limits.verifyPerSecond), signMs: round((count * 3000) / limits.signPerSecond), commitMs: limits.fsyncMs.p50 },
    }
  } finally {
    chain.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

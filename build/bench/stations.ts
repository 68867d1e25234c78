import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { unwrap } from '../../shared/kit/result.ts'
import { buildPayload, genesisChanges, keyId, keySigner, openEnvelope, openGenesis, publicKeyOf, sealEnvelope, type DeviceHead } from '../../shared/ledger/index.ts'
import { demoMembers } from '../../electron/peer/demo/members.ts'
import { LedgerEngine } from '../../electron/peer/consensus/ledger-engine.ts'
import { foundWith } from '../../electron/peer/host/founding.ts'
import { firstStaff } from '../../electron/peer/host/staff.ts'
import { openChain } from '../../electron/peer/store/chain/open.ts'
import { LIGHT_KIND, lightApplication, lightBody } from './light.ts'
import { median, round } from './stats.ts'

/** Processor time a record costs at each station that no member can leave out, signature aside; microseconds. */
export interface StationCosts {
  readonly recordBytes: number
  readonly blockRecords: number
  /** Strict decoding and hashing of one envelope. */
  readonly openUs: number
  /** Admission (signature known already), execution, roots of log and state. */
  readonly executeUs: number
  /** One transaction a block in chain.db, its flush included. */
  readonly commitUs: number
}

const TIME = Date.UTC(2026, 0, 5)
const BLOCK = 400
const BLOCKS = 12

/** One peer without network and consensus: blocks of light records are opened, executed and committed. */
export function stationCosts(): StationCosts {
  const members = demoMembers(6).map((member) => ({ ...member, address: '', staff: firstStaff(member.id, member.tier) }))
  const founded = foundWith('zhengxinlian-bench', members, true, TIME)
  const genesis = unwrap(openGenesis(founded.genesisBytes))
  const { executor, describe, projector } = lightApplication()
  const folder = mkdtempSync(path.join(tmpdir(), 'zxl-bench-'))
  const { store: chain } = openChain(path.join(folder, 'chain.db'), {
    genesis: founded.genesisBytes, genesisHash: genesis.hash, genesisTime: TIME, genesisState: () => genesisChanges(genesis, executor), projector, now: TIME,
  })
  const taken = { open: [] as number[], execute: [] as number[], commit: [] as number[] }
  const time = <T>(name: keyof typeof taken, work: () => T): T => {
    const started = process.cpuUsage()
    const result = work()
    const { user, system } = process.cpuUsage(started)
    taken[name].push((user + system) / BLOCK)
    return result
  }
  try {
    const engine = new LedgerEngine({ chain, genesis, executor, describe })
    const { network, seeds } = founded.bundles[1]!
    const device = keyId(publicKeyOf(seeds.id))
    const sign = keySigner(seeds.id)
    let head: DeviceHead = { n: 0, prev: null }
    let bytes = 0
    for (let block = 0; block < BLOCKS; block++) {
      const body = Array.from({ length: BLOCK }, () => {
        const payload = buildPayload({ kind: LIGHT_KIND, net: genesis.hash, author: network.me, device, head, at: TIME, body: lightBody(network.me, head.n + 1) })
        const record = sealEnvelope(payload, sign)
        head = { n: payload.n, prev: record.id }
        bytes = record.bytes.length
        return record.bytes
      })
      time('open', () => body.map((envelope) => unwrap(openEnvelope(genesis.hash, envelope))))
      const built = unwrap(engine.build({ view: 0, time: chain.head().time + 1000, body }))
      const executed = time('execute', () => unwrap(engine.check(built.header, built.headerBytes, body)))
      time('commit', () => chain.commitBlock({ ...executed.commit, cert: executed.headerBytes, finalizedAt: TIME }))
    }
    const openUs = median(taken.open)
    return { recordBytes: bytes, blockRecords: BLOCK, openUs: round(openUs, 1), executeUs: round(Math.max(0, median(taken.execute) - openUs), 1), commitUs: round(median(taken.commit), 1) }
  } finally {
    chain.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

import { toHex } from '../../../shared/kit/bytes.ts'
import type { Problem } from '../../../shared/kit/result.ts'
import { hashOf, keyId, publicKeyOf, sign } from '../../../shared/ledger/index.ts'
import type { Execution, Genesis, RecordPayload, StateChange, StateReader } from '../../../shared/ledger/index.ts'
import { createExecutor, DEFAULT_METHODOLOGY, stepPreimage, toPayloadBody } from '../../../shared/credit/index.ts'
import type { RecordKind, StaffRole, Step, StepName, Tier, VoteChoice } from '../../../shared/credit/index.ts'
import { utf8 } from '../../../shared/kit/bytes.ts'

/** A state in memory with the ledger's reader, and a member's staff who sign: the smallest world a record can live in. */

export class MemoryState implements StateReader {
  readonly entries = new Map<string, Uint8Array>()
  get(key: string): Uint8Array | null {
    return this.entries.get(key) ?? null
  }
  *list(prefix: string): Iterable<readonly [string, Uint8Array]> {
    for (const key of [...this.entries.keys()].filter((name) => name.startsWith(prefix)).sort()) yield [key, this.entries.get(key)!]
  }
  apply(changes: readonly StateChange[]): void {
    for (const [key, value] of changes) {
      if (value === null) this.entries.delete(key)
      else this.entries.set(key, value)
    }
  }
}

const seed = (name: string): Uint8Array => hashOf(utf8(name))
const keys = new Map<string, Uint8Array>()
export const publicKey = (name: string): Uint8Array => {
  const known = keys.get(name)
  if (known) return known
  const key = publicKeyOf(seed(name))
  keys.set(name, key)
  return key
}

export const TIERS_OF: Readonly<Record<string, Tier>> = { BJ: 'COUNCIL', GD: 'MEMBER', JS: 'MEMBER', SH: 'COUNCIL', SZSE: 'OPERATOR' }

export function genesisOf(overrides: object = {}): Genesis {
  const ids = Object.keys(TIERS_OF).sort()
  return {
    v: 1,
    net: 'test',
    time: 0,
    suite: 1,
    members: ids.map((id) => ({ id, voteKey: publicKey(`${id}/vote`), idKey: publicKey(`${id}/root`), peers: [] })),
    params: {
      credit: {
        methodology: { id: DEFAULT_METHODOLOGY.id, version: DEFAULT_METHODOLOGY.version, hash: DEFAULT_METHODOLOGY.hash },
        members: Object.fromEntries(ids.map((id) => [id, { tier: TIERS_OF[id]!, nameZh: `${id}成员`, nameEn: `Member ${id}`, regionCode: '110000' }])),
        demo: true,
        ...overrides,
      },
    },
  }
}

export const NET = seed('genesis')
/** 2026-06-30 12:00 in Beijing. */
export const NOON = Date.UTC(2026, 5, 30, 4)
export const TODAY = '2026-06-30'

const ROLES: readonly (readonly [suffix: string, roles: readonly StaffRole[]])[] = [
  ['CL-01', ['CL']], ['RV-01', ['RV']], ['AP-01', ['AP']], ['AN-01', ['AN']], ['CM-01', ['CM']], ['CM-02', ['CM']], ['CM-03', ['CM']], ['AU-01', ['AU']], ['ALL-01', ['CL', 'RV', 'AP', 'AN', 'CM']],
]

export interface Signing {
  readonly step: StepName
  readonly by: string
  readonly choice?: VoteChoice
}

export const SHORT: readonly Signing[] = [{ step: 'create', by: 'CL-01' }, { step: 'review', by: 'RV-01' }]
export const FULL: readonly Signing[] = [...SHORT, { step: 'approve', by: 'AP-01' }]
export const VOTES: readonly Signing[] = ['CM-01', 'CM-02', 'CM-03'].map((by) => ({ step: 'vote', by, choice: 'for' }))
export const RATING: readonly Signing[] = [{ step: 'create', by: 'AN-01' }, { step: 'review', by: 'RV-01' }, ...VOTES, { step: 'approve', by: 'AP-01' }]

/** Founding takes a while (every key is checked), so it is done once. */
let founded: World | null = null

export class World {
  readonly state = new MemoryState()
  readonly executor = createExecutor()
  height = 0
  index = 0
  time = NOON

  constructor() {
    if (founded) {
      this.state.apply([...founded.state.entries])
      this.height = founded.height
      this.index = founded.index
      return
    }
    this.state.apply(this.executor.genesis(genesisOf(), NET))
    this.height = 1
    for (const member of Object.keys(TIERS_OF)) for (const [suffix, roles] of ROLES) this.grant(member, `${member}-${suffix}`, roles)
  }

  grant(member: string, staffId: string, roles: readonly StaffRole[], overrides: object = {}): Problem | null {
    const content = { staffId, roles, key: toHex(publicKey(staffId)), suite: 1, validFrom: '2026-01-01', validTo: '2027-12-31', secondFactor: 'PASSPHRASE', ...overrides }
    return this.raw(member, 'staff.grant', toPayloadBody(content, []), `${member}/root`)
  }

  step(member: string, kind: string, content: object, { step, by, choice }: Signing, at = this.time): Step {
    const name = `${member}-${by}`
    const message = stepPreimage({ net: NET, member, kind, content, step, at, choice })
    return { s: step, d: keyId(publicKey(name)), at, ...(choice ? { choice } : {}), sig: sign(seed(name), message) }
  }

  /** Signs by these people, publishes by the last of them and applies; the reason where it is void. */
  publish(member: string, kind: RecordKind, content: object, signings: readonly Signing[] = FULL): Problem | null {
    const clean = JSON.parse(JSON.stringify(content)) as object
    const steps = signings.slice(0, -1).map((signing) => this.step(member, kind, clean, signing))
    return this.raw(member, kind, toPayloadBody(clean, steps), `${member}-${signings[signings.length - 1]!.by}`)
  }

  raw(member: string, kind: string, body: RecordPayload['b'], signer: string): Problem | null {
    const execution = this.execute(this.payload(member, kind, body, signer))
    if ('void' in execution) return execution.void
    this.state.apply(execution.changes)
    return null
  }

  payload(member: string, kind: string, body: RecordPayload['b'], signer: string): RecordPayload {
    return { t: kind, v: 1, net: NET, a: member, d: keyId(publicKey(signer)), n: 1, prev: null, at: this.time, b: body }
  }

  /** Every record is a block of its own. */
  execute(payload: RecordPayload): Execution {
    this.height += 1
    this.index += 1
    return this.executor.apply(payload, { genesisHash: NET, recordId: hashOf(utf8(`record ${this.index}`)), height: this.height, index: this.index, time: this.time }, this.state)
  }

  lastRecordId(): string {
    return toHex(hashOf(utf8(`record ${this.index}`)))
  }
}

founded = new World()

export const HASH = '0'.repeat(63) + '1'


/** Made-up institutions with valid, visibly synthetic codes. */
export const LAW = '31110000MAXTE5T166'
export const CLIENT = '91310000MAXT0002XH'
export const OTHER = '91440000MAXT00038L'
export const THIRD = '91110000MAXT00046Y'

export const institution = (overrides: object = {}): Record<string, unknown> => ({
  uscc: LAW, nameZh: '北京模拟测试律师事务所', type: 'LAW', roles: ['LAW'], regionCode: '110000', homeCenter: 'BJ', establishedOn: '2010-01-01', practiceSince: '2010-02-01', bizStatus: 'ACTIVE', ...overrides,
})

export const engagement = (overrides: object = {}): Record<string, unknown> => ({
  uscc: LAW, center: 'BJ', role: 'LAW', clientUscc: CLIENT, clientName: '上海模拟科技有限公司', serviceKind: 'LEGAL_OPINION', signedOn: '2025-08-01', state: 'ACCEPTED', acceptedOn: '2025-12-01',
  filingNo: 'BJ-2025-1', firstPass: true, financingAmountFen: 5_000_000_000, ...overrides,
})

export const conduct = (overrides: object = {}): Record<string, unknown> => ({
  uscc: LAW, subjectKind: 'INSTITUTION', polarity: 'NEGATIVE', category: 'REG_MEASURE', indicatorCode: 'D3N03', title: '警示函', facts: '模拟事实。', authorityName: '模拟机关', authorityLevel: 'A2',
  documentNo: '模拟〔2026〕1号', legalBasis: '模拟依据', result: '模拟结果', decidedOn: '2026-02-01', effectiveDate: '2026-02-03', retentionClass: 'R36', source: 'OFFICIAL',
  evidence: [{ type: 'E1', hash: HASH }], ...overrides,
})

/** For the preparation of a test: stops it where a record is void that should not be. */
export function accepted(problem: Problem | null): void {
  if (problem) throw new Error(`void: ${JSON.stringify(problem)}`)
}

import { readMember } from '../../../shared/credit/state/read.ts'
import type { Overview } from '../../../shared/contract/overview.ts'
import { toHex } from '../../../shared/kit/bytes.ts'
import { quorum } from '../../../shared/ledger/voters.ts'
import type { StoredRecord } from '../store/chain/types.ts'
import type { Guarded } from './context.ts'
import { namedTitle } from './credit.ts'
import type { ApiDeps } from './deps.ts'
import { todoOf } from './drafts/inbox.ts'
import { outboxCounts } from './outbox.ts'
import { plainProblem } from './plain.ts'
import { finalState } from './record-state.ts'

const RECENT = 8
/** Days with records shown in the activity chart. */
const DAYS = 30

/** overview.get: every number comes from an index or a counter, so that it costs the same at a hundred thousand records. */
export function overviewHandlers(os: Guarded, deps: ApiDeps) {
  return {
    get: os.overview.get.handler(({ context }): Overview => {
      const { node, network } = deps
      const { chain, genesis } = node
      const member = readMember(chain.state, network.me)
      const local = network.members.find((row) => row.id === network.me)
      const n = node.voters
      const online = 1 + node.members().filter((row) => row.online).length
      const { session } = context.channel
      return {
        network: { name: genesis.net, genesis: toHex(chain.genesisHash), demo: network.demo, createdAt: genesis.time },
        me: {
          id: network.me,
          nameZh: member?.nameZh ?? local?.nameZh ?? network.me,
          nameEn: member?.nameEn ?? local?.nameEn ?? network.me,
          tier: member?.tier ?? local?.tier ?? '',
          seat: node.seat,
        },
        todo: session ? todoOf(deps, session) : null,
        head: headOf(deps),
        quorum: { n, q: quorum(n), online: Math.min(n, online) },
        health: node.health(),
        sync: node.sync(),
        outbox: outboxCounts(deps),
        counts: { ...chain.views.counts() },
        gradeCounts: chain.views.gradeCounts().map((row) => ({ ...row })),
        activity: chain.activity(DAYS).map((row) => ({ ...row })),
        recent: chain.records({ limit: RECENT }).map((record) => recentRecord(deps, record)),
      }
    }),
  }
}

function headOf({ node: { chain } }: ApiDeps): Overview['head'] {
  const head = chain.head()
  if (head.height === 0) return null
  return {
    height: head.height,
    blockId: toHex(head.blockId),
    time: head.time,
    finalizedAt: chain.header(head.height)?.finalizedAt ?? head.time,
    records: head.logSize,
    stateRoot: toHex(head.stateRoot),
  }
}

const recentRecord = (deps: ApiDeps, record: StoredRecord): Overview['recent'][number] => ({
  recordId: toHex(record.recordId),
  kind: record.kind,
  title: namedTitle(deps, record),
  uscc: record.subject,
  author: record.author,
  height: record.height,
  time: deps.node.chain.header(record.height)?.time ?? record.at,
  state: deps.node.recordState(record.recordId) ?? finalState(deps.node, record.height, record.void && plainProblem(record.void)),
})

import { createExecutor, toPayloadBody } from '../../../shared/credit/index.ts'
import { equalBytes, toHex } from '../../../shared/kit/bytes.ts'
import { decodePayload, encodeCanonical, encodePayload, type Execution, type RecordPayload } from '../../../shared/ledger/index.ts'
import { accepted, conduct, engagement, FULL, institution, NET, World } from '../../unit/credit/world.ts'
import { refusal, type Target } from '../target.ts'

const world = new World()
accepted(world.publish('BJ', 'institution.register', institution()))
/** Signatures are another room's: here every step counts as signed, so that the rules behind them are reached. */
const executor = createExecutor({ verify: () => true })

function payload(kind: Parameters<World['publish']>[1], content: object): Uint8Array {
  const steps = FULL.slice(0, -1).map((signing) => world.step('BJ', kind, content, signing))
  return encodePayload(world.payload('BJ', kind, toPayloadBody(content, steps), `BJ-${FULL.at(-1)!.by}`))
}

const text = ({ ...execution }: Execution): Uint8Array => encodeCanonical(JSON.parse(JSON.stringify(execution, (_, value: unknown) => (value instanceof Uint8Array ? toHex(value) : value))))

/** Any record that passes the gate is executed: in force, or void with a code that has words; twice the same. */
function execute(input: Uint8Array): string | null {
  const decoded = decodePayload(input)
  if (!decoded.ok) return refusal(decoded.error)
  const apply = (record: RecordPayload): Execution =>
    executor.apply(record, { genesisHash: NET, recordId: new Uint8Array(32).fill(9), height: world.height + 1, index: world.index + 1, time: world.time }, world.state)
  const execution = apply(decoded.value)
  if ('void' in execution && execution.void.code === 'EXECUTION_FAILED') return 'a rule threw'
  if (!equalBytes(text(execution), text(apply(decoded.value)))) return 'executed twice, it gives two results'
  return 'void' in execution ? refusal(execution.void) : null
}

const CLIENT = '91310000MAXT0002XH'
export const CREDIT: readonly Target[] = [
  {
    name: 'credit.execute',
    form: 'cbor',
    seeds: [
      payload('institution.register', institution({ uscc: CLIENT, nameZh: '上海模拟科技有限公司', regionCode: '310000', homeCenter: 'BJ' })),
      payload('institution.update', institution({ address: '模拟路1号' })),
      payload('engagement.record', engagement()),
      payload('conduct.record', conduct()),
    ],
    take: execute,
  },
]

import type { Execution } from '../../ledger/state/executor.ts'
import type { Actor } from '../authority/step.ts'
import { expiryOf } from '../methodology/events.ts'
import { originOf } from '../rule.ts'
import type { RuleContext } from '../rule.ts'
import { KEY } from '../state/keys.ts'
import { statusOf } from '../state/read.ts'
import type { ConductView } from '../state/views.ts'
import { nextVersion, putVersion, replacedBy } from '../versioned.ts'
import type { VersionedKind } from '../versioned.ts'
import { conductMark } from './check.ts'
import type { ConductContent } from './schema.ts'

const CONDUCT: VersionedKind<ConductView> = { kind: 'conduct', key: KEY.conduct, markOf: conductMark, markKey: KEY.conductMark }

export function applyConduct(content: ConductContent, actors: readonly Actor[], context: RuleContext): Execution {
  const expiresOn = expiryOf(content, content.retentionClass, context.methodology)
  const before = replacedBy(content, CONDUCT, context)
  // A correction does not undo a repair.
  const status = before ? statusOf(before) : 'EFFECTIVE'
  const { changes, effects = [] } = putVersion({ ...nextVersion(content, context), content, status, expiresOn, origin: originOf(context, actors) }, CONDUCT, context)
  return { changes, effects: status === 'REPAIRED' ? [...effects, { t: 'mark', record: context.execution.recordId, mark: 'repaired', on: true }] : effects }
}

import type { StateChange } from '../../ledger/state/executor.ts'
import type { Actor } from '../authority/step.ts'
import { expiryOf } from '../methodology/events.ts'
import { originOf } from '../rule.ts'
import type { RuleContext } from '../rule.ts'
import { KEY } from '../state/keys.ts'
import type { ConductView } from '../state/views.ts'
import { nextVersion, putVersion } from '../versioned.ts'
import type { VersionedKind } from '../versioned.ts'
import { conductMark } from './check.ts'
import type { ConductContent } from './schema.ts'

const CONDUCT: VersionedKind<ConductView> = { kind: 'conduct', key: KEY.conduct, markOf: conductMark, markKey: KEY.conductMark }

export function applyConduct(content: ConductContent, actors: readonly Actor[], context: RuleContext): readonly StateChange[] {
  const expiresOn = expiryOf(content, content.retentionClass, context.methodology)
  return putVersion({ ...nextVersion(content, context), content, status: 'EFFECTIVE', expiresOn, origin: originOf(context, actors) }, CONDUCT, context)
}

import type { Execution } from '../../ledger/state/executor.ts'
import type { Actor } from '../authority/step.ts'
import { originOf } from '../rule.ts'
import type { RuleContext } from '../rule.ts'
import { KEY } from '../state/keys.ts'
import type { EngagementView } from '../state/views.ts'
import { nextVersion, putVersion } from '../versioned.ts'
import type { VersionedKind } from '../versioned.ts'
import { engagementMark } from './check.ts'
import type { EngagementContent } from './schema.ts'

const ENGAGEMENT: VersionedKind<EngagementView> = { kind: 'engagement', key: KEY.engagement, markOf: engagementMark, markKey: KEY.engagementMark }

export const applyEngagement = (content: EngagementContent, actors: readonly Actor[], context: RuleContext): Execution =>
  putVersion({ ...nextVersion(content, context), content, origin: originOf(context, actors) }, ENGAGEMENT, context)

import type { Actor } from '../authority/step.ts'
import type { Execution, StateChange } from '../../ledger/state/executor.ts'
import { originOf, put } from '../rule.ts'
import type { RuleContext } from '../rule.ts'
import { KEY } from '../state/keys.ts'
import { readInstitution } from '../state/read.ts'
import type { InstitutionView } from '../state/views.ts'
import { supersedes } from '../versioned.ts'
import { withoutUpdate } from './check.ts'
import type { InstitutionContent, InstitutionUpdateContent } from './schema.ts'

/** The first member to register an institution becomes its home (J1), whatever home the institution names. */
export function applyRegister(content: InstitutionContent, actors: readonly Actor[], context: RuleContext): readonly StateChange[] {
  const view: InstitutionView = { uscc: content.uscc, version: 0, content, home: context.author, admittedOn: context.today, origin: originOf(context, actors) }
  return [put(KEY.institution(content.uscc), view)]
}

/** The current version moves to the history. `checkUpdate` has made sure that there is one. */
export function applyUpdate(content: InstitutionUpdateContent, actors: readonly Actor[], context: RuleContext): Execution {
  const current = readInstitution(context.state, content.uscc)!
  const view: InstitutionView = { ...current, version: current.version + 1, content: withoutUpdate(content), origin: originOf(context, actors) }
  return { changes: [put(KEY.institutionHistory(content.uscc, current.version), current), put(KEY.institution(content.uscc), view)], effects: supersedes(current) }
}

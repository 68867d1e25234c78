import type { EvidenceRow } from '../../../shared/contract/evidence.ts'
import { listDoubleVotes } from '../../../shared/credit/state/read.ts'
import type { DoubleVoteView } from '../../../shared/credit/state/views.ts'
import { toHex } from '../../../shared/kit/bytes.ts'
import { CodedError, problem, type Problem } from '../../../shared/kit/result.ts'
import { breachName } from '../../../shared/ledger/evidence/check.ts'
import { EVIDENCE_SUFFIX } from '../../../shared/ledger/evidence/file.ts'
import { forkSides } from '../store/evidence/fork.ts'
import type { StoredEvidence } from '../store/evidence/open.ts'
import type { Guarded } from './context.ts'
import type { ApiDeps } from './deps.ts'
import { signSolo, whyNotContent, whyNotSign } from './membership/sign.ts'
import { plainProblem } from './plain.ts'
import type { Session } from './sessions.ts'

/** evidence.*: contradictions in what members signed, as files and as records. Anybody at this desktop may look and take them away. */
export function evidenceHandlers(os: Guarded, deps: ApiDeps) {
  const { evidence } = os
  return {
    list: evidence.list.handler(({ context }) => evidenceRows(deps, context.channel.session)),
    export: evidence.export.handler(({ input }) => ({ fileName: fileName(input.name), text: deps.node.evidence.file(input.name) })),
    submit: evidence.submit.handler(({ input, context }) => {
      const content = contentOf(deps.node.evidence.list().find(({ name }) => name === input.name))
      if (!content) throw new CodedError('EVIDENCE_NONE')
      return signSolo(deps, context, 'evidence.submit', content)
    }),
  }
}

/** What this computer keeps and what the ledger tells, each breach once, the newest first. */
function evidenceRows(deps: ApiDeps, session: Session | null): EvidenceRow[] {
  const { chain, evidence } = deps.node
  const recorded = new Map(listDoubleVotes(chain.state).map((view) => [breachName(view), view]))
  const kept = evidence.list()
  const here = new Set(kept.map(({ name }) => name))
  const found = kept.map((piece) => ({ ...row(piece, recorded.get(piece.name)), foundAt: piece.foundAt, permissions: permissions(deps, session, piece) }))
  const told = [...recorded].filter(([name]) => !here.has(name)).map(([name, view]) => ({ ...row({ ...view, name }, view), foundAt: null, permissions: permissions(deps, session, null) }))
  return [...found, ...told].sort((a, b) => at(b) - at(a))
}

const at = ({ foundAt, recorded }: EvidenceRow): number => foundAt ?? recorded?.time ?? 0

const row = ({ name, code, member, epoch, height, view }: Pick<StoredEvidence, 'name' | 'code' | 'member' | 'epoch' | 'height' | 'view'>, told: DoubleVoteView | undefined) => ({
  name, code, member, epoch, height, view,
  recorded: told ? { recordId: told.recordId, submitter: told.submitter, time: told.time, effect: told.effect } : null,
})

function permissions(deps: ApiDeps, session: Session | null, piece: StoredEvidence | null): EvidenceRow['permissions'] {
  const content = contentOf(piece ?? undefined)
  const none = problem('EVIDENCE_NONE_HERE')
  const submit = !piece ? none : !content ? problem('EVIDENCE_NOT_SUBMITTED') : (whyNotSign(deps, session, 'evidence.submit') ?? whyNotContent(deps, 'evidence.submit', content))
  const found: readonly (readonly [string, Problem | null])[] = [
    ['export', !piece ? none : piece.code === 'FORK' && !forkSides(piece) ? problem('EVIDENCE_FORK_FILE') : null],
    ['submit', submit],
  ]
  return found.map(([action, why]) => ({ action, allowed: why === null, why: why && plainProblem(why) }))
}

/** What the ledger takes: two contradicting votes. Null for anything else. */
const contentOf = (piece: StoredEvidence | undefined): { epoch: number; first: string; second: string } | null =>
  piece && piece.epoch !== null && /^E[123]$/.test(piece.code) ? { epoch: piece.epoch, first: toHex(piece.first), second: toHex(piece.second) } : null

const fileName = (name: string): string => `${name.replaceAll(/[^0-9A-Za-z]+/g, '-').slice(0, 80)}${EVIDENCE_SUFFIX}`

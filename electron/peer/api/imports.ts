import { listConduct, listEngagements, readInstitution } from '../../../shared/credit/state/read.ts'
import type { ImportKind, ImportPreview } from '../../../shared/contract/imports.ts'
import { toHex, utf8 } from '../../../shared/kit/bytes.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import { sha256 } from '../../../shared/ledger/crypto/hash.ts'
import { DRAFT_KIND } from '../import/contents.ts'
import { IMPORT_MAX_SHOWN, IMPORT_SAMPLE } from '../import/limits.ts'
import { readImport, type ImportResult, type ImportRow, type ImportWorld } from '../import/read.ts'
import { reportCsv, templateCsv } from '../import/report.ts'
import type { NewDraft } from '../store/workbench/types.ts'
import { signedIn, type Guarded } from './context.ts'
import { titleOf, usccOf } from './credit.ts'
import type { ApiDeps } from './deps.ts'
import { canonicalJson } from './drafts/content.ts'
import { OPEN_STATES } from './drafts/flow.ts'
import { newDraftId } from './drafts/handlers.ts'
import { checkContext, whyNotStart } from './ledger-facts.ts'
import type { Session } from './sessions.ts'
import type { Topics } from './topics.ts'

/** Drafts made in one transaction. */
const CHUNK = 200

interface ImportInput {
  readonly kind: ImportKind
  readonly name: string
  readonly base64: string
}

/** imports.*: tables become drafts. A preview stores nothing, and the same file makes its drafts once. */
export function importHandlers(os: Guarded, deps: ApiDeps, topics: Topics) {
  return {
    preview: os.imports.preview.handler(async ({ input, context }) => {
      signedIn(context)
      return shownPreview(await read(deps, input))
    }),
    commit: os.imports.commit.handler(async ({ input, context }) => {
      const result = await commit(deps, signedIn(context), input)
      topics.publish('drafts')
      return result
    }),
    report: os.imports.report.handler(async ({ input, context }) => {
      signedIn(context)
      const { findings } = await read(deps, input)
      return { fileName: `${plainName(input.name)}-findings.csv`, csv: reportCsv(findings, input.language) }
    }),
    template: os.imports.template.handler(({ input }) => ({ fileName: `${input.kind}-template.csv`, csv: templateCsv(input.kind) })),
  }
}

const bytesOf = ({ base64 }: ImportInput): Uint8Array => {
  // The platform's decoder ignores what it doesn't know; a megabyte is too much for a decoder in JavaScript.
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) throw new CodedError('INPUT_INVALID', { field: 'base64' })
  return new Uint8Array(Buffer.from(base64, 'base64'))
}

const read = (deps: ApiDeps, input: ImportInput): Promise<ImportResult> => readImport(input.kind, bytesOf(input), worldOf(deps))

/** A file name without its ending and without what could lead out of a folder. */
const plainName = (name: string): string => name.replace(/\.[^.]*$/, '').replace(/[\\/:*?"<>|\p{Cc}]/gu, '_').slice(-80) || 'import'

function worldOf(deps: ApiDeps): ImportWorld {
  const { drafts } = deps.workbench
  const { state } = deps.node.chain
  return {
    context: checkContext(deps),
    fingerprint: (kind, content) => toHex(sha256(utf8(`${kind}\n${canonicalJson(content)}`))),
    hasDraft: (fingerprint) => drafts.byFingerprint(fingerprint) !== null,
    otherDraft: (uscc) => drafts.list({ kind: 'institution.register', uscc, states: OPEN_STATES, limit: 1 }).items[0]?.id ?? null,
    onLedger(kind, content) {
      const uscc = typeof content['uscc'] === 'string' ? content['uscc'] : ''
      const own = canonicalJson(content)
      if (kind === 'institutions') {
        const known = readInstitution(state, uscc)
        return known !== null && canonicalJson(known.content) === own
      }
      const views = kind === 'engagements' ? listEngagements(state, uscc) : listConduct(state, uscc)
      return views.some((view) => canonicalJson(view.content) === own)
    },
  }
}

function shownPreview({ encoding, table, map, rows, findings }: ImportResult): ImportPreview {
  const tally = { ready: 0, known: 0, rejected: 0 }
  for (const { status } of rows) tally[status] += 1
  // Without readable columns no row was looked at: all of them are refused.
  if (rows.length === 0) tally.rejected = table.rows.length
  return {
    encoding,
    rows: table.rows.length,
    ...tally,
    columns: table.headers.map((header, at) => ({ header, field: map.columns[at]?.field ?? null })),
    missing: map.missing.map((column) => column.header),
    findings: findings.slice(0, IMPORT_MAX_SHOWN).map((item) => ({ ...item })),
    findingsTotal: findings.length,
    sample: table.rows.slice(0, IMPORT_SAMPLE).map((cells) => Object.fromEntries(table.headers.map((header, at) => [header, (cells[at] ?? '').slice(0, 100)]))),
  }
}

async function commit(deps: ApiDeps, session: Session, input: ImportInput): Promise<{ batchId: string; created: number; known: number; rejected: number }> {
  const kind = DRAFT_KIND[input.kind]
  const why = whyNotStart(deps, session, kind)
  if (why) throw new CodedError(why.code, why.params)
  const bytes = bytesOf(input)
  const result = await readImport(input.kind, bytes, worldOf(deps))
  if (result.rows.length === 0) throw new CodedError('IMPORT_COLUMNS', { columns: result.findings.filter((item) => item.severity === 'error').map((item) => item.column).join(' · ').slice(0, 200) })
  const at = deps.clock.now()
  const ready = result.rows.filter((row) => row.status === 'ready')
  const batchId = `b${at.toString(36)}${toHex(deps.random.bytes(4))}`
  let created = 0
  for (let from = 0; from < ready.length; from += CHUNK) {
    const drafts = ready.slice(from, from + CHUNK).map((row) => draftOf(deps, session, kind, row, batchId, at))
    created += deps.workbench.drafts.createMany(drafts, { at, staffId: session.staffId, action: 'import', comment: input.name.slice(0, 260) }).length
    await new Promise((resolve) => setImmediate(resolve))
  }
  const rejected = result.rows.filter((row) => row.status === 'rejected').length
  const known = result.rows.length - rejected - created
  deps.workbench.batches.add({ id: batchId, kind: input.kind, fileName: input.name, fileHash: toHex(sha256(bytes)), staffId: session.staffId, at, created, known, rejected })
  return { batchId, created, known, rejected }
}

function draftOf(deps: ApiDeps, session: Session, kind: string, row: ImportRow, batchId: string, at: number): NewDraft {
  return {
    id: newDraftId(deps),
    kind,
    title: titleOf(deps, kind, row.content),
    uscc: usccOf(row.content),
    creator: session.staffId,
    content: row.content,
    batchId,
    fingerprint: row.fingerprint,
    problems: 0,
    createdAt: at,
  }
}

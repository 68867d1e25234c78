/** Thread that executes a stored ledger anew from its genesis, beside it, and compares (see audit.ts). */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { CodedError, problem, unwrap, type Problem } from '../../../shared/kit/result.ts'
import { genesisChanges } from '../../../shared/ledger/block/head.ts'
import { decodeCert } from '../../../shared/ledger/codec/cert.ts'
import { decodeHeader } from '../../../shared/ledger/codec/header.ts'
import { verifyCert } from '../../../shared/ledger/crypto/votes.ts'
import { openGenesis } from '../../../shared/ledger/genesis.ts'
import { LedgerEngine } from '../consensus/ledger-engine.ts'
import { useNativeCrypto } from '../node/native-crypto.ts'
import { openChain, openChainReadOnly } from '../store/chain/open.ts'
import { applicationOf } from './application.ts'
import type { AuditFlaw, AuditMessage, AuditSetup } from './audit.ts'

const setup = workerData as AuditSetup
const say = (message: AuditMessage): void => parentPort!.postMessage(message)
const scratch = mkdtempSync(path.join(tmpdir(), 'zxl-audit-'))
try {
  useNativeCrypto(() => undefined)
  say({ t: 'scratch', folder: scratch })
  say({ t: 'done', ...(await audit()) })
} catch (cause) {
  const why = cause instanceof CodedError ? problem(cause.code, cause.params) : problem('SYNC_WORKER', { reason: cause instanceof Error ? cause.message.slice(0, 200) : 'unknown' })
  say({ t: 'failed', problem: why })
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

async function audit(): Promise<{ readonly flaw: AuditFlaw | null; readonly blocks: number; readonly records: number }> {
  const genesis = unwrap(openGenesis(setup.genesis))
  const { executor, describe } = await applicationOf(setup.worker)
  // Records, log and state are judged; lists for screens are not.
  const projector = { version: 0, touched: () => [], institution: () => null, all: () => [] }
  const facts = { genesis: setup.genesis, genesisHash: genesis.hash, genesisTime: genesis.genesis.time, projector }
  const stored = openChainReadOnly(setup.chainPath, facts)
  const { store: own } = openChain(path.join(scratch, 'chain.db'), { ...facts, genesisState: () => genesisChanges(genesis, executor), now: setup.now })
  try {
    const gap = stored.missing()
    if (gap) throw new CodedError('STORE_HISTORY_LOADING', { from: gap.from, to: gap.to, here: gap.here })
    const engine = new LedgerEngine({ chain: own, genesis, executor, describe })
    const end = stored.head()
    for (let height = 1; height <= end.height; height++) {
      const flaw = judge(height)
      if (flaw) return { flaw, blocks: height - 1, records: own.head().logSize }
      say({ t: 'progress', records: own.head().logSize, of: end.logSize })
    }
    return { flaw: null, blocks: end.height, records: end.logSize }

    function judge(height: number): AuditFlaw | null {
      const first = own.head().logSize
      const header = stored.header(height)
      const body = stored.body(height)
      if (!header || !body) return { height, record: null, problem: problem('BLOCK_UNKNOWN', { height }) }
      const opened = decodeHeader(header.bytes)
      if (!opened.ok) return { height, record: null, problem: opened.error }
      const cert = stored.cert(height)
      if (cert && cert.length > 0) {
        const decoded = decodeCert(cert)
        const holds = decoded.ok ? verifyCert(genesis.hash, engine.electorate().voters, decoded.value) : decoded
        if (!holds.ok) return { height, record: null, problem: holds.error }
      }
      const checked = engine.check(opened.value, header.bytes, body)
      if (!checked.ok) return { height, record: recordOf(first, checked.error), problem: checked.error }
      own.commitBlock({ ...checked.value.commit, cert: cert ?? new Uint8Array(0), finalizedAt: setup.now })
      return null
    }
  } finally {
    own.close()
    stored.close()
  }
}

/** Place in the log of the record that a flaw of a block names. */
function recordOf(first: number, { params }: Problem): number | null {
  return typeof params?.['record'] === 'number' ? first + params['record'] : null
}

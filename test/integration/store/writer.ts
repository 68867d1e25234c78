/**
 * A process to be killed: writes into the stores of a folder without end and says on stdout what it was told is durable,
 * one line each, after the store returned. `node writer.ts chain|safety|workbench FOLDER`
 */
import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { openChain } from '../../../electron/peer/store/chain/open.ts'
import { openSafety } from '../../../electron/peer/store/safety/open.ts'
import { openWorkbench } from '../../../electron/peer/store/workbench/open.ts'
import { utf8 } from '../../../shared/kit/bytes.ts'
import { sha256 } from '../../../shared/ledger/index.ts'
import { institution, nextBlock, options, record } from '../../fixtures/store/blocks.ts'

const [, , what, folder = '.'] = process.argv
const { now, genesisHash } = options
const say = (text: string): void => void writeSync(1, `${text}\n`)
const random = (): Uint8Array => sha256(utf8('instance'))

if (what === 'chain') {
  const { store } = openChain(join(folder, 'chain.db'), options)
  for (;;) {
    const { height, logSize } = store.head()
    const records = [1, 2, 3].map((i) => record(logSize + i))
    for (const one of records) store.pending.add({ ...one, receivedAt: now })
    // What it tells others that it holds is written down first.
    store.pending.ids()
    say(`pending ${logSize + 3}`)
    const uscc = `91110000${String(height % 50).padStart(10, '0')}`
    store.commitBlock(nextBlock(store, records, [institution(uscc, `北京第${height}律师事务所`), [`counter/${height % 7}`, utf8(String(height))]]))
    say(`height ${height + 1}`)
  }
} else if (what === 'safety') {
  const { store } = openSafety(join(folder, 'safety.db'), { genesisHash, voteKeyId: sha256(utf8('key')), firstTime: true, random, now })
  for (let height = store.meta().highWater.height + 1; ; height++) {
    const blockId = sha256(utf8(`block ${height}`))
    store.persist({ votes: [{ epoch: 0, height, view: 0, kind: 1, blockId, sig: new Uint8Array(64) }], blocks: [{ height, blockId, bytes: blockId }] })
    say(`vote ${height}`)
    if (height % 5 === 0) store.finalized(height)
  }
} else {
  const bench = openWorkbench(join(folder, 'workbench.db'), { genesisHash, memberId: 'BJ', backups: join(folder, 'backups'), now })
  for (let n = bench.drafts.list({ limit: 1 }).total + 1; ; n++) {
    const event = { at: now, staffId: 'BJ-CL-01', action: 'save', comment: '' }
    const id = `draft-${n}`
    bench.drafts.create({ id, kind: 'k', title: id, uscc: null, creator: 'BJ-CL-01', content: { n }, batchId: null, fingerprint: null, problems: 0, createdAt: now }, event)
    say(`draft ${n}`)
    const entry = { recordId: String(n), envelope: utf8(id), kind: 'k', title: id, uscc: null, staffId: 'BJ-CL-01', draftId: id, device: 'd', seq: n, savedAt: now }
    bench.outbox.add(entry, { id, rev: 1, patch: { state: 'published', recordId: String(n) }, event })
    say(`signed ${n}`)
  }
}

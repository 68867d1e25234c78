import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { fromHex } from '../../../shared/kit/bytes.ts'
import { unwrap } from '../../../shared/kit/result.ts'
import { openGenesis } from '../../../shared/ledger/index.ts'
import { Desk, START } from './harness.ts'

/** Lets the writer say some lines, kills it at once with SIGKILL, gives what it had said. */
function killed(lines: number): Promise<string[][]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'writer.ts')], { stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      if (text.split('\n').length > lines) child.kill('SIGKILL')
    })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (signal !== 'SIGKILL') reject(new Error(`the writer ended by itself: ${code}`))
      resolve(text.slice(0, text.lastIndexOf('\n')).split('\n').map((line) => line.split(' ')))
    })
  })
}

it.each([9, 24, 47])('a peer killed with -9 while it publishes (after %i lines) loses nothing that was saved or signed, and has nothing twice', async (lines) => {
  const said = await killed(lines)
  const root = said[0]![1]!
  try {
    const genesis = unwrap(openGenesis(new Uint8Array(readFileSync(join(root, 'BJ', 'genesis.cbor')))))
    const desk = await Desk.open({ genesis, now: START + 3_600_000 }, join(root, 'BJ'))
    try {
      const { drafts, outbox } = desk.workbench
      for (const [word, id, recordId] of said.slice(1)) {
        expect(drafts.get(id!)).toMatchObject(word === 'published' ? { state: 'published', recordId } : { id })
      }
      const published = drafts.list({ states: ['published'], limit: 1000 }).items
      const records = outbox.list({ limit: 1000 }).items.filter((entry) => entry.draftId !== null)
      expect(new Map(records.map((entry) => [entry.draftId, entry.recordId]))).toEqual(new Map(published.map((draft) => [draft.id, draft.recordId])))
      expect(records).toHaveLength(published.length)
      expect(records.map((entry) => entry.seq).sort((a, b) => a - b)).toEqual(records.map((_, i) => i + 1))
      for (const { recordId } of records) {
        const id = fromHex(recordId)
        const places = [desk.chain.record(id) !== null, desk.chain.pending.has(id)].filter(Boolean)
        expect(places).toHaveLength(1)
      }
    } finally {
      desk.close()
    }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})

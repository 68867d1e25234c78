import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import {
  EVIDENCE_FORMAT, EVIDENCE_SUFFIX, INVITATION_FORMAT, INVITATION_SUFFIX, NOTE_SUFFIX, PROOF_FORMAT, PROOF_SUFFIX, PROOF_V1_FORMAT, TAG
} from '../../../shared/ledger/index.ts'
import { JOIN_REQUEST_FORMAT, JOIN_REQUEST_SUFFIX } from '../../../shared/ledger/membership/join-request.ts'
import { fromUtf8 } from '../../../shared/kit/bytes.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const document = readFileSync(path.join(root, 'shared/ledger/FORMATS.md'), 'utf8')

it('the document of formats names every protocol', () => {
  const folder = path.join(root, 'electron/peer/net/protocols')
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).flatMap(({ name }) => readFileSync(path.join(folder, name, 'protocol.ts'), 'utf8').match(/\/zxl\/\w+\/\d+/g) ?? [])
  expect(names.length).toBeGreaterThan(7)
  expect(names.filter((name) => !document.includes(name))).toEqual([])
})

it('and every file, tag and vector', () => {
  const formats = [EVIDENCE_FORMAT, EVIDENCE_SUFFIX, INVITATION_FORMAT, INVITATION_SUFFIX, JOIN_REQUEST_FORMAT, JOIN_REQUEST_SUFFIX, NOTE_SUFFIX, PROOF_FORMAT, PROOF_SUFFIX, PROOF_V1_FORMAT]
  expect(formats.filter((format) => !document.includes(format))).toEqual([])
  const ledgerTags = (['genesis', 'record', 'recordSignature', 'block', 'vote', 'members', 'order', 'key', 'subject', 'ready'] as const).map((name) => fromUtf8(TAG[name]).replace('\0', '\\0'))
  expect(ledgerTags.filter((tag) => !document.includes(tag))).toEqual([])
  const vectors = document.match(/test\/vectors\/[\w/]+\.json/g) ?? []
  expect(vectors.length).toBeGreaterThan(4)
  for (const vector of vectors) expect(() => readFileSync(path.join(root, vector))).not.toThrow()
})

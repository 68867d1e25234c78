import { describe, expect, it } from 'vitest'
import { fromHex, toHex, utf8 } from '../../../shared/kit/bytes.ts'
import { unwrap } from '../../../shared/kit/result.ts'
import { checkJoinRequest, decodeGenesis, encodeGenesis, formatInvitation, formatJoinRequest, formatProof, genesisHashOfBytes, openGenesis, openInvitation, parseInvitation, parseJoinRequest, parseProof, verifyNote, verifyProof } from '../../../shared/ledger/index.ts'
import { formatEvidence, parseEvidence, verifyEvidence } from '../../../shared/ledger/evidence/file.ts'
import { INVITED_AT } from '../../vectors/files.ts'
import { golden } from '../../vectors/golden.ts'

const files = golden('ledger/files')
const text = (name: string): string => files[name]!
const G = genesisHashOfBytes(fromHex(text('genesisV2')))

describe('files that people hand on, as they were once written, still hold', () => {
  it('genesis of version 2', () => {
    const bytes = fromHex(text('genesisV2'))
    expect(toHex(encodeGenesis(unwrap(decodeGenesis(bytes))))).toBe(text('genesisV2'))
    expect(unwrap(openGenesis(bytes)).genesis.v).toBe(2)
  })

  it.each(['proofRecord', 'proofVoid', 'proofSuperseded', 'proofCompleteness', 'proofReport'])('%s', (name) => {
    expect(formatProof(unwrap(parseProof(text(name))))).toBe(text(name))
    expect(verifyProof(utf8(text(name)), G)).toMatchObject({ ok: true })
  })

  it('what they say', () => {
    expect(unwrap(verifyProof(text('proofVoid'))).records[0]?.void).toMatchObject({ code: 'NO_SUCH_NOTE' })
    expect(unwrap(verifyProof(text('proofSuperseded'))).records[0]?.marks.superseded).toHaveLength(32)
    expect(unwrap(verifyProof(text('proofCompleteness'))).records.map(({ index }) => index)).toEqual([0, 2, 4])
  })

  it('checkpoint note', () => {
    expect(verifyNote(text('note'), G)).toMatchObject({ ok: true, value: { header: { height: 3 } } })
  })

  it('invitation and request to join', () => {
    expect(formatInvitation(unwrap(parseInvitation(text('invitation'))))).toBe(text('invitation'))
    expect(openInvitation(text('invitation'), INVITED_AT + 1, G)).toMatchObject({ ok: true })
    const request = unwrap(parseJoinRequest(text('joinRequest')))
    expect(formatJoinRequest(request)).toBe(text('joinRequest'))
    expect(checkJoinRequest(request, INVITED_AT + 2_000)).toEqual({ ok: true, value: null })
  })

  it.each([['evidenceVotes', 'E1'], ['evidenceRecords', 'A1']])('%s', (name, code) => {
    expect(formatEvidence(unwrap(parseEvidence(text(name))))).toBe(text(name))
    expect(verifyEvidence(text(name), G)).toMatchObject({ ok: true, value: { code } })
  })
})

import { createHash, createPublicKey, verify as nativeVerify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { concat, fromHex, toHex, utf8 } from '../../../shared/kit/bytes.ts'
import { unwrap } from '../../../shared/kit/result.ts'
import { FINALIZE, isNote, makeNote, MAX_PROOF_TEXT, publicKeyOf, TAG, verifyNote } from '../../../shared/ledger/index.ts'
import { golden } from '../../vectors/golden.ts'
import { TestChain } from './chain.ts'
import { hash, seed } from './support.ts'

const chain = new TestChain(2)
chain.commit([chain.record('member.set', { id: 'AH', member: { idKey: publicKeyOf(seed('new id')), voteKey: chain.knowVoter(seed('new vote')), peers: ['new-peer'], standing: 'voter' } })])
chain.commit([chain.record('note.put', { k: 'a', v: 'b' })])
const parts = () => ({ genesis: chain.genesis, epochs: chain.hops, header: chain.last!.block.header, certificate: chain.last!.cert })
const note = unwrap(makeNote(parts()))
const G = chain.genesis.hash
const code = (text: string | Uint8Array, expected: Uint8Array | null = null) => {
  const verdict = verifyNote(text, expected)
  return verdict.ok ? 'valid' : verdict.error.code
}

describe('a checkpoint note', () => {
  it('is a signed note whose text is a checkpoint, as C2SP writes them', () => {
    expect(isNote(note)).toBe(true)
    const [text, signatures] = note.split('\n\n') as [string, string]
    const [origin, size, root] = text.split('\n')
    const { header } = parts()
    expect([origin, size, root]).toEqual([`zhengxinlian/${toHex(G)}`, '2', Buffer.from(header.logRoot).toString('base64')])
    expect(text.split('\n').every((line) => line !== '')).toBe(true)
    expect(signatures.trimEnd().split('\n')).toHaveLength(5)
    for (const line of signatures.trimEnd().split('\n')) expect(line).toMatch(/^— zhengxinlian\/[0-9a-f]{64}\/[A-Z]+ [A-Za-z0-9+/]+=*$/)
  })
  it('carries key ids and signatures that stand without this program', () => {
    const { header, certificate } = parts()
    const block = /^zxl1 block (\w+)$/m.exec(note)![1]!
    const u = (value: number, width: number): Uint8Array => fromHex(value.toString(16).padStart(2 * width, '0'))
    const signed = concat(TAG.vote, G, u(header.epoch, 8), u(header.height, 8), u(certificate.view, 4), u(FINALIZE, 1), fromHex(block))
    const lines = note.split('\n').filter((line) => line.startsWith('— '))
    const ids = chain.head.voters.members
    for (const [i, line] of lines.entries()) {
      const [, name, encoded] = line.split(' ') as [string, string, string]
      const raw = Buffer.from(encoded, 'base64')
      const { voteKey } = ids[i]!
      const keyId = createHash('sha256').update(name).update(Buffer.of(0x0a, 0xff)).update('zhengxinlian finalize vote v1').update(voteKey).digest().subarray(0, 4)
      expect(raw.subarray(0, 4).equals(keyId)).toBe(true)
      const key = createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), voteKey]), format: 'der', type: 'spki' })
      expect(nativeVerify(null, signed, key, raw.subarray(4))).toBe(true)
    }
  })
  it('verifies alone, and for the network it is of', () => {
    const block = unwrap(verifyNote(note, G))
    expect(block).toMatchObject({ header: { height: 2, epoch: 1 }, quorum: 5, signers: ['AH', 'BJ', 'GZ', 'HE', 'JS'] })
    expect(code(utf8(note))).toBe('valid')
    expect(code(note, hash('other'))).toBe('PROOF_OTHER_GENESIS')
    expect(code(golden('ledger/files')['note']!)).toBe('valid')
  })
  it('ignores signatures of others, and refuses false ones of voters', () => {
    const stranger = `— example.com/witness ${Buffer.alloc(68, 7).toString('base64')}\n`
    expect(code(note + stranger)).toBe('valid')
    const lines = note.split('\n')
    const last = lines.at(-2)!
    expect(code(note.replace(`${last}\n`, ''))).toBe('PROOF_CERTIFICATE')
    expect(code(`${note}${last}\n`)).toBe('PROOF_CERTIFICATE')
    const raw = Buffer.from(last.split(' ')[2]!, 'base64')
    raw[20]! ^= 1
    expect(code(note.replace(last, `${last.split(' ').slice(0, 2).join(' ')} ${raw.toString('base64')}`))).toBe('PROOF_CERTIFICATE')
  })
  it('fails at every byte changed by one bit', () => {
    const bytes = utf8(note)
    const passed: number[] = []
    for (let at = 0; at < bytes.length; at++) if (verifyNote(bytes.with(at, bytes[at]! ^ (1 << (at % 8)))).ok) passed.push(at)
    expect(passed).toEqual([])
  }, 60_000)
  it.each([
    ['nothing', ''],
    ['another origin', note.replace('zhengxinlian/', 'example.com/')],
    ['another size', note.replace('\n2\n', '\n3\n')],
    ['a size with a zero before it', note.replace('\n2\n', '\n02\n')],
    ['another place', note.replace('height 2', 'height 3')],
    ['an unknown line', note.replace('zxl1 header', 'zxl1 other')],
    ['no signatures', note.slice(0, note.indexOf('\n\n') + 2)],
    ['no end of line', note.slice(0, -1)],
    ['too much', note + ' '.repeat(MAX_PROOF_TEXT)],
    ['a missing epoch', note.replace(/^zxl1 epoch-end.*\n/m, '')]
  ])('is not read from %s', (_name, text) => {
    expect(code(text)).toMatch(/^PROOF_(?:UNREADABLE|CERTIFICATE)$/)
  })
})

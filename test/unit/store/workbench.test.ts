import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openWorkbench, recoverWorkbench, type OpenWorkbenchOptions } from '../../../electron/peer/store/workbench/open.ts'
import { scheduleBackups } from '../../../electron/peer/store/workbench/schedule.ts'
import type { DraftEvent, NewDraft, NewOutboxEntry, WorkbenchStore } from '../../../electron/peer/store/workbench/types.ts'
import { bytes32, NOW, refusal, temporary } from './support.ts'

const at = (folder: string, more: Partial<OpenWorkbenchOptions> = {}): OpenWorkbenchOptions => ({
  genesisHash: bytes32(1),
  memberId: 'BJ',
  backups: join(folder, 'backups'),
  now: NOW,
  ...more,
})
const open = (folder = temporary(), more: Partial<OpenWorkbenchOptions> = {}): WorkbenchStore => openWorkbench(join(folder, 'workbench.db'), at(folder, more))
const event = (action: string, time = NOW): DraftEvent => ({ at: time, staffId: 'BJ-CL-01', action, comment: '' })
const draft = (id: string, more: Partial<NewDraft> = {}): NewDraft => ({
  id,
  kind: 'institution.register',
  title: '测试',
  uscc: null,
  creator: 'BJ-CL-01',
  content: { nameZh: '测试', list: [1, null, { 深: true }] },
  batchId: null,
  fingerprint: null,
  problems: 0,
  createdAt: NOW,
  ...more,
})
const entry = (seq: number, more: Partial<NewOutboxEntry> = {}): NewOutboxEntry => ({
  recordId: String(seq).padStart(64, '0'),
  envelope: new Uint8Array([seq]),
  kind: 'institution.register',
  title: '测试',
  uscc: null,
  staffId: 'BJ-AP-01',
  draftId: null,
  device: 'd'.repeat(64),
  seq,
  savedAt: NOW + seq,
  ...more,
})

describe('drafts', () => {
  it('keep what was typed, and who did what', () => {
    const folder = temporary()
    const bench = open(folder)
    bench.drafts.create(draft('a'), event('save'))
    const step = { step: 'create', staffId: 'BJ-CL-01', device: 'd', at: NOW, comment: '', choice: null, sig: 's', extra: { at: 1 } }
    bench.drafts.update('a', 1, { state: 'submitted', steps: [step], uscc: '91310000564759688N' }, event('submit', NOW + 1))
    bench.close()
    const again = open(folder)
    expect(again.drafts.get('a')).toMatchObject({ rev: 2, state: 'submitted', steps: [step], content: draft('a').content, updatedAt: NOW + 1, createdAt: NOW })
    expect(again.drafts.history('a').map(({ action }) => action)).toEqual(['save', 'submit'])
    expect(again.drafts.get('b')).toBeNull()
    again.close()
  })

  it('refuse a change of what somebody else changed meanwhile', () => {
    const bench = open()
    bench.drafts.create(draft('a'), event('save'))
    bench.drafts.update('a', 1, { title: 'x' }, event('save'))
    expect(refusal(() => bench.drafts.update('a', 1, { title: 'y' }, event('save')))).toEqual({ code: 'DRAFT_CHANGED_ELSEWHERE', params: { rev: 2 } })
    expect(refusal(() => bench.drafts.update('z', 1, {}, event('save'))).code).toBe('DRAFT_UNKNOWN')
    expect(refusal(() => bench.drafts.create(draft('a'), event('save'))).code).toBe('DRAFT_EXISTS')
    expect(bench.drafts.get('a')?.title).toBe('x')
    expect(bench.drafts.history('a')).toHaveLength(2)
    bench.close()
  })

  it('are made of an import once, and again after they were discarded', () => {
    const bench = open()
    const many = ['1', '2'].map((id) => draft(id, { fingerprint: `f${id}`, batchId: 'batch' }))
    expect(bench.drafts.createMany(many, event('import'))).toHaveLength(2)
    expect(bench.drafts.createMany([draft('3', { fingerprint: 'f1' }), draft('4', { fingerprint: 'f3' })], event('import')).map(({ id }) => id)).toEqual(['4'])
    bench.drafts.update('1', 1, { state: 'discarded' }, event('discard'))
    expect(bench.drafts.byFingerprint('f1')).toBeNull()
    expect(bench.drafts.createMany([draft('5', { fingerprint: 'f1' })], event('import'))).toHaveLength(1)
    expect(bench.drafts.counts()).toEqual(new Map([['discarded', 1], ['draft', 3]]))
    expect(bench.drafts.list({ batchId: 'batch', states: ['draft', 'submitted'], limit: 10 })).toMatchObject({ total: 1 })
    bench.close()
  })

  it('are made all or none', () => {
    const bench = open()
    expect(refusal(() => bench.drafts.createMany([draft('1'), draft('1')], event('import'))).code).toBe('STORE_CONSTRAINT')
    expect(bench.drafts.list({ limit: 10 }).total).toBe(0)
    bench.close()
  })
})

describe('outbox', () => {
  it('stores a signed record together with its draft, or neither', () => {
    const bench = open()
    bench.drafts.create(draft('a'), event('save'))
    const published = { id: 'a', patch: { state: 'published', recordId: entry(1).recordId }, event: event('approve') }
    expect(refusal(() => bench.outbox.add(entry(1), { ...published, rev: 9 })).code).toBe('DRAFT_CHANGED_ELSEWHERE')
    expect(bench.outbox.get(entry(1).recordId)).toBeNull()
    bench.outbox.add(entry(1), { ...published, rev: 1 })
    bench.outbox.add(entry(1), { ...published, rev: 1 })
    expect(bench.drafts.get('a')).toMatchObject({ state: 'published', rev: 2, recordId: entry(1).recordId })
    expect(bench.outbox.get(entry(1).recordId)).toMatchObject({ envelope: new Uint8Array([1]), finalAt: null, void: null })
    bench.close()
  })

  it('refuses a second record with the same sequence of a device', () => {
    const bench = open()
    bench.outbox.add(entry(1))
    expect(refusal(() => bench.outbox.add(entry(1, { recordId: 'f'.repeat(64) }))).code).toBe('OUTBOX_SEQ_TAKEN')
    bench.outbox.add(entry(2))
    expect(bench.outbox.tip('d'.repeat(64))).toEqual({ seq: 2, recordId: entry(2).recordId })
    expect(bench.outbox.tip('e'.repeat(64))).toBeNull()
    bench.close()
  })

  it('knows what is open, final and void', () => {
    const bench = open()
    for (const seq of [1, 2, 3]) bench.outbox.add(entry(seq))
    const reason = { code: 'STEP_ROLE', params: { role: 'RV' } }
    bench.outbox.markFinal([
      { recordId: entry(1).recordId, height: 4, at: NOW, void: null },
      { recordId: entry(2).recordId, height: 4, at: NOW, void: reason },
      { recordId: 'a'.repeat(64), height: 4, at: NOW, void: null },
    ])
    expect(bench.outbox.counts()).toEqual({ open: 1, final: 1, void: 1 })
    expect(bench.outbox.open().map(({ seq }) => seq)).toEqual([3])
    expect(bench.outbox.list({ word: 'void', limit: 5 })).toMatchObject({ total: 1, items: [{ seq: 2, height: 4, void: reason }] })
    expect(bench.outbox.list({ limit: 2 })).toMatchObject({ total: 3, items: [{ seq: 3 }, { seq: 2 }] })
    bench.close()
  })
})

describe('workbench.db', () => {
  it('remembers batches and preferences', () => {
    const bench = open()
    const batch = { id: 'b1', kind: 'institutions', fileName: '机构.csv', fileHash: 'h', staffId: 'BJ-CL-01', at: NOW, created: 3, known: 1, rejected: 0 }
    bench.batches.add(batch)
    expect([bench.batches.get('b1'), bench.batches.byFile('institutions', 'h'), bench.batches.byFile('conduct', 'h'), bench.batches.list(5)]).toEqual([batch, batch, null, [batch]])
    bench.preferences.set('language', { ui: 'zh-CN' })
    bench.preferences.set('language', 'en')
    expect([bench.preferences.get('language'), bench.preferences.get('other')]).toEqual(['en', undefined])
    bench.close()
  })

  it('belongs to one network and one member', () => {
    const folder = temporary()
    open(folder).close()
    expect(refusal(() => open(folder, { genesisHash: bytes32(2) })).code).toBe('WORKBENCH_FOREIGN')
    expect(refusal(() => open(folder, { memberId: 'SH' })).code).toBe('WORKBENCH_FOREIGN')
  })

  it('is backed up while open, and keeps the newest seven', async () => {
    const folder = temporary()
    const bench = open(folder)
    for (let day = 0; day < 9; day++) {
      bench.drafts.create(draft(`d${day}`), event('save'))
      await bench.backup(NOW + day * 86_400_000)
    }
    const kept = bench.backups()
    expect(kept.map(({ at: time }) => (time - NOW) / 86_400_000)).toEqual([8, 7, 6, 5, 4, 3, 2])
    expect(readdirSync(join(folder, 'backups')).filter((name) => name.endsWith('.partial'))).toEqual([])
    bench.close()
  })

  it('is backed up once a day, and a failure is told', async () => {
    const folder = temporary()
    const bench = open(folder)
    const failures: unknown[] = []
    for (const now of [NOW, NOW + 3_600_000, NOW + 86_400_000]) {
      await scheduleBackups(bench, { now: () => now }, (error) => failures.push(error))()
    }
    expect(bench.backups().map((backup) => backup.at - NOW)).toEqual([86_400_000, 0])
    bench.close()
    await scheduleBackups(bench, { now: () => NOW + 9 * 86_400_000 }, (error) => failures.push(error))()
    expect(failures).toHaveLength(1)
  })

  it('is restored from the newest sound backup; the damaged file stays', async () => {
    const folder = temporary()
    const bench = open(folder)
    bench.drafts.create(draft('old'), event('save'))
    await bench.backup(NOW)
    bench.drafts.create(draft('new'), event('save'))
    const newest = await bench.backup(NOW + 1)
    bench.close()
    writeFileSync(join(folder, 'workbench.db'), Buffer.alloc(9000, 1))
    expect(refusal(() => open(folder))).toMatchObject({ code: 'STORE_CORRUPT', params: { backups: 2 } })
    writeFileSync(newest.path, Buffer.alloc(9000, 2))
    const done = recoverWorkbench(join(folder, 'workbench.db'), at(folder))
    expect(done.restored?.at).toBe(NOW)
    expect(existsSync(done.setAside!)).toBe(true)
    const again = open(folder)
    expect(again.drafts.list({ limit: 9 }).items.map(({ id }) => id)).toEqual(['old'])
    again.close()
  })

  it('begins empty where there is no backup', () => {
    const folder = temporary()
    writeFileSync(join(folder, 'workbench.db'), Buffer.alloc(9000, 1))
    expect(recoverWorkbench(join(folder, 'workbench.db'), at(folder))).toMatchObject({ restored: null })
    const bench = open(folder)
    expect(bench.drafts.list({ limit: 1 }).total).toBe(0)
    bench.close()
  })
})

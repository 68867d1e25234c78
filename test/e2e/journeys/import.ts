import { expect } from 'vitest'
import type { Screen } from '../support/screen.ts'
import { syntheticUscc } from '../support/synthetic.ts'

const HEADER = '统一社会信用代码,机构全称,机构简称,机构类型,业务角色,注册地,主办中心,成立日期,执业起始,经营状态'
const row = (uscc: string, name: string, type = 'LAW') => `${uscc},${name},,${type},${type},110000,BJ,2012-05-04,2012-06-01,ACTIVE`
const file = [
  HEADER,
  row(syntheticUscc(101), '北京模拟导入甲律师事务所'),
  row(syntheticUscc(102), '北京模拟导入乙律师事务所'),
  row(`${syntheticUscc(103).slice(0, 17)}?`, '北京模拟导入丙律师事务所'),
  row(syntheticUscc(104), '=1+1'),
  row(syntheticUscc(105), '北京模拟导入戊律师事务所', 'NOSUCH'),
  row(syntheticUscc(101), '北京模拟导入己律师事务所'),
].join('\r\n')

/** A table with mistakes: good rows become drafts, each bad row says what is wrong; the same file again makes none. */
export async function importWithErrors(screen: Screen): Promise<void> {
  const csv = { name: '机构.csv', mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${file}`) }
  await screen.become('BJ-CL-02')
  await screen.go('/imports')
  await screen.press('import-kind-institutions')
  await screen.it('import-file').setInputFiles(csv)
  await screen.see('import-preview')
  await expect.poll(() => screen.it('import-ready').innerText()).toContain('2')
  expect(await screen.it('import-rejected').innerText()).toContain('4')
  await screen.press('import-commit')
  await screen.see('import-done')

  await screen.go('/overview')
  await screen.see('overview-height')
  await screen.go('/imports')
  await screen.it('import-file').setInputFiles(csv)
  await screen.see('import-preview')
  await expect.poll(() => screen.it('import-ready').innerText()).toContain('0')
}

/** Something that is no table at all is refused in words, and the screen goes on. */
export async function importRubbish(screen: Screen): Promise<void> {
  await screen.go('/overview')
  await screen.see('overview-height')
  await screen.go('/imports')
  await screen.it('import-file').setInputFiles({ name: '图片.csv', mimeType: 'text/csv', buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0xff, 0xfe, 0x81]) })
  await screen.see('problem')
  await screen.go('/overview')
  await screen.see('overview-height')
}

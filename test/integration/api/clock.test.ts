import { afterAll, beforeAll, expect, it } from 'vitest'
import { wordsOfProblem } from '../../../shared/i18n/errors.ts'
import { type Client, TestNetwork } from './harness.ts'
import { madeUpUscc } from './tables.ts'

let network: TestNetwork
let [clerk, reviewer] = [] as unknown as [Client, Client]
beforeAll(async () => {
  network = await TestNetwork.start()
  ;[clerk, reviewer] = await Promise.all([network.desk('BJ').as('CL'), network.desk('BJ').as('RV')])
})
afterAll(() => network.close())

const MINUTE = 60_000
const refused = (code: string, minutes: number) => ({ code: 'PROBLEM', data: { code, params: { minutes } } })
const content = {
  uscc: madeUpUscc('31110000', 801),
  nameZh: '北京模拟时钟律师事务所',
  type: 'LAW',
  roles: ['LAW'],
  regionCode: '110000',
  homeCenter: 'BJ',
  establishedOn: '2010-05-06',
  bizStatus: 'ACTIVE',
}

it('a clock more than ten minutes off signs nothing, says how far it is off, and drafting goes on', async () => {
  const desk = network.desk('BJ')
  desk.clockOffset = -23 * MINUTE
  const { id, rev, permissions } = await clerk.drafts.save({ kind: 'institution.register', rev: 0, content })
  const ahead = { code: 'SIGNING_CLOCK_AHEAD', params: { minutes: 23 } }
  expect(permissions.find(({ action }) => action === 'submit')).toMatchObject({ allowed: false, why: ahead })
  expect(permissions.find(({ action }) => action === 'save')).toMatchObject({ allowed: true })
  await expect(clerk.drafts.act({ id, rev, action: 'submit', comment: '' })).rejects.toMatchObject(refused('SIGNING_CLOCK_AHEAD', 23))
  expect((await clerk.drafts.actMany({ ids: [id], action: 'submit' })).refused[0]?.problem).toMatchObject(ahead)
  expect([wordsOfProblem(ahead, 'zh-CN').cause, wordsOfProblem(ahead, 'en').cause]).toEqual([expect.stringContaining('快约 23 分钟'), expect.stringContaining('23 minutes ahead')])
  desk.clockOffset = 11 * MINUTE
  await expect(clerk.drafts.act({ id, rev, action: 'submit', comment: '' })).rejects.toMatchObject(refused('SIGNING_CLOCK_BEHIND', 11))
  desk.clockOffset = -10 * MINUTE
  expect((await clerk.drafts.act({ id, rev, action: 'submit', comment: '' })).state).toBe('submitted')
  // The next person's step is looked at anew, and sending back signs nothing.
  desk.clockOffset = -11 * MINUTE
  await expect(reviewer.drafts.act({ id, rev: rev + 1, action: 'review', comment: '' })).rejects.toMatchObject(refused('SIGNING_CLOCK_AHEAD', 11))
  expect((await reviewer.drafts.act({ id, rev: rev + 1, action: 'return', comment: '时钟' })).state).toBe('returned')
})

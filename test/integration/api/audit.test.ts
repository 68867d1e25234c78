import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AuditStatus } from '../../../shared/contract/network.ts'
import { TestNetwork } from './harness.ts'

let network: TestNetwork
beforeAll(async () => {
  network = await TestNetwork.start()
})
afterAll(() => network.close())

async function ended(status: () => Promise<AuditStatus>): Promise<AuditStatus> {
  for (;;) {
    const now = await status()
    if (!now.running) return now
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

it('a full audit of the running peer is started, followed and canceled', async () => {
  const desk = network.desk('BJ')
  const { audit } = desk.page().network
  expect(await audit.status()).toMatchObject({ running: false, startedAt: null, result: null, failed: null })
  expect(await audit.cancel()).toMatchObject({ running: false, failed: null })

  expect(await audit.start()).toMatchObject({ running: true, result: null })
  const { startedAt } = await audit.start()
  const { height, logSize } = desk.chain.head()
  expect(await ended(audit.status)).toMatchObject({ running: false, startedAt, failed: null, result: { blocks: height, records: logSize, flaw: null } })

  await audit.start()
  await audit.cancel()
  expect(await ended(audit.status)).toMatchObject({ result: null, failed: { code: 'AUDIT_CANCELED' } })
})

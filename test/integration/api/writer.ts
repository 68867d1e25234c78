import { TestNetwork } from './harness.ts'
import { institutionRow } from './tables.ts'

/** Publishes institutions one after the other and says each of them aloud, until it is killed. */
const network = await TestNetwork.start()
const say = (line: string): void => void process.stdout.write(`${line}\n`)
say(`root ${network.root}`)
const desk = network.desk('BJ')
const [clerk, reviewer, approver] = await Promise.all(['CL', 'RV', 'AP'].map((role) => desk.as(role)))
for (let number = 1; ; number++) {
  const [uscc, nameZh] = institutionRow(number)
  const content = { uscc, nameZh, type: 'LAW', roles: ['LAW'], regionCode: '110000', homeCenter: 'BJ', establishedOn: '2010-05-06', bizStatus: 'ACTIVE' }
  const { id } = await clerk!.drafts.save({ kind: 'institution.register', rev: 0, content })
  say(`saved ${id}`)
  await clerk!.drafts.act({ id, rev: 1, action: 'submit' })
  await reviewer!.drafts.act({ id, rev: 2, action: 'review' })
  const { recordId } = await approver!.drafts.act({ id, rev: 3, action: 'approve' })
  say(`published ${id} ${recordId}`)
  if (number % 7 === 0) network.finalize()
}

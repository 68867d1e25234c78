import type { Overview } from '../../../shared/contract/overview.ts'
import { toHex } from '../../../shared/kit/bytes.ts'
import { readFolder } from '../../peer/host/read-folder.ts'
import { NO, YES, type Cli, type Exit } from '../context.ts'
import { askRunning } from '../ask-running.ts'

/** Facts of a data folder: from its peer while it runs (exit 0), from its files otherwise (exit 1). */
export async function status(cli: Cli, options: { readonly data: string; readonly json?: boolean }): Promise<Exit> {
  const overview = await askRunning(options.data, (client) => client.overview.get())
  if (overview) {
    if (options.json) cli.json({ running: true, ...overview })
    else tellRunning(cli, overview)
    return YES
  }
  const files = readFolder(options.data)
  const { network, chain } = files
  try {
    const { me, net, genesisHash, demo } = network
    const head = chain?.head() ?? null
    const facts = {
      running: false,
      me,
      net,
      genesis: genesisHash,
      demo,
      head: head && head.height > 0 ? { height: head.height, blockId: toHex(head.blockId), time: head.time, records: head.logSize, stateRoot: toHex(head.stateRoot) } : null,
    }
    if (options.json) cli.json(facts)
    else {
      const words = cli.words.status
      cli.out(words.stopped)
      cli.say(words.member, { me, net, genesis: genesisHash })
      if (facts.head) cli.say(words.head, { height: facts.head.height, records: facts.head.records, stateRoot: facts.head.stateRoot })
      else cli.out(words.noHead)
    }
    return NO
  } finally {
    files.close()
  }
}

function tellRunning(cli: Cli, { me, network, head, quorum, outbox, health }: Overview): void {
  const words = cli.words.status
  cli.out(words.running)
  cli.say(words.member, { me: me.id, net: network.name, genesis: network.genesis })
  if (head) cli.say(words.head, { height: head.height, records: head.records, stateRoot: head.stateRoot })
  else cli.out(words.noHead)
  cli.say(words.online, quorum)
  cli.say(words.outbox, outbox)
  for (const item of health) cli.out(cli.problem(item))
}

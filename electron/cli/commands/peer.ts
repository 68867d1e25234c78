import { openPeer } from '../../peer/host/open-peer.ts'
import { startMember } from '../../peer/host/member-process.ts'
import { YES, type Cli, type Exit } from '../context.ts'

/** Runs a member's peer until it is told to stop. Throws CodedError of the folder and the port. */
export async function peer(cli: Cli, options: { readonly data: string; readonly gateway: number; readonly json?: boolean }): Promise<Exit> {
  const member = await startMember(options.data, options.gateway, openPeer({ osWrap: null }))
  if (options.json) cli.out(JSON.stringify({ ready: true, member: member.memberId, port: member.port, pid: process.pid }))
  else cli.say(cli.words.peer.ready, { member: member.memberId, port: member.port })
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
  await member.stop()
  return YES
}

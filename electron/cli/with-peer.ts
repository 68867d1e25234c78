import type { PeerClient } from '../peer/gateway/client.ts'
import { openPeer } from '../peer/host/open-peer.ts'
import { startMember } from '../peer/host/member-process.ts'
import { askRunning } from './ask-running.ts'

/** Asks the running peer, or runs one for as long as the work takes: only a peer may write into a data folder. */
export async function withPeer<T>(folder: string, work: (client: PeerClient) => Promise<T>): Promise<T> {
  let answer: { value: T } | null = await askRunning(folder, async (client) => ({ value: await work(client) }))
  if (answer) return answer.value
  const member = await startMember(folder, 0, openPeer({ osWrap: null }))
  try {
    answer = await askRunning(folder, async (client) => ({ value: await work(client) }))
    if (!answer) throw new Error('the peer that was just started does not answer')
    return answer.value
  } finally {
    await member.stop()
  }
}

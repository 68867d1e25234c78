import type { ConsensusState } from '../../../shared/ledger/consensus/core.ts'
import type { World } from './world.ts'

/** V2: a notarized block without finality, or a commit under way. */
const hasWorkIn = (state: ConsensusState): boolean => state.phase === 'committing' || state.slot.notarized || state.slot.final !== null

/** Nothing is waited for: the slot may stay as it is until a record comes. */
export const isIdle = ({ timers }: ConsensusState): boolean =>
  !timers.leader && !timers.view && !timers.retry && !timers.gate && !timers.batch

/** Which of V1 to V3 and V6 does not hold yet. */
export function unrest(world: World): string {
  const peers = (world.attacking ? world.honestPeers() : world.peers).filter(({ index }) => world.started(index))
  if (peers.some((peer) => !peer.alive || peer.pending > 0)) return 'V1'
  if (peers.some((peer) => hasWorkIn(peer.state))) return 'V2'
  if (peers.some((peer) => peer.head !== peers[0]!.head)) return 'V3'
  if (peers.some((peer) => world.members.open(peer).length > 0)) return 'V6'
  return ''
}

export const restlessness = (world: World): string =>
  world.peers
    .filter(({ index }) => world.started(index))
    .map((peer) => {
      const { state, index, height, chain } = peer
      const seat = state.voters.me === null ? ' no vote' : ''
      return `${index}${world.honest(index) ? '' : '*'}: h${height} e${chain.voters.epoch}/${chain.voters.size} slot ${state.slot.height} v${state.slot.view} ${state.phase} pending ${peer.pending}/${peer.disk.records.size}${seat}${peer.alive ? '' : ' down'}`
    })
    .join(', ')

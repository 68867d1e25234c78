/** Words for what happened: a failed seed, an event, an effect. */
import type { Effect, Event, Message } from '../../../shared/ledger/consensus/types.ts'
import type { Outcome } from './run.ts'

/** A failed seed in words, with what to type to see it again. */
export const failure = ({ options, violation }: Outcome): string =>
  `seed ${options.seed}: ${violation?.message}\n  ${JSON.stringify(options)}\n  replay: npm run simulate -- --seeds 1 --from ${options.seed} --trace`

export const describe = (event: Event): string => {
  if (event.t !== 'message') return `${event.t}${'timer' in event ? `:${event.timer}` : ''}${'verdict' in event ? `:${event.verdict} ${event.facts.block}` : ''}`
  return `${event.from}: ${describeMessage(event.message)}`
}

const KIND = ['', 'N', 'X', 'F']
const describeMessage = ({ certs, proposals, votes, status }: Message): string =>
  [
    ...certs.map((c) => `${KIND[c.kind]}(${c.height},${c.view},${c.block})`),
    ...proposals.map(({ vote: v, justify }) => `propose(${v.height},${v.view},${v.block};${justify.length})`),
    ...votes.map((v) => `${KIND[v.kind]!.toLowerCase()}${v.signer}(${v.height},${v.view},${v.block})`),
    ...(status ? [`status(${status.epoch ? `e${status.epoch},` : ''}${status.height},${status.view}${status.ask ? '?' : ''})`] : []),
  ].join(' ')

export function describeEffect(effect: Effect): string {
  switch (effect.t) {
    case 'send':
      return `->${effect.to} ${describeMessage(effect.message)}`
    case 'setTimer':
      return `set ${effect.timer} ${effect.delay}`
    case 'clearTimer':
      return `clear ${effect.timer}`
    case 'persist':
      return `persist${effect.sync ? '!' : ''} ${describeMessage({ certs: effect.certs, votes: effect.votes, proposals: [], status: null })}`
    case 'commit':
      return `commit ${effect.height} ${effect.block}`
    case 'prepare':
      return `prepare ${effect.block}`
    default:
      return effect.t
  }
}

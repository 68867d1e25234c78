import type { Guarded } from './context.ts'
import type { Topics } from './topics.ts'

/** events.watch: what changed, for as long as the channel lasts. */
export function eventHandlers(os: Guarded, topics: Topics) {
  return {
    watch: os.events.watch.handler(({ signal }) => topics.watch(signal)),
  }
}

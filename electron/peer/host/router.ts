import { implement, ORPCError } from '@orpc/server'
import { hostContract } from '../../../shared/contract/index.ts'
import { CENTERS } from '../../../shared/credit/member/centers.ts'
import type { Log } from '../../../shared/kit/env.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import { routerServer, type ChannelServer } from '../gateway/wire.ts'
import type { Host } from './host.ts'

/** Serves the host contract: the welcome screen, the demonstration's switch, founding and joining. */
export function hostChannel(host: Host, log: Log): ChannelServer {
  const os = implement(hostContract).use(async ({ next, path }) => {
    try {
      return await next()
    } catch (error) {
      throw refusal(error, path.join('.'), log)
    }
  })
  const router = os.router({
    state: os.state.handler(() => host.state()),
    watch: os.watch.handler(({ signal }) => host.watch(signal)),
    centers: os.centers.handler(() => CENTERS.map(({ code, nameZh, nameEn, regionCode }) => ({ code, nameZh, nameEn, regionCode }))),
    startDemo: os.startDemo.handler(() => host.startDemo()),
    lookAs: os.lookAs.handler(({ input }) => host.lookAs(input.id)),
    stopPeer: os.stopPeer.handler(({ input }) => host.stopPeer(input.id)),
    startPeer: os.startPeer.handler(({ input }) => host.startPeer(input.id)),
    leaveDemo: os.leaveDemo.handler(() => host.leaveDemo()),
    found: os.found.handler(({ input }) => host.found(input)),
    previewPackage: os.previewPackage.handler(({ input }) => host.previewPackage(input.text)),
    previewInvitation: os.previewInvitation.handler(({ input }) => host.previewInvitation(input.text)),
    acceptInvitation: os.acceptInvitation.handler(({ input }) => host.acceptInvitation(input)),
    checkRecovery: os.checkRecovery.handler(async ({ input }) => {
      await host.checkRecovery(input.text, input.passphrase)
      return {}
    }),
    join: os.join.handler(({ input }) => host.join(input)),
  })
  return routerServer(router as never, () => ({}))
}

/** Coded refusals go out as they are; anything else is a fault of ours and goes to the log only. */
function refusal(error: unknown, procedure: string, log: Log): unknown {
  if (error instanceof CodedError) {
    const { code, params } = error
    return new ORPCError('PROBLEM', { status: 422, message: code, data: { code, ...(params ? { params } : {}) } })
  }
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST') {
    return new ORPCError('PROBLEM', { status: 422, message: 'INPUT_INVALID', data: { code: 'INPUT_INVALID', params: { field: '' } } })
  }
  log('error', 'host.internal', { procedure, message: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  return new ORPCError('PROBLEM', { status: 422, message: 'HOST_FAULT', data: { code: 'HOST_FAULT', params: { procedure } } })
}

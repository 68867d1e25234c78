import { parseArgs } from 'node:util'
import { CodedError } from '../../../shared/kit/result.ts'
import { removeAddress, writeAddress } from '../gateway/address-file.ts'
import { startGateway } from '../gateway/server.ts'
import type { OpenPeer } from './member-peer.ts'

export interface MemberProcess {
  readonly port: number
  readonly memberId: string
  stop(): Promise<void>
}

/**
 * One member's peer with its gateway: opens the folder, starts the peer, and leaves the gateway's address in the folder for
 * tools of the same user. Throws CodedError as opening and listening do.
 */
export async function startMember(folder: string, gatewayPort: number, openPeer: OpenPeer): Promise<MemberProcess> {
  const peer = await openPeer(folder)
  let gateway: Awaited<ReturnType<typeof startGateway>>
  try {
    gateway = await startGateway({ port: gatewayPort, pageRoot: null, channels: { peer: peer.serve }, rest: peer.rest })
  } catch (error) {
    await peer.stop()
    throw error
  }
  writeAddress(folder, gateway)
  return {
    port: gateway.port,
    memberId: peer.memberId,
    async stop() {
      removeAddress(folder)
      await gateway.close()
      await peer.stop()
    },
  }
}

/**
 * Body of a child process: `--data DIR --gateway PORT`. Says `{"ready":true,...}` or `{"failed":CODE}` on standard output
 * and ends, cleanly, on SIGTERM, on SIGINT and when the process that started it is gone.
 */
export async function runMemberProcess(argv: readonly string[], openPeer: OpenPeer): Promise<void> {
  const { values } = parseArgs({ args: [...argv], options: { data: { type: 'string' }, gateway: { type: 'string', default: '0' }, child: { type: 'boolean' } } })
  let member: MemberProcess | null = null
  let isStopping = false
  const stop = (): void => {
    if (isStopping) return
    isStopping = true
    void Promise.resolve(member?.stop()).finally(() => process.exit(0))
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.on('disconnect', stop)
  try {
    if (!values.data) throw new CodedError('HOST_ARGUMENTS')
    member = await startMember(values.data, Number(values.gateway), openPeer)
    console.log(JSON.stringify({ ready: true, port: member.port, member: member.memberId, pid: process.pid }))
  } catch (error) {
    console.log(JSON.stringify({ failed: error instanceof CodedError ? error.code : 'UNEXPECTED' }))
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    process.exit(1)
  }
}

import type { RestServer } from '../gateway/server.ts'
import type { ChannelServer } from '../gateway/wire.ts'

/** One member's running peer, as the processes around it see it. */
export interface MemberPeer {
  readonly memberId: string
  /** Answers the `peer` channel. */
  readonly serve: ChannelServer
  readonly rest: RestServer | null
  /** Connections are stale: the computer slept. */
  resumed(): void
  /** Stops cleanly and closes the data folder. */
  stop(): Promise<void>
}

/** Opens a data folder and starts its peer. Throws CodedError with what is wrong with the folder. */
export type OpenPeer = (folder: string) => Promise<MemberPeer>

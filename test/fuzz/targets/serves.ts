import type { RequestHandler } from '../../../electron/peer/net/rpc.ts'
import { thrown } from '../target.ts'

const MAX_FRAMES = 4_096

/** The server's side of a request: answers frames, not too many, or refuses with a code. */
export const serves =
  (handler: RequestHandler) =>
  async (input: Uint8Array): Promise<string | null> => {
    try {
      let frames = 0
      for await (const _ of handler({ id: 'peer-of-SH', member: 'SH' } as Parameters<RequestHandler>[0], input)) if (++frames > MAX_FRAMES) return 'answers without end'
      return null
    } catch (error) {
      return thrown(error)
    }
  }

import { utf8 } from '../../../../../shared/kit/bytes.ts'
import { CodedError } from '../../../../../shared/kit/result.ts'
import type { Network } from '../../network.ts'
import { decodeJoinAnswer, type JoinAnswer } from './codec.ts'
import { JOIN_PROTOCOL } from './protocol.ts'

/** Shows the request to a connected member. Throws CodedError (see `Network.ask`; NET_REFUSED carries the member's code), CBOR_*. */
export async function presentRequest(network: Network, peerId: string, request: string): Promise<JoinAnswer> {
  const [answer] = await network.ask(peerId, JOIN_PROTOCOL, utf8(request))
  if (!answer) throw new CodedError('NET_BAD_ANSWER')
  return decodeJoinAnswer(answer)
}

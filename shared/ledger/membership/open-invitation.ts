import { equalBytes, toHex } from '../../kit/bytes.ts'
import { ok, type Result } from '../../kit/result.ts'
import { decodeCanonical } from '../codec/canonical.ts'
import { sha256 } from '../crypto/hash.ts'
import { keyId } from '../crypto/keys.ts'
import { refuse } from '../errors.ts'
import { genesisHashOfBytes, openGenesis, type OpenGenesis } from '../genesis.ts'
import { verifyState } from '../state/proof.ts'
import { deviceKey, type DeviceEntry } from '../state/system.ts'
import type { Hash } from '../types.ts'
import { followEpochs, openCheckpoint, type Checkpoint } from './epochs.ts'
import { parseInvitation, type Invitation } from './invitation.ts'
import { checkTicket } from './ticket.ts'

/** An invitation that holds by itself: all that is left to people is to compare the fingerprint of the genesis. */
export interface OpenInvitation extends Invitation {
  readonly genesis: OpenGenesis
  /** The block from which the newcomer may not be led away; null before the first one. */
  readonly checkpoint: Checkpoint | null
}

/**
 * Verifies an invitation without any state: genesis by its hash, the checkpoint through the epoch chain, the ticket by its
 * signature and by this computer's clock, and the signing key as a device of the inviter: by a state proof under the
 * checkpoint, or, before the first block, as a root key of the genesis. What it can't tell is whether this is the network
 * that people mean: a whole network can be made up, so two people compare the fingerprint of the genesis hash.
 * A key revoked after the checkpoint is found by `checkInviter` once the state is here.
 *
 * @param now this computer's clock, ms.
 * @returns INVITATION_UNREADABLE, INVITATION_TAMPERED, INVITATION_SIGNER, INVITATION_EXPIRED, INVITATION_NOT_YET,
 * INVITATION_OTHER_NETWORK (only where `expected` names one), and those of the genesis.
 */
export function openInvitation(source: Uint8Array | string, now: number, expected?: Hash): Result<OpenInvitation> {
  const parsed = parseInvitation(source)
  if (!parsed.ok) return parsed
  const { ticket, contents } = parsed.value
  if (!equalBytes(genesisHashOfBytes(contents.genesis), ticket.genesisHash)) return refuse('INVITATION_TAMPERED')
  if (expected && !equalBytes(expected, ticket.genesisHash)) return refuse('INVITATION_OTHER_NETWORK', { network: toHex(ticket.genesisHash) })
  const valid = checkTicket(parsed.value, now)
  if (!valid.ok) return valid
  const genesis = openGenesis(contents.genesis)
  if (!genesis.ok) return genesis
  const checkpoint = checkpointOf(parsed.value, genesis.value)
  if (!checkpoint.ok) return checkpoint
  const signer = checkSigner(parsed.value, genesis.value, checkpoint.value)
  return signer.ok ? ok({ ...parsed.value, genesis: genesis.value, checkpoint: checkpoint.value }) : signer
}

function checkpointOf({ contents }: Invitation, genesis: OpenGenesis): Result<Checkpoint | null> {
  const { checkpoint, epochs } = contents
  if (!checkpoint) return epochs.length === 0 ? ok(null) : refuse('INVITATION_TAMPERED')
  const chain = followEpochs(genesis.hash, genesis.voters, epochs)
  if (!chain.ok) return refuse('INVITATION_TAMPERED')
  const opened = openCheckpoint(genesis.hash, chain.value.voters, checkpoint.header, checkpoint.certificate)
  return opened.ok && opened.value.header.height > chain.value.height ? opened : refuse('INVITATION_TAMPERED')
}

function checkSigner({ ticket, contents }: Invitation, { genesis }: OpenGenesis, checkpoint: Checkpoint | null): Result<null> {
  const { inviter, key } = ticket
  const stranger = refuse('INVITATION_SIGNER', { member: inviter })
  if (!checkpoint) {
    const founder = genesis.members.find(({ id }) => id === inviter)
    return contents.device === null && founder && equalBytes(founder.idKey, key) ? ok(null) : stranger
  }
  const { device } = contents
  if (!device) return stranger
  const proved = verifyState(checkpoint.header.stateRoot, deviceKey(keyId(key)), device.proof)
  if (!proved.ok || proved.value === null || !equalBytes(proved.value, sha256(device.value))) return stranger
  const entry = decodeCanonical<DeviceEntry>(device.value)
  return entry.on && entry.a === inviter && equalBytes(entry.k, key) ? ok(null) : stranger
}

import { concat } from '../../../shared/kit/bytes.ts'

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
/** Multihash "identity" of 36 bytes, which are the protobuf {1: Ed25519, 2: 32 bytes}. */
const PREFIX = Uint8Array.of(0x00, 0x24, 0x08, 0x01, 0x12, 0x20)

/** libp2p peer id of an Ed25519 public key, as text (`12D3KooW...`; libp2p/specs, peer-ids). */
export const peerIdOf = (publicKey: Uint8Array): string => base58(concat(PREFIX, publicKey))

/** Base 58 with Bitcoin's alphabet; leading zero bytes become leading `1`. */
function base58(bytes: Uint8Array): string {
  let value = 0n
  for (const byte of bytes) value = value * 256n + BigInt(byte)
  let text = ''
  for (; value > 0n; value /= 58n) text = ALPHABET[Number(value % 58n)]! + text
  for (let i = 0; i < bytes.length && bytes[i] === 0; i++) text = `1${text}`
  return text
}

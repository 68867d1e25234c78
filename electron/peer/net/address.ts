import { multiaddr, type Multiaddr } from '@multiformats/multiaddr'
import { CodedError } from '../../../shared/kit/result.ts'

export interface HostPort {
  readonly host: string
  readonly port: number
}

/** `host:port` or `[ipv6]:port`. Throws CodedError NET_BAD_ADDRESS. */
export function parseHostPort(text: string): HostPort {
  const match = /^(?:\[([0-9a-fA-F:.]{2,45})\]|([A-Za-z0-9.-]{1,253})):(\d{1,5})$/.exec(text.trim())
  const port = Number(match?.[3])
  if (!match || port > 65_535) throw new CodedError('NET_BAD_ADDRESS', { address: text.slice(0, 100) })
  return { host: (match[1] ?? match[2])!, port }
}

/** The libp2p address of a `host:port`, with the peer expected there where it is known. */
export function toMultiaddr(address: HostPort, peerId?: string): Multiaddr {
  const kind = address.host.includes(':') ? 'ip6' : /^\d{1,3}(\.\d{1,3}){3}$/.test(address.host) ? 'ip4' : 'dns'
  const text = `/${kind}/${address.host}/tcp/${address.port}`
  try {
    return multiaddr(peerId === undefined ? text : `${text}/p2p/${peerId}`)
  } catch (cause) {
    throw new CodedError('NET_BAD_ADDRESS', { address: `${address.host}:${address.port}` }, { cause })
  }
}

export const isLoopback = (address: HostPort): boolean =>
  address.host === 'localhost' || address.host === '::1' || address.host.startsWith('127.')

/** `host:port` of a libp2p TCP address for display; null where it is none. */
export function hostPortOf(address: Multiaddr): string | null {
  const match = /^\/(ip4|ip6|dns|dns4|dns6)\/([^/]+)\/tcp\/(\d+)/.exec(address.toString())
  if (!match) return null
  return match[1] === 'ip6' ? `[${match[2]}]:${match[3]}` : `${match[2]}:${match[3]}`
}

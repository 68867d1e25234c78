import type { Multiaddr } from '@multiformats/multiaddr'
import { hostPortOf, isLoopback, parseHostPort } from './address.ts'

/** Addresses kept of one machine. */
export const MAX_LEARNED_ADDRESSES = 4

/** Where machines of members were found to listen, by peer id. */
export interface LearnedAddresses {
  of(peerId: string): readonly string[]
  /** `host:port`s out of a signed record. True where they are new. */
  learn(peerId: string, addresses: readonly string[]): boolean
}

/**
 * What of a machine's signed addresses is worth dialling from here, the most likely first: where its connection came from,
 * then the others; addresses of one computer to itself only where we share it.
 */
export function usableAddresses(signed: readonly Multiaddr[], remote: Multiaddr): readonly string[] {
  const from = hostPortOf(remote)
  const remoteHost = from === null ? null : parseHostPort(from)
  const local = remoteHost !== null && isLoopback(remoteHost)
  const listed = signed.flatMap((address) => hostPortOf(address) ?? []).filter((text) => local || !isLoopback(parseHostPort(text)))
  const same = (text: string): boolean => parseHostPort(text).host === remoteHost?.host
  return [...new Set([...listed.filter(same), ...listed.filter((text) => !same(text))])].slice(0, MAX_LEARNED_ADDRESSES)
}

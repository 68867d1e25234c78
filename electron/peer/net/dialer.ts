import type { Log, Random } from '../../../shared/kit/env.ts'
import { isLoopback, type HostPort } from './address.ts'
import { redialDelay } from './backoff.ts'
import type { PeerRef } from './directory.ts'
import { SECOND_DIALER_MS } from './limits.ts'

interface Target {
  readonly peer: PeerRef
  /** Dialled in turn. */
  addresses: readonly HostPort[]
  attempt: number
  timer: NodeJS.Timeout | null
  dialing: boolean
}

export interface DialerOptions {
  readonly me: string
  readonly log: Log
  readonly random: Random
  readonly isConnected: (peerId: string) => boolean
  /** Opens a connection; rejects where it can't. */
  readonly dial: (peer: PeerRef, address: HostPort) => Promise<void>
}

/** Keeps dialling every peer that is not connected, with back-off; one attempt a peer at a time. */
export class Dialer {
  readonly #options: DialerOptions
  readonly #targets = new Map<string, Target>()
  #running = false

  constructor(options: DialerOptions) {
    this.#options = options
  }

  /** Adds a peer, or gives a known one other addresses (at least one). */
  setTarget(peer: PeerRef, addresses: readonly HostPort[]): void {
    const known = this.#targets.get(peer.id)
    if (known && JSON.stringify(known.addresses) === JSON.stringify(addresses)) return
    if (known) known.addresses = addresses
    else this.#targets.set(peer.id, { peer, addresses, attempt: 0, timer: null, dialing: false })
    if (this.#running) this.#plan(this.#targets.get(peer.id)!)
  }

  start(): void {
    this.#running = true
    for (const target of this.#targets.values()) {
      this.#plan(target, target.peer.id > this.#options.me ? 0 : SECOND_DIALER_MS)
    }
  }

  stop(): void {
    this.#running = false
    for (const target of this.#targets.values()) {
      if (target.timer) clearTimeout(target.timer)
      target.timer = null
    }
  }

  connected(peerId: string): void {
    const target = this.#targets.get(peerId)
    if (!target) return
    if (target.timer) clearTimeout(target.timer)
    target.timer = null
  }

  /** `clean`: the connection lasted, so the quick attempts start again. */
  lost(peerId: string, clean: boolean): void {
    const target = this.#targets.get(peerId)
    if (!target) return
    if (clean) target.attempt = 0
    this.#plan(target, target.peer.id > this.#options.me ? 0 : SECOND_DIALER_MS)
  }

  /** Gives up peers that may not be dialled any more. */
  keep(wanted: (peerId: string) => boolean): void {
    for (const [id, { timer }] of this.#targets) {
      if (wanted(id)) continue
      if (timer) clearTimeout(timer)
      this.#targets.delete(id)
    }
  }

  /** After sleep or a change of network: everybody at once. */
  wake(): void {
    for (const target of this.#targets.values()) {
      target.attempt = 0
      this.#plan(target)
    }
  }

  #plan(target: Target, extra = 0): void {
    if (target.timer) clearTimeout(target.timer)
    target.timer = null
    if (!this.#running || this.#targets.get(target.peer.id) !== target || target.dialing || this.#options.isConnected(target.peer.id)) return
    const delay = extra + redialDelay(target.attempt, isLoopback(nextAddress(target)), this.#options.random)
    target.timer = setTimeout(() => void this.#dial(target), delay)
  }

  async #dial(target: Target): Promise<void> {
    const address = nextAddress(target)
    target.timer = null
    target.dialing = true
    target.attempt += 1
    try {
      await this.#options.dial(target.peer, address)
    } catch (cause) {
      this.#options.log('debug', 'net.dial-failed', { member: target.peer.member, attempt: target.attempt, reason: cause instanceof Error ? cause.name : 'unknown' })
    } finally {
      target.dialing = false
    }
    this.#plan(target)
  }
}

const nextAddress = ({ addresses, attempt }: Target): HostPort => addresses[attempt % addresses.length]!

import type { ClientContext, ClientLink, ClientOptions } from '@orpc/client'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Channel } from '../../shared/contract/channel.ts'
import { CodedError } from '../../shared/kit/result.ts'
import { openTransport, type Transport } from './transport.ts'

export interface ConnectionState {
  /** idle: nobody asked for it. lost: was open or could not be opened; the next attempt is on its way. */
  readonly phase: 'idle' | 'connecting' | 'open' | 'lost'
  readonly attempt: number
  /** Counts openings: a new number means a new channel, so sessions and subscriptions start again. */
  readonly opening: number
  /** When the phase began, ms. */
  readonly since: number
}

const WAIT_FOR_OPEN = 10_000
const PROBE_TIMEOUT = 6000
const backOff = (attempt: number): number => Math.min(8000, 250 * 2 ** Math.min(attempt, 5))

/** A channel that opens itself again, and the oRPC link that calls go through whatever channel is open now. */
export class Connection implements ClientLink<ClientContext> {
  readonly store: StoreApi<ConnectionState>
  readonly #channel: Channel
  readonly #probe: (link: ClientLink<ClientContext>) => Promise<unknown>
  #transport: Transport | null = null
  #wanted = false
  #timer: ReturnType<typeof setTimeout> | undefined

  /** `probe` is a cheap call that only an answering peer completes: a port says nothing about who holds its other end. */
  constructor(channel: Channel, probe: (link: ClientLink<ClientContext>) => Promise<unknown>) {
    this.#channel = channel
    this.#probe = probe
    this.store = createStore<ConnectionState>(() => ({ phase: 'idle', attempt: 0, opening: 0, since: Date.now() }))
  }

  start(): void {
    if (this.#wanted) return
    this.#wanted = true
    this.#attempt(0)
  }

  stop(): void {
    this.#wanted = false
    this.#drop()
    this.#become('idle', 0)
  }

  /** Opens the channel anew, e.g. when another member's desktop is looked at. */
  reopen(): void {
    this.#drop()
    this.#wanted = true
    this.#attempt(0)
  }

  async call(path: readonly string[], input: unknown, options: ClientOptions<ClientContext>): Promise<unknown> {
    const transport = this.#transport && this.store.getState().phase === 'open' ? this.#transport : await this.#opened()
    return transport.link.call(path, input, options)
  }

  #become(phase: ConnectionState['phase'], attempt: number): void {
    this.store.setState((old) => ({
      phase,
      attempt,
      opening: phase === 'open' ? old.opening + 1 : old.opening,
      since: old.phase === phase ? old.since : Date.now(),
    }))
  }

  #drop(): void {
    clearTimeout(this.#timer)
    const old = this.#transport
    this.#transport = null
    old?.close()
  }

  #attempt(attempt: number): void {
    this.#become(attempt === 0 && this.store.getState().phase !== 'lost' ? 'connecting' : 'lost', attempt)
    void this.#open(attempt)
  }

  async #open(attempt: number): Promise<void> {
    let transport: Transport
    try {
      transport = await openTransport(this.#channel)
    } catch {
      this.#again(attempt)
      return
    }
    if (!this.#wanted || this.#transport) {
      transport.close()
      return
    }
    this.#transport = transport
    transport.onClose(() => this.#lost(transport))
    try {
      await within(this.#probe(transport.link), PROBE_TIMEOUT)
    } catch {
      if (this.#transport !== transport) return
      this.#drop()
      this.#again(attempt)
      return
    }
    if (this.#transport === transport) this.#become('open', 0)
  }

  #lost(transport: Transport): void {
    if (this.#transport !== transport) return
    const wasOpen = this.store.getState().phase === 'open'
    this.#transport = null
    if (wasOpen) this.#again(0)
  }

  #again(attempt: number): void {
    if (!this.#wanted) return
    this.#become('lost', attempt + 1)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#attempt(attempt + 1), backOff(attempt))
  }

  #opened(): Promise<Transport> {
    return new Promise((resolve, reject) => {
      const give = (): boolean => {
        if (this.store.getState().phase !== 'open' || !this.#transport) return false
        resolve(this.#transport)
        return true
      }
      if (give()) return
      const timer = setTimeout(() => {
        off()
        reject(new CodedError('UI_NOT_CONNECTED'))
      }, WAIT_FOR_OPEN)
      const off = this.store.subscribe(() => {
        if (!give()) return
        clearTimeout(timer)
        off()
      })
    })
  }
}

function within<T>(promise: Promise<T>, limit: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer in time')), limit)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

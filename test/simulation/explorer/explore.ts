/**
 * Every reachable state of one slot, breadth first. f voters are Byzantine: they sign whatever completes a certificate,
 * so a certificate exists as soon as q - f honest voters have signed. Every leader is Byzantine: any block may be
 * proposed in any view, to anybody. Messages may come at any time or never: a voter may hold any part of the certificates
 * that exist. So a state is nothing but the votes cast by the honest, and what they may cast next is asked of the
 * product's rules (`permissions.ts`).
 *
 * Two things are wider than the product, which only adds behaviours: a voter may still vote in a view that it has left, and
 * it need not have seen a proposal.
 *
 * States that differ by a renaming are one: honest voters are alike to every rule, so their votes are kept sorted; and of
 * two twin blocks the one that gets the first vote is called a.
 */
import type { Rules } from '../../../shared/ledger/consensus/rules.ts'
import { blocksOf, bornIn, CERT_BITS, permissionsOf, TWINS, type Permissions } from './permissions.ts'
import { StateSet } from './state-set.ts'

export interface Setup {
  /** Voters, and views of the slot: 1 to 3. */
  readonly n: number
  readonly views: number
  readonly rules: Rules
  /** One honest voter may forget its own votes, once. */
  readonly amnesia?: boolean
}

export interface Exploration {
  readonly states: number
  /** Bytes of the set of states. */
  readonly bytes: number
  /** The property that broke, with the votes that broke it; null: none ever did. */
  readonly violation: { readonly property: 'two N' | 'F and X' | 'two F'; readonly votes: readonly string[] } | null
}

// A voter's votes in one view: bits 0..2 notarized block + 1, bit 3 nullify, bits 4..6 finalized block + 1.
const VIEW_BITS = 7
const notarized = (code: number, view: number): number => (code >>> (VIEW_BITS * view)) & 7
const nullified = (code: number, view: number): number => (code >>> (VIEW_BITS * view + 3)) & 1
const finalized = (code: number, view: number): number => (code >>> (VIEW_BITS * view + 4)) & 7

/** All states, or those up to the first that breaks a property. */
export function explore({ n, views, rules, amnesia = false }: Setup): Exploration {
  const f = rules.faultBound(n)
  const walk = new Walk(views, rules.quorum(n) - f, n - f, amnesia, permissionsOf(rules, views))
  return walk.run()
}

class Walk {
  private readonly states: StateSet
  private readonly state: Uint32Array
  private readonly next: Uint32Array
  /** Certificates of `state`: block + 1 that has N, F; 1 where X. */
  private readonly N: number[]
  private readonly X: number[]
  private readonly F: number[]
  private violation: Exploration['violation'] = null
  private readonly views: number
  /** Honest votes that make a certificate together with the Byzantine ones. */
  private readonly enough: number
  private readonly honest: number
  private readonly amnesia: boolean
  private readonly may: Permissions

  constructor(views: number, enough: number, honest: number, amnesia: boolean, may: Permissions) {
    this.views = views
    this.enough = enough
    this.honest = honest
    this.amnesia = amnesia
    this.may = may
    // With amnesia the first voter is the forgetful one, and the last word holds the votes that it has forgotten.
    const width = honest + Number(amnesia)
    this.states = new StateSet(width)
    this.state = new Uint32Array(width)
    this.next = new Uint32Array(width)
    this.N = Array.from({ length: views }, () => 0)
    this.X = this.N.slice()
    this.F = this.N.slice()
  }

  run(): Exploration {
    const { states } = this
    states.add(this.state)
    for (let index = 0; index < states.size && !this.violation; index++) {
      states.read(index, this.state)
      this.readCerts()
      if (!this.violation) this.expand()
    }
    return { states: states.size, bytes: states.bytes, violation: this.violation }
  }

  private readCerts(): void {
    for (let view = 0; view < this.views; view++) {
      this.N[view] = this.certified(view, notarized)
      this.F[view] = this.certified(view, finalized)
      this.X[view] = this.count(view, nullified, 1) >= this.enough ? 1 : 0
      if (this.F[view] && this.X[view]) this.broken('F and X')
      for (let w = 0; w < view; w++) if (this.F[view] && this.F[w] && this.F[view] !== this.F[w]) this.broken('two F')
    }
  }

  /** The block + 1 of the certificate of a view; two of them break a property. */
  private certified(view: number, vote: typeof notarized): number {
    let found = 0
    for (let block = 1; block <= blocksOf(view); block++) {
      if (this.count(view, vote, block) < this.enough) continue
      if (found) this.broken(vote === notarized ? 'two N' : 'two F')
      found = block
    }
    return found
  }

  /** Voters that have cast this vote: a forgetful one that has cast it twice counts once. */
  private count(view: number, vote: typeof notarized, value: number): number {
    const { state, honest } = this
    let count = 0
    for (let i = 0; i < honest; i++) if (vote(state[i]!, view) === value) count++
    if (this.amnesia && vote(state[honest]!, view) === value && vote(state[0]!, view) !== value) count++
    return count
  }

  private expand(): void {
    let certs = 0
    for (let view = 0; view < this.views; view++) {
      // R0: a view can be entered once the one before has a certificate.
      if (view > 0 && !this.N[view - 1] && !this.X[view - 1]) return
      const justified = this.may.justified[view]![certs]!
      for (let voter = 0; voter < this.honest; voter++)
        // Of voters that have cast the same votes one is enough; the forgetful one is like nobody.
        if (voter <= Number(this.amnesia) || this.state[voter] !== this.state[voter - 1]) this.votes(voter, view, justified)
      certs |= (this.N[view]! * 2 + this.X[view]!) << (CERT_BITS * view)
      if (view === 0 && this.amnesia) this.forget()
    }
  }

  private votes(voter: number, view: number, justified: number): void {
    const { may } = this
    const code = this.state[voter]!
    const own = (notarized(code, view) ? 1 : 0) | (nullified(code, view) ? 2 : 0) | (finalized(code, view) ? 4 : 0)
    const at = VIEW_BITS * view
    if (may.notarize[own])
      for (let block = 0; block < blocksOf(view); block++)
        if (justified & (1 << block) && this.named(block)) this.reach(voter, (code & ~(7 << at)) | ((block + 1) << at))
    if (may.nullify[own]) this.reach(voter, code | (8 << at))
    if (may.finalize[own] && this.N[view]) this.reach(voter, (code & ~(7 << (at + 4))) | (this.N[view] << (at + 4)))
  }

  /** May this block be voted for under its name? The second twin only after the first. */
  private named(block: number): boolean {
    if (block % TWINS === 0) return true
    for (const code of this.state)
      for (let view = bornIn(block); view < this.views; view++) {
        const voted = notarized(code, view)
        if (voted === block || voted === block + 1) return true
      }
    return false
  }

  private forget(): void {
    const { state, next, honest } = this
    if (state[honest] || !state[0]) return
    next.set(state)
    next[honest] = state[0]
    next[0] = 0
    this.states.add(next)
  }

  /** The state in which this voter's votes are `code`; voters sorted. */
  private reach(voter: number, code: number): void {
    const { state, next } = this
    if (code === state[voter]) return
    next.set(state)
    let at = voter
    // Votes are only ever added to the word of a voter, but a forgetful one stays in its place.
    const first = Number(this.amnesia)
    if (voter >= first) {
      for (; at + 1 < this.honest && next[at + 1]! < code; at++) next[at] = next[at + 1]!
      for (; at > first && next[at - 1]! > code; at--) next[at] = next[at - 1]!
    }
    next[at] = code
    this.states.add(next)
  }

  private broken(property: NonNullable<Exploration['violation']>['property']): void {
    this.violation ??= { property, votes: [...this.state].map((code) => describe(code, this.views)) }
  }
}

/** `0:N0a F0a | 1:X` */
function describe(code: number, views: number): string {
  const block = (value: number): string => `${bornIn(value - 1)}${'ab'[(value - 1) % TWINS]}`
  return Array.from({ length: views }, (_, view) => {
    const votes = [
      notarized(code, view) && `N${block(notarized(code, view))}`,
      nullified(code, view) && 'X',
      finalized(code, view) && `F${block(finalized(code, view))}`,
    ].filter(Boolean)
    return `${view}:${votes.join(' ') || '-'}`
  }).join(' | ')
}

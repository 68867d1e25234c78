/** What the parent of a live benchmark asks its peers, and what they answer. */
export type Command =
  | { readonly do: 'status' }
  /** Writes for so long, with at most so many own records not final. */
  | { readonly do: 'write'; readonly seconds: number; readonly inFlight: number }
  /** Writes one after another, the next one a while after the last was final. */
  | { readonly do: 'single'; readonly count: number }
  /** When each height was committed here. */
  | { readonly do: 'commits' }
  | { readonly do: 'stop' }

export interface PeerFacts {
  readonly me: string
  /** Views of the final blocks, added up: 0 where no leader was ever late. */
  readonly laterViews: number
  readonly height: number
  readonly records: number
  readonly pending: number
  readonly online: number
  readonly stateRoot: string
  readonly consensusSent: number
  readonly heapMiB: number
}

export interface Written {
  /** Records submitted and final in the time, and ms from submission to being final at the author. */
  readonly submitted: number
  readonly final: number
  readonly latencies: readonly number[]
}

/** One record: when it was signed (wall clock, ms) and the height it became final at. */
export interface Single {
  readonly at: number
  readonly height: number
}

import { hashPair } from '../crypto/hash.ts'
import { HASH_BYTES, STATE_BUCKETS, STATE_DEPTH } from '../limits.ts'
import type { Hash } from '../types.ts'
import { bucketHash, entryOf, type StateStore } from './bucket.ts'

const NODE = 3

/** New bucket hashes, by bucket. Not changed any more once a tree has seen them. */
export type BucketChanges = ReadonlyMap<number, Hash>

/**
 * The Merkle tree over the 65 536 buckets, whole in memory (4 MB): node 1 is the root, node i has the children 2i and
 * 2i + 1, bucket b is node 65 536 + b. An inner node is sha256(0x03 ‖ left ‖ right). It mirrors the finalized state; an
 * open block is computed beside it (`rootWith`) and changes it only once final (`apply`).
 */
export class StateTree {
  readonly #nodes = new Uint8Array(2 * STATE_BUCKETS * HASH_BYTES)
  /** The nodes last computed: a block is computed when it is executed, checked when it is stored, and then taken over. */
  #computed: { readonly changes: BucketChanges; readonly nodes: ReadonlyMap<number, Hash> } | null = null

  /** The tree of the empty state. */
  constructor() {
    let level = new Uint8Array(HASH_BYTES)
    for (let depth = STATE_DEPTH - 1; depth >= 0; depth--) {
      level = new Uint8Array(hashPair(NODE, level, level))
      for (let node = 2 ** depth; node < 2 ** (depth + 1); node++) this.#nodes.set(level, node * HASH_BYTES)
    }
  }

  /** The tree of a stored state. Reads every bucket once. */
  static of(store: Pick<StateStore, 'bucket'>): StateTree {
    const tree = new StateTree()
    const changes = new Map<number, Hash>()
    for (let index = 0; index < STATE_BUCKETS; index++) {
      const entries = Array.from(store.bucket(index), ([key, value]) => entryOf(key, value))
      if (entries.length > 0) changes.set(index, bucketHash(entries))
    }
    tree.apply(changes)
    return tree
  }

  /** The tree over all bucket hashes, joined in order (65 536 of them). */
  static ofHashes(joined: Uint8Array): StateTree {
    const tree = new StateTree()
    tree.#nodes.set(joined, STATE_BUCKETS * HASH_BYTES)
    for (let node = STATE_BUCKETS - 1; node > 0; node--) {
      const at = 2 * node * HASH_BYTES
      // Most of a young ledger's tree is empty: what is above two empty buckets was set when the tree was made.
      if (node >= STATE_BUCKETS / 2 && isZero(tree.#nodes, at, at + 2 * HASH_BYTES)) continue
      tree.#nodes.set(hashPair(NODE, tree.#nodes.subarray(at, at + HASH_BYTES), tree.#nodes.subarray(at + HASH_BYTES, at + 2 * HASH_BYTES)), node * HASH_BYTES)
    }
    return tree
  }

  get root(): Hash {
    return this.#read(1)
  }

  /** The root as it would be with these buckets; the tree stays as it is. */
  rootWith(changes: BucketChanges): Hash {
    return this.#rehash(changes).get(1) ?? this.root
  }

  /** Takes over the buckets of a block that became final. */
  apply(changes: BucketChanges): void {
    for (const [node, hash] of this.#rehash(changes)) this.#nodes.set(hash, node * HASH_BYTES)
    this.#computed = null
  }

  /** Whether nothing is in the bucket. */
  isEmpty(bucket: number): boolean {
    const at = (STATE_BUCKETS + bucket) * HASH_BYTES
    for (let i = at; i < at + HASH_BYTES; i++) if (this.#nodes[i] !== 0) return false
    return true
  }

  /** Sibling hashes from a bucket up to the root, 16 of them. */
  path(bucket: number): readonly Hash[] {
    const path: Hash[] = []
    for (let node = STATE_BUCKETS + bucket; node > 1; node >>= 1) path.push(this.#read(node ^ 1))
    return path
  }

  #read(node: number): Hash {
    return this.#nodes.slice(node * HASH_BYTES, (node + 1) * HASH_BYTES)
  }

  /** Every node above the changed buckets, once each, level by level. */
  #rehash(changes: BucketChanges): ReadonlyMap<number, Hash> {
    if (this.#computed?.changes === changes) return this.#computed.nodes
    const fresh = new Map<number, Hash>()
    let level = new Set<number>()
    for (const [bucket, hash] of changes) {
      fresh.set(STATE_BUCKETS + bucket, hash)
      level.add((STATE_BUCKETS + bucket) >> 1)
    }
    while (level.size > 0) {
      const above = new Set<number>()
      for (const node of level) {
        fresh.set(node, hashPair(NODE, fresh.get(2 * node) ?? this.#read(2 * node), fresh.get(2 * node + 1) ?? this.#read(2 * node + 1)))
        if (node > 1) above.add(node >> 1)
      }
      level = above
    }
    this.#computed = { changes, nodes: fresh }
    return fresh
  }
}

function isZero(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== 0) return false
  return true
}

/** Root above a bucket hash and its 16 siblings. */
export function rootOverPath(bucket: number, hash: Hash, path: readonly Hash[]): Hash {
  let node = STATE_BUCKETS + bucket
  let value = hash
  for (const sibling of path) {
    value = node % 2 === 0 ? hashPair(NODE, value, sibling) : hashPair(NODE, sibling, value)
    node >>= 1
  }
  return value
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareBytes, compareText, concat, equalBytes, utf8 } from '../../../shared/kit/bytes.ts'
import { bucketOf, MemoryState, Overlay, proveState, sha256, StateTree, verifyState, type Hash, type StateChange } from '../../../shared/ledger/index.ts'

/** The root straight from the definition, without caches: only occupied halves are descended into. */
function naiveRoot(entries: readonly (readonly [string, Uint8Array])[]): Hash {
  const zero: Hash[] = [new Uint8Array(32)]
  for (let level = 1; level <= 16; level++) zero.push(sha256(concat(Uint8Array.of(3), zero[level - 1]!, zero[level - 1]!)))
  const build = (level: number, first: number, inside: readonly (readonly [string, Uint8Array])[]): Hash => {
    if (inside.length === 0) return zero[level]!
    if (level === 0) {
      const sorted = inside.map(([key, value]) => [utf8(key), value] as const).sort((a, b) => compareBytes(a[0], b[0]))
      return sha256(concat(Uint8Array.of(2), ...sorted.flatMap(([key, value]) => [Uint8Array.of(key.length >> 8, key.length & 255), key, sha256(value)])))
    }
    const middle = first + 2 ** (level - 1)
    const left = build(level - 1, first, inside.filter(([key]) => bucketOf(key) < middle))
    return sha256(concat(Uint8Array.of(3), left, build(level - 1, middle, inside.filter(([key]) => bucketOf(key) >= middle))))
  }
  return build(16, 0, entries)
}

const key = fc.oneof(fc.constantFrom('a/1', 'a/2', 'b', 'b/', '机构/甲', '机构/乙', '\u{20000}', '\uffee'), fc.string({ minLength: 1, maxLength: 6, unit: 'grapheme' }))
const change = fc.tuple(key, fc.option(fc.uint8Array({ maxLength: 4 }), { nil: null }))
const all = (state: { list(prefix: string): Iterable<readonly [string, Uint8Array]> }) => [...state.list('')]

describe('the state tree', () => {
  it('equals the definition, independent of history', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 25 }), fc.array(change, { maxLength: 25 }), (first, second) => {
        const state = new MemoryState(first)
        const tree = StateTree.of(state)
        expect(tree.root).toEqual(naiveRoot(all(state)))
        const overlay = new Overlay(state)
        for (const [name, value] of second) overlay.set(name, value)
        const buckets = overlay.bucketHashes()
        const before = tree.root
        const after = tree.rootWith(buckets)
        expect(tree.root).toEqual(before)
        state.apply(overlay.changes())
        tree.apply(buckets)
        expect(tree.root).toEqual(after)
        expect(after).toEqual(naiveRoot(all(state)))
        for (const [name] of second) state.apply([[name, null]])
        for (const [name, value] of second) state.apply([[name, value]])
        expect(StateTree.of(state).root).toEqual(after)
      }),
      { numRuns: 15 }
    )
  })

  it('of nothing has one known root', () => {
    expect(new StateTree().root).toEqual(naiveRoot([]))
  })
})

describe('the overlay', () => {
  it('reads and lists like the changed state, and leaves the base alone', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), fc.array(change, { maxLength: 20 }), key, (base, changes, prefix) => {
        const state = new MemoryState(base)
        const before = all(state)
        const overlay = new Overlay(state)
        for (const [name, value] of changes) overlay.set(name, value)
        const expected = new MemoryState([...base, ...changes])
        expect([...overlay.list(prefix)]).toEqual([...expected.list(prefix)])
        expect(all(overlay)).toEqual(all(expected))
        for (const [name] of [...base, ...changes]) expect(overlay.get(name)).toEqual(expected.get(name))
        expect(all(state)).toEqual(before)
        const names = overlay.changes().map(([name]) => name)
        expect(names).toEqual([...new Set(names)].sort(compareText))
      }),
      { numRuns: 150 }
    )
  })

  it('counts the keys of a bucket with its own changes', () => {
    const overlay = new Overlay(new MemoryState([['x', utf8('1')]]))
    expect(overlay.occupancy('x')).toEqual({ bucket: bucketOf('x'), present: true, size: 1 })
    overlay.set('x', null)
    expect(overlay.occupancy('x')).toMatchObject({ present: false, size: 0 })
  })
})

describe('proofs of the state', () => {
  // Enough keys that some buckets hold several.
  const changes = Array.from({ length: 3000 }, (_, i): StateChange => [`key/${i}`, utf8(`value ${i}`)])
  const state = new MemoryState(changes)
  const tree = StateTree.of(state)

  it('show a value and an absence', () => {
    for (const name of ['key/0', 'key/777', 'key/2999']) {
      const proof = proveState(state, tree, name)
      const proved = verifyState(tree.root, name, proof)
      expect(proved.ok && proved.value && equalBytes(proved.value, sha256(state.get(name)!))).toBe(true)
    }
    expect(verifyState(tree.root, 'absent', proveState(state, tree, 'absent'))).toEqual({ ok: true, value: null })
  })

  it('fail for another key, a hidden entry, another order or root', () => {
    const crowded = changes.map(([name]) => name).find((name) => proveState(state, tree, name).entries.length > 1)!
    const proof = proveState(state, tree, crowded)
    const refused = [
      verifyState(tree.root, 'key/x', proof),
      verifyState(tree.root, crowded, { ...proof, entries: proof.entries.slice(1) }),
      verifyState(tree.root, crowded, { ...proof, entries: proof.entries.toReversed() }),
      verifyState(tree.root, crowded, { ...proof, entries: [proof.entries[0]!, ...proof.entries] }),
      verifyState(tree.root, crowded, { ...proof, path: proof.path.slice(1) }),
      verifyState(sha256(utf8('other')), crowded, proof)
    ]
    expect(refused.map((result) => result.ok)).toEqual(refused.map(() => false))
  })
})

/** A set of equally long tuples of 32-bit words that remembers the order of arrival: visited states and queue in one. */
export class StateSet {
  private words: Uint32Array
  private table: Int32Array
  private count = 0
  private readonly width: number

  constructor(width: number) {
    this.width = width
    this.words = new Uint32Array(width * 1024)
    this.table = new Int32Array(4096).fill(-1)
  }

  get size(): number {
    return this.count
  }

  /** Bytes held. */
  get bytes(): number {
    return this.words.byteLength + this.table.byteLength
  }

  /** Copies the tuple of this number into `into`. */
  read(index: number, into: Uint32Array): void {
    const from = index * this.width
    for (let i = 0; i < this.width; i++) into[i] = this.words[from + i]!
  }

  /** True where the tuple was not in the set before. */
  add(tuple: Uint32Array): boolean {
    const { width, table, words } = this
    const mask = table.length - 1
    let at = this.hash(tuple) & mask
    for (let found = table[at]!; found >= 0; found = table[at]!) {
      const from = found * width
      let i = 0
      while (i < width && words[from + i] === tuple[i]) i++
      if (i === width) return false
      at = (at + 1) & mask
    }
    table[at] = this.count
    if ((this.count + 1) * width > words.length) this.widen()
    this.words.set(tuple, this.count * width)
    this.count++
    if (this.count * 2 > table.length) this.rehash()
    return true
  }

  private hash(tuple: Uint32Array): number {
    let h = 0x811c9dc5
    for (let i = 0; i < this.width; i++) {
      h = Math.imul(h ^ tuple[i]!, 0x85ebca6b)
      h ^= h >>> 15
    }
    h = Math.imul(h, 0xc2b2ae35)
    return (h ^ (h >>> 13)) >>> 0
  }

  private widen(): void {
    const wider = new Uint32Array(this.words.length + (this.words.length >>> 1))
    wider.set(this.words)
    this.words = wider
  }

  private rehash(): void {
    const table = new Int32Array(this.table.length * 2).fill(-1)
    const mask = table.length - 1
    const tuple = new Uint32Array(this.width)
    for (let index = 0; index < this.count; index++) {
      this.read(index, tuple)
      let at = this.hash(tuple) & mask
      while (table[at]! >= 0) at = (at + 1) & mask
      table[at] = index
    }
    this.table = table
  }
}

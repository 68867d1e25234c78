/**
 * S8 and S9: executes the final chain a second time, by itself and with other means than `ledger.ts`: from facts about
 * members instead of tables, so that a slip in one of them shows.
 */
import { rootOf, type ChainState, type SimBlock, type SimRecord, type Standing } from './ledger.ts'

interface Person {
  seq: number
  standing: Standing
  key: number
}

export class Auditor {
  private readonly people: Map<number, Person>
  private readonly roots: number[] = []
  /** Record id -> height. */
  readonly finalRecords = new Map<number, number>()

  constructor(genesis: ChainState) {
    this.people = new Map(genesis.standing.map((standing, id) => [id, { seq: 0, standing, key: genesis.keys[id]! }]))
  }

  private votes(id: number): boolean {
    return this.people.get(id)!.standing === 'voter'
  }

  private get voters(): number {
    return [...this.people.keys()].filter((id) => this.votes(id)).length
  }

  private apply1({ author, body }: SimRecord, height: number): void {
    if (body.t === 'data' || body.t === 'nonsense') return
    const person = this.people.get(body.member)!
    const self = author === body.member
    switch (body.t) {
      case 'approve':
        if (person.standing === 'outside' && this.votes(author)) person.standing = 'approved'
        return
      case 'ready':
        if (!self || person.standing !== 'approved' || height - body.cites > 50 || height <= body.cites) return
        person.standing = 'voter'
        person.key = body.key
        return
      case 'rotate':
        if (self && person.standing === 'voter') person.key = body.key
        return
      case 'leave':
        if (self && person.standing === 'voter' && this.voters > 4) person.standing = 'left'
        return
      case 'standby':
        if (this.votes(author) && person.standing === 'voter' && this.voters > 4) person.standing = 'approved'
    }
  }

  /** What is wrong with the block's records, or null. */
  apply(block: SimBlock): string | null {
    for (const record of block.records) {
      if (this.finalRecords.has(record.id)) return `record ${record.id} is final twice`
      const author = this.people.get(record.author)!
      if (record.seq !== author.seq + 1) return `record ${record.id} is out of its author's order`
      author.seq = record.seq
      this.finalRecords.set(record.id, block.height)
      this.apply1(record, block.height)
    }
    const all = [...this.people.entries()].sort(([a], [b]) => a - b).map(([, person]) => person)
    this.roots[block.height] = rootOf(all.map(({ seq }) => seq), all.map(({ standing }) => standing), all.map(({ key }) => key))
    return null
  }

  rootAt(height: number): number | undefined {
    return this.roots[height]
  }
}

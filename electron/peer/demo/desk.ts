import type { DraftRow } from '../../../shared/contract/drafts.ts'
import type { ImportKind } from '../../../shared/contract/imports.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import { connectPeer, type Connection, type GatewayAddress, type PeerClient } from '../gateway/client.ts'

/** One staff member at one desktop: signed in, on a channel of their own. */
export interface Desk {
  readonly staffId: string
  readonly client: PeerClient
}

/** The staff of one center, who take their seats when they are needed. They work through the real interface, like people do. */
export interface Team {
  readonly memberId: string
  /** The `index`-th person with this role. Throws CodedError DEMO_NO_STAFF {member, role}. */
  desk(role: string, index?: number): Promise<Desk>
  /** The person of this account. */
  person(staffId: string): Promise<Desk>
  /** Somebody, whoever: for reading. */
  anyone(): Promise<PeerClient>
  close(): void
}

export function createTeam(memberId: string, address: GatewayAddress, passphrase: string): Team {
  const connections: Connection<PeerClient>[] = []
  const desks = new Map<string, Promise<Desk>>()
  let reader: Promise<PeerClient> | null = null

  const open = async (): Promise<PeerClient> => {
    const connection = await connectPeer(address)
    connections.push(connection)
    return connection.client
  }
  const anyone = (): Promise<PeerClient> => (reader ??= open())
  const sitDown = async (staffId: string): Promise<Desk> => {
    const client = await open()
    await client.session.signIn({ staffId, passphrase })
    return { staffId, client }
  }
  const person = (staffId: string): Promise<Desk> => {
    const known = desks.get(staffId) ?? sitDown(staffId)
    desks.set(staffId, known)
    return known
  }
  return {
    memberId,
    anyone,
    person,
    async desk(role, index = 0) {
      const accounts = await (await anyone()).session.accounts()
      const account = accounts.filter((one) => one.roles.includes(role))[index]
      if (!account) throw new CodedError('DEMO_NO_STAFF', { member: memberId, role })
      return person(account.staffId)
    },
    close() {
      for (const connection of connections) connection.close()
    },
  }
}

export interface Imported {
  readonly batchId: string
  readonly created: number
  readonly known: number
  readonly rejected: number
}

/** A clerk imports a table: every good row becomes a draft. */
export async function importTable(team: Team, kind: ImportKind, name: string, bytes: Uint8Array): Promise<Imported> {
  const { client } = await team.desk('CL')
  return client.imports.commit({ kind, name, base64: Buffer.from(bytes).toString('base64') })
}

/** All drafts of a batch, in pages. */
export async function draftsOf(team: Team, batchId: string): Promise<DraftRow[]> {
  const { client } = await team.desk('CL')
  const rows: DraftRow[] = []
  for (;;) {
    const { total, items } = await client.drafts.list({ batchId, box: 'open', limit: 200, offset: rows.length })
    rows.push(...items)
    if (items.length === 0 || rows.length >= total) return rows
  }
}

/** How far a draft is carried: each word is the state in which it is left. */
export type Stop = 'submitted' | 'reviewed' | 'published'

/** Called with the number of drafts that took one more step. */
export type OnStep = (step: string, count: number) => void

const inPieces = <T>(items: readonly T[], size: number): T[][] => Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size))

type BatchAction = 'submit' | 'review' | 'approve'

async function actMany(desk: Desk, ids: readonly string[], action: BatchAction, onStep: OnStep): Promise<void> {
  for (const piece of inPieces(ids, 50)) {
    const { done, refused } = await desk.client.drafts.actMany({ ids: piece, action })
    const [first] = refused
    if (first) throw new CodedError('DEMO_STEP_REFUSED', { step: action, title: first.title, reason: first.problem.code, count: refused.length })
    onStep(action, done)
  }
}

/** The committee votes, one by one, each with an own key. `votes` limits how many do. */
async function vote(team: Team, ids: readonly string[], votes: number, onStep: OnStep): Promise<void> {
  for (let member = 0; member < votes; member++) {
    const desk = await team.desk('CM', member)
    for (const id of ids) {
      const draft = await desk.client.drafts.get({ id })
      await desk.client.drafts.act({ id, rev: draft.rev, action: 'vote', choice: 'for' })
      onStep('vote', 1)
    }
  }
}

/** More rounds than any kind has steps: a step that doesn't move its drafts ends here instead of turning for ever. */
const MAX_ROUNDS = 6

/**
 * Carries fresh drafts of one kind and one author through the steps that the kind needs, each by a person with another key:
 * whatever step is due next is taken, until `stop` is reached. Throws CodedError DEMO_STEP_REFUSED {step, title, reason, count}.
 */
export async function carry(team: Team, ids: readonly string[], stop: Stop = 'published', onStep: OnStep = () => undefined): Promise<void> {
  const [one] = ids
  if (one === undefined) return
  // Who reviews may read drafts of every kind.
  const { client: reader } = await team.desk('RV')
  const { creator } = await reader.drafts.get({ id: one })
  await actMany(await team.person(creator), ids, 'submit', onStep)
  if (stop === 'submitted') return
  for (let round = 0; round < MAX_ROUNDS; round++) {
    // Drafts carried together are alike: the first one tells what is due.
    const { due, state, title } = await reader.drafts.get({ id: one })
    if (!due || state === 'published') return
    if (due.step === 'vote') await vote(team, ids, Math.max(1, due.votesNeeded - due.votes), onStep)
    else if (due.step === 'review' || due.step === 'approve') await actMany(await team.desk(due.role), ids, due.step, onStep)
    else throw new CodedError('DEMO_STEP_REFUSED', { step: due.step, title, reason: due.role, count: ids.length })
    if (stop === 'reviewed' && due.step === 'review') return
  }
  throw new CodedError('DEMO_STEP_REFUSED', { step: 'publish', title: one, reason: 'rounds', count: ids.length })
}

/** Counting: votes and certificates into a slot, certificates out of votes (R5), contradictions as evidence. */
import { FINALIZE, NOTARIZE, NULLIFY } from '../types.ts'
import { certKey, countVotes, ownedView, rowOf, type Slot } from './slot.ts'
import { VIEW_WINDOW } from './timing.ts'
import { halt, notePeer, type Turn } from './turn.ts'
import { NO_BLOCK, type Evidence, type SlotCert, type SlotVote, type Signer } from './types.ts'

const isIndex = (value: number, size: number): boolean => Number.isInteger(value) && value >= 0 && value < size

/** Structure of a vote in a slot: kind, epoch, height, signer, block, view. A vote of another epoch is worthless there. */
export function soundVote({ voters, height, view }: Slot, vote: SlotVote): boolean {
  return (
    vote.epoch === voters.epoch &&
    vote.height === height &&
    isIndex(vote.signer, voters.size) &&
    isIndex(vote.view, view + VIEW_WINDOW + 1) &&
    (vote.kind === NULLIFY ? vote.block === NO_BLOCK : (vote.kind === NOTARIZE || vote.kind === FINALIZE) && vote.block !== NO_BLOCK)
  )
}

/** Structure of a certificate: like a vote's, with q distinct ascending signers. F may be of any view. */
export function soundCert(turn: Turn, slot: Slot, cert: SlotCert): boolean {
  const { voters } = slot
  if (cert.epoch !== voters.epoch || cert.height !== slot.height) return false
  if (!isIndex(cert.view, cert.kind === FINALIZE ? Number.MAX_SAFE_INTEGER : slot.view + VIEW_WINDOW + 1)) return false
  if (cert.kind !== NOTARIZE && cert.kind !== NULLIFY && cert.kind !== FINALIZE) return false
  if ((cert.kind === NULLIFY) !== (cert.block === NO_BLOCK)) return false
  if (cert.signers.length < turn.rules.quorum(voters.size) || cert.signers.length !== cert.sigs.length) return false
  return cert.signers.every((signer, i) => isIndex(signer, voters.size) && (i === 0 || signer > cert.signers[i - 1]!))
}

/**
 * Notes a sound vote. The first of a signer, kind and view stands; a different second one is evidence. A vote of my own
 * key that I did not cast stops my voting. True where the vote is new.
 */
export function noteVote(turn: Turn, slot: Slot, vote: SlotVote, own: boolean): boolean {
  const known = slot.views[vote.view]
  const before = known && rowOf(known, vote.kind)[vote.signer]
  if (before) {
    if (before.block === vote.block) return false
    if (vote.signer === slot.voters.me) halt(turn, 'CONSENSUS_FOREIGN_OWN_VOTE', vote.height, vote.view)
    else report(turn, slot, vote.kind === NOTARIZE ? 'E1' : 'E2', before, vote)
    return false
  }
  if (!own && vote.signer === slot.voters.me) {
    halt(turn, 'CONSENSUS_FOREIGN_OWN_VOTE', vote.height, vote.view)
    return false
  }
  const view = ownedView(turn.token, slot, vote.view, slot.voters.size)
  rowOf(view, vote.kind)[vote.signer] = vote
  const opposite = vote.kind === FINALIZE ? view.nullify : vote.kind === NULLIFY ? view.finalize : null
  const contrary = opposite?.[vote.signer]
  if (contrary) report(turn, slot, 'E3', contrary, vote)
  if (!own) slot.unsaved = true
  return true
}

/** Notes a vote and makes a certificate of it where it completes one. */
export function addVote(turn: Turn, slot: Slot, vote: SlotVote, own = false): void {
  if (!noteVote(turn, slot, vote, own)) return
  const view = slot.views[vote.view]!
  const row = rowOf(view, vote.kind)
  const made = vote.kind === NOTARIZE ? view.notarization : vote.kind === NULLIFY ? view.nullification : slot.final
  if (made || countVotes(row, vote.block) < turn.state.quorum) return
  const votes = row.filter((each): each is SlotVote => each?.block === vote.block)
  const { kind, epoch, height, block } = vote
  const signers = votes.map((each) => each.signer)
  addCert(turn, slot, { kind, epoch, height, view: vote.view, block, signers, sigs: votes.map((each) => each.sig) }, null)
}

/** Notes a sound certificate, with the votes in it. `from` sent it; null: made here. */
export function addCert(turn: Turn, slot: Slot, cert: SlotCert, from: Signer | null): void {
  if (from !== null) {
    notePeer(turn, slot, from, 0, certKey(cert))
    markShared(turn, cert, from)
  }
  if (cert.kind === FINALIZE) {
    if (slot.final) {
      if (slot.final.block !== cert.block) halt(turn, 'CONSENSUS_FORK', cert.height, cert.view, [slot.final, cert])
      return
    }
    slot.final = cert
  } else {
    const known = slot.views[cert.view]
    if (cert.kind === NOTARIZE ? known?.notarization : known?.nullification) return
    const view = ownedView(turn.token, slot, cert.view, slot.voters.size)
    if (cert.kind === NOTARIZE) {
      view.notarization = cert
      slot.notarized = true
    } else view.nullification = cert
  }
  if (cert.block !== NO_BLOCK && !slot.blocks.has(cert.block))
    slot.blocks.set(cert.block, { facts: null, verdict: null, requested: false })
  turn.certs.push(cert)
  turn.state.shares = [...turn.state.shares, { cert, from: from === null ? [] : [from] }]
  // An F may lie in a view beyond the window: its votes are then of no use but as this certificate.
  if (from !== null && cert.view <= slot.view + VIEW_WINDOW)
    cert.signers.forEach((signer, i) => {
      const { kind, epoch, height, view, block } = cert
      noteVote(turn, slot, { kind, epoch, height, view, block, signer, sig: cert.sigs[i]! }, false)
    })
}

function markShared(turn: Turn, cert: SlotCert, from: Signer): void {
  const { shares } = turn.state
  const at = shares.findIndex(({ cert: c }) => c.kind === cert.kind && c.view === cert.view && c.height === cert.height)
  const share = shares[at]
  if (share && !share.from.includes(from)) turn.state.shares = shares.with(at, { ...share, from: [...share.from, from] })
}

function report(turn: Turn, slot: Slot, code: Evidence['code'], first: SlotVote, second: SlotVote): void {
  const view = ownedView(turn.token, slot, second.view, slot.voters.size)
  const key = second.signer * 4 + Number(code[1])
  if (view.reported.includes(key)) return
  view.reported = [...view.reported, key]
  turn.effects.push({ t: 'evidence', evidence: { code, first, second } })
}

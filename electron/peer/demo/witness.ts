import { readBody } from '../../../shared/credit/body.ts'
import { methodologyOf } from '../../../shared/credit/methodology/registry.ts'
import { computeRating } from '../../../shared/credit/rating/build.ts'
import type { RatingContent } from '../../../shared/credit/rating/schema.ts'
import { toHex, fromHex } from '../../../shared/kit/bytes.ts'
import { openEnvelope } from '../../../shared/ledger/index.ts'
import { verifyProof } from '../../../shared/ledger/proof/verify.ts'
import { proofFrom, readFolder } from '../host/read-folder.ts'

/** What another center's own files say about a rating, without any process of the network running. */
export interface Testimony {
  /** The proof made of these files holds: the record is in the certified log and in force. */
  readonly final: boolean
  readonly height: number
  readonly signers: readonly string[]
  /** Computed here from the records in these files, and as it was published. */
  readonly recomputed: string
  readonly published: string
  readonly score: { readonly recomputed: number | null; readonly published: number | null }
  /** Different keys that signed: creator, reviewer, committee, approver. */
  readonly keys: number
}

const notation = (rating: Pick<RatingContent, 'grade' | 'modifier'>): string => `${rating.grade}${rating.modifier}`

/** Opens a stopped peer's files for reading and checks a record in them; the score only where it is a rating. Throws CodedError of the files and of exportProof. */
export function testify(folder: string, recordId: string): Testimony {
  const files = readFolder(folder)
  try {
    const { chain, genesis } = files
    const stored = chain?.record(fromHex(recordId))
    if (!chain || !stored) return { final: false, height: 0, signers: [], recomputed: '', published: '', score: { recomputed: null, published: null }, keys: 0 }
    const proof = verifyProof(proofFrom(files, { type: 'record', recordId }), genesis.hash)
    const opened = openEnvelope(genesis.hash, stored.envelope)
    const body = opened.ok ? readBody(opened.value.payload) : null
    const content = body?.ok && stored.kind === 'rating.publish' ? (body.value.content as RatingContent) : null
    const methodology = content && methodologyOf(content.methodology.hash)
    const computed =
      content && methodology
        ? computeRating(chain.state, { uscc: content.uscc, center: stored.author, asOf: content.asOf, basisHeight: content.basisHeight, methodology, adjustment: content.adjustment.points, withdrawal: content.withdrawal })
        : null
    const keys = new Set([toHex(stored.device), ...(body?.ok ? body.value.steps.map((step) => toHex(step.d)) : [])])
    return {
      final: proof.ok && proof.value.records[0]?.void === null,
      height: proof.ok ? proof.value.header.height : 0,
      signers: proof.ok ? proof.value.signers : [],
      recomputed: computed ? notation(computed.derived) : '',
      published: content ? notation(content) : '',
      score: { recomputed: computed?.derived.score ?? null, published: content?.score ?? null },
      keys: keys.size,
    }
  } finally {
    files.close()
  }
}

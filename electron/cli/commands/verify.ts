import { verifyRecordProof, type ProofVerdict } from '../../../shared/ledger/proof/record-proof.ts'
import { NO, problemOf, readInput, UNCLEAR, YES, type Cli, type Exit } from '../context.ts'
import { fill } from '../words.ts'

const codes: Record<ProofVerdict['verdict'], Exit> = { final: YES, void: YES, refused: NO, unreadable: UNCLEAR }

/** Checks proof files offline. Exit 0 where all hold, 1 where one doesn't, 2 where one can't be read. */
export async function verify(cli: Cli, files: readonly string[], options: { readonly json?: boolean }): Promise<Exit> {
  const results: (ProofVerdict & { readonly file: string })[] = []
  for (const file of files) {
    try {
      results.push({ file, ...verifyRecordProof(await readInput(file)) })
    } catch (error) {
      results.push({ file, verdict: 'unreadable', problem: problemOf(error), trusted: false, facts: null })
    }
  }
  if (options.json) {
    cli.json(
      results.map(({ file, verdict, problem, facts }) => {
        if (!facts) return { file, verdict, problem, facts }
        const { record: _record, ...plain } = facts
        return { file, verdict, problem, facts: plain }
      }),
    )
  } else for (const result of results) tell(cli, result)
  // An unreadable file outweighs a wrong one: then nothing can be said about all of them.
  return results.reduce<Exit>((worst, { verdict }) => (codes[verdict] > worst ? codes[verdict] : worst), YES)
}

function tell(cli: Cli, { file, verdict, problem, facts }: ProofVerdict & { readonly file: string }): void {
  const words = cli.words.verify
  const why = problem ? cli.problem(problem) : ''
  if (!facts) return cli.out(fill(verdict === 'unreadable' ? words.unreadable : words.invalid, { file, problem: why }))
  const { kind, author, height, network, signers, voters, quorum } = facts
  cli.out(fill(words.valid, { file, kind, author, height, network, signers: signers.length, n: voters, q: quorum }))
  cli.out(`  ${facts.recordId}`)
  cli.out(`  ${facts.genesisHash}`)
  if (verdict === 'void') cli.out(`  ${fill(words.void, { problem: why })}`)
}

import { checkUscc } from '../../../shared/credit/uscc/check.ts'
import { NO, YES, type Cli, type Exit } from '../context.ts'
import { fill } from '../words.ts'

/** Valid? normalised form, every failing check. Exit 0 where all codes are valid. */
export function uscc(cli: Cli, codes: readonly string[], options: { readonly json?: boolean }): Exit {
  const results = codes.map((input) => ({ input, ...checkUscc(input) }))
  if (options.json) {
    const plain = ({ code, params }: { code: string; params?: unknown }): object => ({ code, ...(params ? { params } : {}) })
    cli.json(
      results.map(({ input, valid, normalised, failures, warnings, suggestion }) => ({
        input, valid, normalised, failures: failures.map(plain), warnings: warnings.map(plain), suggestion,
      })),
    )
  } else {
    const words = cli.words.uscc
    for (const { valid, normalised, failures, warnings, suggestion } of results) {
      cli.out(`${normalised}  ${valid ? words.valid : words.invalid}`)
      for (const failure of failures) cli.out(`  ✗ ${cli.problem(failure)}`)
      for (const warning of warnings) cli.out(`  ! ${words.warning}: ${cli.problem(warning)}`)
      if (suggestion) cli.out(`  ${fill(words.suggestion, { code: suggestion })}`)
    }
  }
  return results.every((result) => result.valid) ? YES : NO
}

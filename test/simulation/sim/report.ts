import type { Outcome } from './run.ts'

/** A failed seed in words, with what to type to see it again. */
export const failure = ({ options, violation }: Outcome): string =>
  `seed ${options.seed}: ${violation?.message}\n  ${JSON.stringify(options)}\n  replay: node build/scripts/simulate.ts --from ${options.seed} --seeds 1 --trace`

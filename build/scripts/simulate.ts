/** Runs the consensus simulator over many seeds. `node build/scripts/simulate.ts --seeds 20000 [--from S] [--trace]` */
type Simulate = (args: readonly string[], print: (line: string) => void, now: () => number) => number

// By address: the scripts' type check does not take in the tests.
const { simulate } = (await import(new URL('../../test/simulation/command.ts', import.meta.url).href)) as { simulate: Simulate }
process.exitCode = simulate(process.argv.slice(2), (line) => console.log(line), () => performance.now())

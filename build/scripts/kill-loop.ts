/** Kills real peers (SIGKILL) while they write, again and again. `node build/scripts/kill-loop.ts [--loops 200] [--seed 1]`; prints JSON. */
import { parseArgs } from 'node:util'

type KillLoop = (loops: number, seed: number, told: (line: string) => void) => Promise<object>

const { values } = parseArgs({ options: { loops: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } } })
// By address: the scripts' type check does not take in the tests.
const { killLoop } = (await import(new URL('../../test/fixtures/net/kill-loop.ts', import.meta.url).href)) as { killLoop: KillLoop }
const started = performance.now()
const report = await killLoop(Number(values.loops), Number(values.seed), (line) => console.error(line))
console.log(JSON.stringify({ ...values, ...report, seconds: Math.round((performance.now() - started) / 1000) }, null, 2))

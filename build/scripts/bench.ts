/**
 * Measures speed, never asserts it: `node build/scripts/bench.ts [finality] [idle] [search] [start] [ledger] [catch-up] [core]
 * [forty] [live] [--seconds N] [--minutes N] [--slots N] [--writers N] [--inflight N] [--credit 1]
 * [--records N] [--burst N] [--members N] [--large 1] [--count N] [--json]`. One JSON object a benchmark, its physical limit beside it.
 */
import { parseArgs } from 'node:util'
import { catchUp } from '../bench/catch-up.ts'
import { core } from '../bench/core.ts'
import { finality } from '../bench/finality.ts'
import { forty } from '../bench/forty.ts'
import { idle } from '../bench/idle.ts'
import { ledger } from '../bench/ledger.ts'
import { live } from '../bench/live.ts'
import { search } from '../bench/search.ts'
import { start } from '../bench/start.ts'

const BENCHES = { ledger, search, start, 'catch-up': catchUp, core, forty, finality, live, idle }
const NUMBERS = ['seconds', 'records', 'burst', 'members', 'count', 'large', 'writers', 'inflight', 'credit', 'slots', 'minutes'] as const

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, ...Object.fromEntries(NUMBERS.map((name) => [name, { type: 'string' } as const])) },
})
const options: Record<string, number> = {}
for (const name of NUMBERS) {
  const given = (values as Record<string, unknown>)[name]
  if (typeof given === 'string' && Number.isInteger(Number(given)) && Number(given) > 0) options[name] = Number(given)
}
const isBench = (name: string): name is keyof typeof BENCHES => Object.hasOwn(BENCHES, name)
const unknown = positionals.filter((name) => !isBench(name))
if (unknown.length > 0) {
  console.error(`No such benchmark: ${unknown.join(', ')}. There are: ${Object.keys(BENCHES).join(', ')}.`)
  process.exit(2)
}
const names = positionals.length > 0 ? positionals.filter(isBench) : (Object.keys(BENCHES) as (keyof typeof BENCHES)[])
const facts: Record<string, object> = {}
for (const name of names) {
  facts[name] = await BENCHES[name](options)
  if (!values.json) console.log(JSON.stringify({ [name]: facts[name] }, null, 1))
}
if (values.json) console.log(JSON.stringify(facts))

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { existsSync } from 'node:fs'
import { utf8 } from '../../../shared/kit/bytes.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import { agenciesCsv, demoAgencies } from '../../peer/demo/data/agencies.ts'
import { demoMembers } from '../../peer/demo/members.ts'
import { demoOnce } from '../../peer/demo/once.ts'
import { nodeSpawner } from '../../peer/host/spawn-node.ts'
import { NO, readInput, UNCLEAR, YES, type Cli, type Exit } from '../context.ts'
import { fill } from '../words.ts'

export interface DemoArguments {
  readonly once?: boolean
  readonly input?: string
  readonly centers: number
  readonly keep?: boolean
  readonly json?: boolean
}

/** Institutions of the built-in table. */
const BUILT_IN = 60

/** File of a member process: beside the bundle of this command, or in the sources. */
function memberEntry(): string {
  const here = path.dirname(fileURLToPath(import.meta.url))
  const found = ['../peer/host-node.js', '../out/peer/host-node.js', '../../peer/host/entry-node.ts'].map((file) => path.resolve(here, file)).find((file) => existsSync(file))
  if (!found) throw new CodedError('HOST_ARGUMENTS')
  return found
}

/** The whole demonstration without a person. Exit 0 only where every check holds. */
export async function demo(cli: Cli, options: DemoArguments): Promise<Exit> {
  if (!options.once) {
    cli.note(cli.words.demo.interactive)
    return UNCLEAR
  }
  const { centers } = options
  if (!Number.isInteger(centers) || centers < 4 || centers > 13) throw new CodedError('DEMO_CENTERS')
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  const homes = demoMembers(centers).slice(1).map((member) => member.id)
  const csv = options.input ? { name: path.basename(options.input).slice(0, 260), bytes: await readInput(options.input) } : { name: 'demo.csv', bytes: utf8(agenciesCsv(demoAgencies(BUILT_IN, homes, today))) }
  const folder = mkdtempSync(path.join(tmpdir(), 'zhengxinlian-demo-'))
  const started = performance.now()
  try {
    const report = await demoOnce({
      root: path.join(folder, 'network'),
      members: centers,
      csv,
      today,
      spawner: nodeSpawner(memberEntry()),
      progress: (step) => cli.note(`${((performance.now() - started) / 1000).toFixed(1)} s  ${step}`),
    })
    if (options.json) cli.json({ ...report, totalMs: Math.round(performance.now() - started), demonstration: true })
    else {
      const failed = Object.entries(report.checks).filter(([, holds]) => !holds)
      cli.out(`${report.agency.nameZh}  ${report.agency.uscc}  ${report.agency.notation}  ${report.agency.score ?? ''}`)
      cli.out(failed.length === 0 ? cli.words.demo.ok : fill(cli.words.demo.failed, { checks: failed.map(([name]) => name).join(', ') }))
    }
    return report.ok ? YES : NO
  } finally {
    if (options.keep) cli.note(folder)
    else rmSync(folder, { recursive: true, force: true })
  }
}

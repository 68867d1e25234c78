import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { APP_VERSION } from '../peer/host/version.ts'
import { createCli, problemOf, UNCLEAR, YES, type Cli, type Exit } from './context.ts'
import { chooseLang, fill, wordsOf } from './words.ts'

export interface Streams {
  readonly stdout: NodeJS.WritableStream
  readonly stderr: NodeJS.WritableStream
}

function port(text: string): number {
  const value = Number(text)
  if (!/^\d{1,5}$/.test(text) || value > 65_535) throw new InvalidArgumentError('0..65535')
  return value
}

/** The whole command line. Commands are loaded when they are called: `uscc` needs no peer. */
function build(cli: Cli, streams: Streams, done: (exit: Exit) => void): Command {
  const { words } = cli
  const act =
    <A extends unknown[]>(work: (...args: A) => Exit | Promise<Exit>) =>
    async (...args: A): Promise<void> =>
      done(await work(...args))
  const json = (): Option => new Option('--json', words.options.json)
  const data = (): Option => new Option('--data <dir>', words.options.data).makeOptionMandatory()
  const passphrase = (): Option => new Option('--passphrase-file <file>', words.options.passphraseFile)

  const program = new Command('zhengxinlian')
    .description(words.about)
    .version(APP_VERSION)
    .addOption(new Option('--lang <lang>', words.options.lang))
    .addHelpText('after', `\n${words.exitCodes}`)
    .configureOutput({ writeOut: (text) => void streams.stdout.write(text), writeErr: (text) => void streams.stderr.write(text) })
    .exitOverride()

  const sub = (parent: Command, usage: string, about: string): Command => parent.command(usage).description(about).addOption(new Option('--lang <lang>', words.options.lang)).addHelpText('after', `\n${words.exitCodes}`)

  sub(program, 'found <folder>', words.found.about)
    .requiredOption('--net <name>', words.found.net)
    .requiredOption('--members <list>', words.found.members)
    .option('--base-port <port>', words.found.port, port, 4100)
    .addOption(passphrase())
    .option('--demo', words.found.demo)
    .addOption(json())
    .action(act(async (folder: string, options) => (await import('./commands/found.ts')).found(cli, folder, options)))

  sub(program, 'peer', words.peer.about)
    .addOption(data())
    .option('--gateway <port>', words.peer.gateway, port, 0)
    .addOption(json())
    .action(act(async (options) => (await import('./commands/peer.ts')).peer(cli, options)))

  sub(program, 'invite', words.invite.about)
    .addOption(data())
    .option('--for <code>', words.invite.for)
    .addOption(new Option('--role <role>', words.invite.role).choices(['member', 'desktop', 'regulator', 'auditor']).default('member'))
    .option('--days <days>', words.invite.days, Number, 7)
    .requiredOption('--as <staff>', words.import.as)
    .addOption(passphrase())
    .option('--root-passphrase-file <file>', words.invite.root)
    .requiredOption('--out <file>', words.invite.out)
    .addOption(json())
    .action(act(async (options) => (await import('./commands/invite.ts')).invite(cli, options)))

  sub(program, 'join <invitation>', words.join.about)
    .option('--folder <dir>', words.join.folder)
    .option('--fingerprint <hex>', words.join.compare)
    .option('--member <code>', words.join.member)
    .option('--address <host:port>', words.join.address)
    .addOption(passphrase())
    .option('--recovery-file <file>', words.join.recovery)
    .addOption(json())
    .action(act(async (file: string, options) => (await import('./commands/join.ts')).join(cli, file, options)))

  sub(program, 'status', words.status.about)
    .addOption(data())
    .addOption(json())
    .action(act(async (options) => (await import('./commands/status.ts')).status(cli, options)))

  sub(program, 'audit', words.audit.about)
    .addOption(data())
    .addOption(json())
    .action(act(async (options) => (await import('./commands/audit.ts')).audit(cli, options)))

  sub(program, 'import <file>', words.import.about)
    .addOption(data())
    .requiredOption('--as <staff>', words.import.as)
    .addOption(passphrase())
    .addOption(new Option('--kind <kind>', words.import.kind).choices(['institutions', 'engagements', 'conduct']))
    .option('--dry-run', words.import.dryRun)
    .addOption(json())
    .action(act(async (file: string, options) => (await import('./commands/import.ts')).importTable(cli, file, options)))

  sub(program, 'uscc <code...>', words.uscc.about)
    .addOption(json())
    .action(act(async (codes: string[], options) => (await import('./commands/uscc.ts')).uscc(cli, codes, options)))

  sub(program, 'rate <file>', words.rate.about)
    .addOption(json())
    .action(act(async (file: string) => (await import('./commands/rate.ts')).rate(cli, file)))

  sub(program, 'prove', words.prove.about)
    .addOption(data())
    .option('--record <id>', words.prove.record)
    .option('--agency <uscc>', words.prove.agency)
    .option('--report <uscc>', words.prove.report)
    .option('--checkpoint', words.prove.checkpoint)
    .option('--out <file>', words.prove.out)
    .addOption(json())
    .action(act(async (options) => (await import('./commands/prove.ts')).prove(cli, options)))

  sub(program, 'verify <file...>', words.verify.about)
    .option('--genesis <hash>', words.verify.genesis)
    .addOption(json())
    .action(act(async (files: string[], options) => (await import('./commands/verify.ts')).verify(cli, files, options)))

  sub(program, 'demo', words.demo.about)
    .option('--once', words.demo.once)
    .option('--input <file>', words.demo.input)
    .option('--centers <n>', words.demo.centers, Number, 6)
    .option('--keep', words.demo.keep)
    .addOption(json())
    .action(act(async (options) => (await import('./commands/demo.ts')).demo(cli, options)))
  return program
}

/**
 * Runs one command line (without node and script). Returns 0 yes, 1 no, 2 can't tell: unreadable input, misuse, and every
 * failure, which is told in words on the error stream.
 */
export async function run(argv: readonly string[], streams: Streams, env: NodeJS.ProcessEnv): Promise<Exit> {
  const lang = chooseLang(argv, env)
  const cli = createCli(lang, wordsOf(lang), streams)
  let exit: Exit = UNCLEAR
  try {
    await build(cli, streams, (result) => (exit = result)).parseAsync([...argv], { from: 'user' })
    return exit
  } catch (error) {
    // commander has told about its own errors already; asking for help or the version is none.
    if (error instanceof CommanderError) return error.exitCode === 0 ? YES : UNCLEAR
    cli.note(fill(cli.words.error, { problem: cli.problem(problemOf(error)) }))
    return UNCLEAR
  }
}

import { run } from './program.ts'

/** The `zhengxinlian` command. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of a pipe may go before we are done.
  if (error.code === 'EPIPE') process.exit(0)
})
process.exitCode = await run(process.argv.slice(2), process, process.env)

import { describeFailure, exitCodeOf } from './cli-error.ts'
import { processIo } from './io.ts'
import { createProgram, isUsageProblem } from './program.ts'

const io = processIo()

/** A reader that went away (`casbah findings | head`) is no failure of ours. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

try {
  await createProgram(io).parseAsync(process.argv)
} catch (error) {
  const usage = isUsageProblem(error)
  if (usage === undefined) io.err(describeFailure(error, Boolean(io.env.CASBAH_DEBUG)))
  process.exitCode = usage ?? exitCodeOf(error)
}

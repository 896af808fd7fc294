import { describeFailure, exitCodeOf } from './cli-error.ts'
import { processIo } from './io.ts'
import { createProgram, isUsageProblem } from './program.ts'

/** Runs the command line of this process, and leaves its exit code. */
export async function runMain(argv: readonly string[]): Promise<void> {
  const io = processIo()
  leaveWithReader()
  try {
    await createProgram(io).parseAsync(argv)
  } catch (error) {
    const usage = isUsageProblem(error)
    if (usage === undefined) io.err(describeFailure(error, Boolean(io.env.CASBAH_DEBUG)))
    process.exitCode = usage ?? exitCodeOf(error)
  }
}

/** A reader that went away (`casbah findings | head`) is no failure of ours. */
function leaveWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
}

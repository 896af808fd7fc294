import { describeFailure, exitCodeOf } from './cli-error.ts'
import type { Io } from './io.ts'
import { processIo } from './io.ts'
import { createProgram, isUsageProblem } from './program.ts'

/** Runs the command line of this process, and leaves its exit code. */
export async function runProcess(argv: readonly string[]): Promise<void> {
  leaveWithReader()
  await runMain(argv, processIo())
}

/** Runs the command line, and leaves its exit code in this process. */
export async function runMain(argv: readonly string[], io: Io): Promise<void> {
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

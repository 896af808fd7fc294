import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CliError } from '../cli-error.ts'
import type { Places } from '../place.ts'
import { PROJECT_ROOT } from '../place.ts'

const run = promisify(execFile)

/** Milliseconds: bounds a hang; it takes three seconds of one core. */
const BUNDLE_WITHIN_MS = 180_000

/**
 * Bundles the workflows in a process of its own while the services start, which mostly wait; the worker would
 * otherwise do it when everything waits for the worker. Made at each start, since the code may have changed.
 */
export async function bundleAhead({ bundle }: Places, signal: AbortSignal): Promise<string> {
  const main = join(PROJECT_ROOT, 'src', 'cli', 'main.ts')
  try {
    await run(process.execPath, [main, 'bundle', '--out', bundle], { timeout: BUNDLE_WITHIN_MS, signal })
  } catch (error) {
    const { stderr } = error as { stderr?: string }
    throw new CliError('The workflows could not be bundled.', {
      why: stderr?.trim() || (error as Error).message,
    })
  }
  return bundle
}

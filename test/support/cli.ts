import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Io } from '../../src/cli/io.ts'
import { PROJECT_ROOT } from '../../src/cli/place.ts'

/** The command line without the caller's settings. */

const MAIN = join(PROJECT_ROOT, 'src', 'cli', 'main.ts')
const POLL_MS = 100
const OURS = /^(CASBAH_|OPENAI_|TEMPORAL_(ADDRESS|NAMESPACE|UI_URL)|DATABASE_|NO_COLOR|FORCE_COLOR)/

export interface CliResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunningCli {
  readonly process: ChildProcess
  /** All that it has said on stderr so far. */
  said(): string
  readonly ended: Promise<CliResult>
}

export function startCli(args: readonly string[], env: NodeJS.ProcessEnv = {}, input = ''): RunningCli {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: PROJECT_ROOT,
    env: { ...withoutOurs(), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  child.stdin.end(input)
  const ended = new Promise<CliResult>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, stdout, stderr }))
  })
  return { process: child, said: () => stderr, ended }
}

/**
 * The command line to its end. What types something, or serves, is a process; all else runs in this one, by the same
 * program: to start Node takes longer than most commands, and tests give hundreds of them.
 */
export const runCli = (
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  input = '',
): Promise<CliResult> =>
  input === '' && !args.some((arg) => NEEDS_PROCESS.has(arg))
    ? inTurn(args, env)
    : runCliProcess(args, env, input)

/** As its users run it. */
export const runCliProcess = (
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  input = '',
): Promise<CliResult> => startCli(args, env, input).ended

/** What serves until a signal comes, reads what is typed, or looks at the process that it runs in. */
const NEEDS_PROCESS: ReadonlySet<string> = new Set([
  'api',
  'worker',
  'simulate',
  'up',
  'doctor',
  'probe',
  '-',
])

/** One after the other: a command leaves its exit code in the process. */
let turn: Promise<unknown> = Promise.resolve()
function inTurn(args: readonly string[], env: NodeJS.ProcessEnv): Promise<CliResult> {
  const result = turn.then(() => runHere(args, env))
  turn = result.catch(() => undefined)
  return result
}

async function runHere(args: readonly string[], env: NodeJS.ProcessEnv): Promise<CliResult> {
  const { runMain } = await import('../../src/cli/run-main.ts')
  const said = { out: [] as Buffer[], err: '' }
  const io: Io = {
    env: { ...withoutOurs(), ...env },
    out: (text) => void said.out.push(Buffer.from(`${text}\n`)),
    write: async (bytes) => void said.out.push(Buffer.from(bytes)),
    err: (text) => {
      said.err += `${text}\n`
    },
    ...{ outIsTerminal: false, errIsTerminal: false, columns: COLUMNS },
    paint: (_, text) => text,
  }
  const before = process.exitCode
  process.exitCode = undefined
  try {
    await runMain(['node', 'casbah', ...args], io)
    const code = Number(process.exitCode ?? 0)
    return { code, stdout: Buffer.concat(said.out).toString('utf8'), stderr: said.err }
  } finally {
    process.exitCode = before
  }
}

/** As of a stderr that is no terminal. */
const COLUMNS = 100

const withoutOurs = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.test(name)))

/** Waits until it has said `text` on stderr, or fails with what it said instead. */
export async function untilSaid(running: RunningCli, text: string): Promise<void> {
  const done = new AbortController()
  const ended = running.ended.finally(() => done.abort())
  while (!running.said().includes(text)) {
    if (done.signal.aborted) {
      const { code, stderr } = await ended
      throw new Error(`it ended with ${code} before it said "${text}":\n${stderr.slice(-2_000)}`)
    }
    await sleep(POLL_MS)
  }
}

/** Waits until no process names `folder` any more. The test's own timeout bounds it. */
export async function untilNothingRuns(folder: string): Promise<void> {
  while ((await processesNaming(folder)).length > 0) await sleep(POLL_MS)
}

/** Command lines of living processes that name `folder`: what a start left behind. */
export async function processesNaming(folder: string): Promise<string[]> {
  const entries = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))
  const lines = await Promise.all(
    entries.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  )
  return lines.map((line) => line.replaceAll('\0', ' ')).filter((line) => line.includes(folder))
}

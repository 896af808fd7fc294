import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { PROJECT_ROOT } from '../../src/cli/place.ts'

/** The command line as a process of its own, without the caller's settings. */

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
  const inherited = Object.entries(process.env).filter(([name]) => !OURS.test(name))
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: PROJECT_ROOT,
    env: { ...Object.fromEntries(inherited), ...env },
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

export const runCli = (
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  input = '',
): Promise<CliResult> => startCli(args, env, input).ended

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

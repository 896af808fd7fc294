import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CliError } from '../cli-error.ts'
import { EXIT } from '../exit-codes.ts'
import { PROJECT_ROOT } from '../place.ts'
import type { RoleMessage } from '../role.ts'

/**
 * A role in a process of its own. It is detached, so that Ctrl-C in the terminal reaches `up` alone, which then
 * stops everything in the right order; and it hangs on an IPC channel, whose end stops it, so that it dies with
 * `up` whatever ends `up` (see role.ts).
 */
export interface ChildSpec {
  readonly name: string
  /** Of Node itself. */
  readonly nodeFlags?: readonly string[]
  /** Arguments of `casbah`, the role's name first. Never a secret: they are in the process list. */
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  /** Takes its output; the previous one is kept as `<file>.old`. */
  readonly logFile: string
}

export interface Child<Ready> {
  readonly pid: number
  readonly ready: Ready
  /** Resolves to words such as `exit code 1` or `signal SIGKILL`. */
  readonly exited: Promise<string>
  kill(signal: NodeJS.Signals): void
  /** Asks it to stop, waits, and kills it after `graceMs`. Can be called again. */
  stop(graceMs: number): Promise<void>
}

const MAIN = join(PROJECT_ROOT, 'src', 'cli', 'main.ts')

/** Milliseconds. A worker bundles workflows before it is ready, on a machine that may be busy. */
const READY_WITHIN_MS = 120_000

/** The last lines of the log that go into an error. */
const LOG_LINES = 8

export async function startChild<Ready>(spec: ChildSpec): Promise<Child<Ready>> {
  const log = await openLog(spec.logFile)
  const child = spawn(
    process.execPath,
    [...(spec.nodeFlags ?? []), '--enable-source-maps', MAIN, ...spec.args],
    {
      detached: true,
      stdio: ['ignore', log.fd, log.fd, 'ipc'],
      env: spec.env,
    },
  )
  await log.close()
  const exited = exitOf(child)
  const answer = await Promise.race([
    firstMessage<Ready>(child),
    exited,
    sleep(READY_WITHIN_MS, `no sign of life within ${READY_WITHIN_MS / 1_000} s`, { ref: false }),
  ])
  if (typeof answer === 'string' || answer.state === 'failed') {
    child.kill('SIGKILL')
    await exited
    throw await failureOf(spec, answer)
  }
  const pid = child.pid
  if (pid === undefined) throw new Error(`${spec.name} is ready but has no pid.`)
  return {
    pid,
    ready: answer.ready,
    exited,
    kill: (signal) => void child.kill(signal),
    stop: (graceMs) => stop(child, exited, graceMs),
  }
}

async function openLog(file: string) {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await rename(file, `${file}.old`).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  return open(file, 'w', 0o600)
}

function firstMessage<Ready>(child: ChildProcess): Promise<RoleMessage<Ready>> {
  return new Promise((resolve) => {
    child.once('message', (message) => resolve(message as RoleMessage<Ready>))
  })
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`))
  })
}

async function failureOf<Ready>(spec: ChildSpec, answer: string | RoleMessage<Ready>): Promise<CliError> {
  const failed = typeof answer === 'object' && answer.state === 'failed' ? answer : undefined
  const why = failed?.message ?? `${String(answer)}. Its log ends:\n${await lastLines(spec.logFile)}`
  return new CliError(`The ${spec.name} did not start.`, {
    why,
    next: `Its whole log is ${spec.logFile}. "casbah doctor" checks what it needs.`,
    exitCode: failed?.exitCode === EXIT.serviceUnavailable ? EXIT.serviceUnavailable : EXIT.error,
  })
}

async function lastLines(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '(no log)')
  return text.trimEnd().split('\n').slice(-LOG_LINES).join('\n')
}

async function stop(child: ChildProcess, exited: Promise<string>, graceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  // A stopped process (SIGSTOP) does not notice that it was asked.
  const forced = setTimeout(() => child.kill('SIGKILL'), graceMs)
  await exited
  clearTimeout(forced)
}

import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * A server on a leash: it dies with us, whatever ends us.
 *
 * We hold one end of a pipe and never let go of it while we live. A small shell holds the other end and waits
 * on it; then the shell's main process turns into the server (`exec`, so that the server has the pid that we
 * started). When we are gone, by SIGKILL too, the pipe ends, and the waiting shell stops the server, first
 * politely, then by force. A line through the pipe says instead that the server has ended and the shell may go.
 *
 * The server runs in a session of its own: Ctrl-C in the terminal reaches us alone, and we stop the servers
 * last, when nothing needs them any more.
 */
const LEASH = `
signal=$1; shift
exec 3<&0
(
  trap '' HUP
  read -r released <&3 && exit
  kill -s "$signal" $$
  left=20
  while kill -0 $$ && [ $left -gt 0 ]; do sleep 1; left=$((left - 1)); done
  kill -s KILL $$
) >/dev/null 2>&1 &
exec "$@" 3<&- </dev/null
`

export interface LeashOptions {
  readonly command: string
  readonly args: readonly string[]
  /** What asks the server to stop and finish its work. */
  readonly stopSignal: NodeJS.Signals
  /** Takes the server's output; the previous one is kept as `<file>.old`. */
  readonly logFile: string
  readonly env?: NodeJS.ProcessEnv
  readonly account?: { readonly uid: number; readonly gid: number }
}

export interface LeashedServer {
  readonly pid: number
  /** Resolves when the server has ended, to words such as `exit code 1`. */
  readonly exited: Promise<string>
  hasExited(): boolean
  /** Asks it to stop, waits, and kills it after `graceMs`. Can be called again. */
  stop(graceMs: number): Promise<void>
}

export async function startLeashed(options: LeashOptions): Promise<LeashedServer> {
  const log = await openLog(options.logFile)
  try {
    const child = spawn(
      '/bin/sh',
      ['-c', LEASH, 'leash', nameOf(options.stopSignal), options.command, ...options.args],
      {
        detached: true,
        stdio: ['pipe', log.fd, log.fd],
        env: options.env ?? process.env,
        ...(options.account ?? {}),
      },
    )
    await once(child, 'spawn')
    return handleOf(child, options.stopSignal)
  } finally {
    await log.close()
  }
}

/** `kill -s` of a POSIX shell wants the name without SIG. */
const nameOf = (signal: NodeJS.Signals): string => signal.replace(/^SIG/, '')

async function openLog(file: string) {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await rename(file, `${file}.old`).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  return open(file, 'w', 0o600)
}

function handleOf(child: ChildProcess, stopSignal: NodeJS.Signals): LeashedServer {
  const pid = child.pid
  if (pid === undefined) throw new Error('A process that was spawned has no pid.')
  let ended = false
  // The shell may be gone when the line arrives, and then there is nobody left to tell.
  child.stdin?.on('error', () => child.stdin?.destroy())
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      ended = true
      child.stdin?.end('released\n')
      resolve(signal === null ? `exit code ${code}` : `signal ${signal}`)
    })
  })
  return {
    pid,
    exited,
    hasExited: () => ended,
    async stop(graceMs) {
      if (ended) return
      child.kill(stopSignal)
      const timer = new AbortController()
      const forced = sleep(graceMs, undefined, { signal: timer.signal }).then(
        () => child.kill('SIGKILL'),
        () => false,
      )
      await exited
      timer.abort()
      await forced
    },
  }
}

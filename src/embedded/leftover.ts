import { execFile } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

/**
 * Servers that outlived their owner: the leash was cut too (the machine's memory killer takes whole groups).
 * Each start leaves the server's pid in a file; the next start, holding the folder's lock, looks whether that
 * process still lives and still is that server (its command line names our folder; pids are reused), and
 * stops it. Without the lock this would stop a server in use.
 */
const POLL_MS = 100
const ASK_MS = 15_000
const KILL_MS = 5_000

const run = promisify(execFile)

export async function rememberServer(pidFile: string, pid: number): Promise<void> {
  await writeFile(pidFile, String(pid), { mode: 0o600 })
}

export async function forgetServer(pidFile: string): Promise<void> {
  await rm(pidFile, { force: true })
}

export interface Leftover {
  readonly pidFile: string
  /** Stands in the command line of the server, and of no other process. */
  readonly mark: string
  readonly stopSignal: NodeJS.Signals
  readonly log: (line: string) => void
}

/** Stops the server that `pidFile` names, if it still runs. */
export async function stopLeftover({ pidFile, mark, stopSignal, log }: Leftover): Promise<void> {
  const pid = await readPid(pidFile)
  if (pid === undefined || !isAlive(pid) || !(await commandLine(pid)).includes(mark)) return
  log(`process ${pid} was left over from an earlier run; stopping it`)
  process.kill(pid, stopSignal)
  if (await ends(pid, ASK_MS)) return
  process.kill(pid, 'SIGKILL')
  if (!(await ends(pid, KILL_MS))) {
    throw new Error(`Process ${pid} from an earlier run does not end. Stop it by hand, then start again.`)
  }
}

/** The pid that stands in the first line of a file; undefined if there is none. */
export async function readPid(file: string): Promise<number | undefined> {
  const [first = ''] = (await readFile(file, 'utf8').catch(() => '')).split('\n')
  const pid = Number(first)
  return Number.isInteger(pid) && pid > 0 ? pid : undefined
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

export async function commandLine(pid: number): Promise<string> {
  const raw = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined)
  if (raw !== undefined) return raw.replaceAll('\0', ' ')
  const { stdout } = await run('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({ stdout: '' }))
  return stdout
}

async function ends(pid: number, withinMs: number): Promise<boolean> {
  for (let waited = 0; waited < withinMs; waited += POLL_MS) {
    // In a container without an init, an ended process nobody waited for stays as a name without a command.
    if (!isAlive(pid) || (await commandLine(pid)) === '') return true
    await sleep(POLL_MS)
  }
  return false
}

import { readdirSync, readFileSync } from 'node:fs'

// CPU of processes, from /proc: seconds in user and system mode, with those of children that ended and were waited
// for. A server's is that of its whole tree, since Postgres works in a process a connection.

/** `sysconf(_SC_CLK_TCK)`: 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100
// Places in /proc/PID/stat after the command's closing parenthesis.
const PARENT = 1
const USER_TIME = 11
const TIMES = 4

interface Seen {
  readonly pid: number
  readonly parent: number
  readonly seconds: number
}

function look(pid: number): Seen | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const ticks = fields.slice(USER_TIME, USER_TIME + TIMES).reduce((sum, text) => sum + Number(text), 0)
    return { pid, parent: Number(fields[PARENT]), seconds: ticks / TICKS_PER_SECOND }
  } catch {
    // It ended while we looked.
    return null
  }
}

/** CPU seconds so far of a process and all that descend from it. */
export function cpuOfTree(root: number): number {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => look(Number(name)) ?? [])
  const children = Map.groupBy(all, ({ parent }) => parent)
  const sum = (pid: number): number =>
    (look(pid)?.seconds ?? 0) + (children.get(pid) ?? []).reduce((total, child) => total + sum(child.pid), 0)
  return sum(root)
}

/** Megabytes that a process had in memory at most. */
export function peakMemoryMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1_024)
}

import { randomInt } from 'node:crypto'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { PortTaken } from './errors.ts'

export const LOOPBACK = '127.0.0.1'

/** State of a listening socket in /proc/net/tcp. */
const LISTENING = '0A'

/** Columns of /proc/net/tcp that we read. */
const LOCAL_ADDRESS = 1
const STATE = 3
const INODE = 9

/**
 * Where ports are looked for: below those that systems give out by themselves (from 32768 on, or 49152). Between the
 * look and the start of who is to listen, one of these goes to nobody's outgoing connection; Temporal's server also
 * takes several of the others for itself while it starts.
 */
const FIRST_PORT = 20_000
const PORTS = 10_000
const TRIES = 50

/** A port of the loopback interface that nobody holds at this moment. */
export async function findFreePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = FIRST_PORT + randomInt(PORTS)
    if (await isPortFree(port)) return port
  }
  const port = await tryListen(0)
  if (typeof port === 'string') throw new PortTaken('The system gives out no free port on 127.0.0.1.')
  return port
}

/**
 * The port asked for, or any free one when none is asked for. Throws `PortTaken`, naming who holds it where
 * the system tells.
 */
export async function claimPort(port: number | undefined, what: string): Promise<number> {
  if (port === undefined || port === 0) return findFreePort()
  if (await isPortFree(port)) return port
  if (await isPortForbidden(port)) {
    throw new PortTaken(
      `Port ${port}, wanted for ${what}, is not for this account: those below 1024 are the system's. ` +
        'Choose a higher port.',
    )
  }
  const owner = await portOwner(port)
  throw new PortTaken(
    `Port ${port}, wanted for ${what}, is taken${owner === undefined ? '' : ` by ${owner}`}. ` +
      'Stop that program, or choose another port.',
  )
}

export async function isPortFree(port: number): Promise<boolean> {
  return typeof (await tryListen(port)) === 'number'
}

/** Nobody may hold it, and this account may not listen on it either. */
export async function isPortForbidden(port: number): Promise<boolean> {
  return (await tryListen(port)) === 'EACCES'
}

/** The port that was had, or the system's word for why it was not. */
function tryListen(port: number): Promise<number | string> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code ?? 'error'))
    server.listen({ host: LOOPBACK, port, exclusive: true }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 'error'))
    })
  })
}

/**
 * Who listens on a port, such as `postgres (process 812)`. Linux only, and only processes that this user may
 * look into; undefined otherwise.
 */
export async function portOwner(port: number): Promise<string | undefined> {
  const inodes = await listeningInodes(port)
  if (inodes.size === 0) return undefined
  for (const pid of await numericEntries('/proc')) {
    if (await holdsSocket(pid, inodes)) {
      const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'a program')
      return `${name.trim()} (process ${pid})`
    }
  }
  return undefined
}

async function listeningInodes(port: number): Promise<Set<string>> {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')),
  )
  const rows = tables.flatMap((table) => table.split('\n')).map((line) => line.trim().split(/\s+/))
  const ours = rows.filter((row) => row[LOCAL_ADDRESS]?.endsWith(suffix) && row[STATE] === LISTENING)
  return new Set(ours.map((row) => `socket:[${row[INODE]}]`))
}

async function holdsSocket(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`
  for (const fd of await numericEntries(folder)) {
    if (inodes.has(await readlink(`${folder}/${fd}`).catch(() => ''))) return true
  }
  return false
}

async function numericEntries(folder: string): Promise<string[]> {
  const entries = await readdir(folder).catch(() => [])
  return entries.filter((entry) => /^\d+$/.test(entry))
}

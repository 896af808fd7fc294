import { readFile } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { EmbeddedServiceError, reasonOf } from './errors.ts'
import { lockFolder } from './folder-lock.ts'
import type { LeashedServer } from './leash.ts'
import { startLeashed } from './leash.ts'
import { forgetServer, rememberServer, stopLeftover } from './leftover.ts'
import { claimPort, LOOPBACK } from './network.ts'
import type { PostgresAccount } from './postgres-account.ts'
import { choosePostgresAccount } from './postgres-account.ts'
import type { PostgresBinaries } from './postgres-binaries.ts'
import { findPostgres } from './postgres-binaries.ts'
import type { Cluster } from './postgres-cluster.ts'
import { ensureCluster, SUPERUSER } from './postgres-cluster.ts'

export interface EmbeddedPostgresOptions {
  /** Folder of this PostgreSQL: data, password (0600) and server.log. Kept over restarts. */
  readonly dataDir: string
  /** Port on 127.0.0.1; default: any free one. */
  readonly port?: number
  /** Made if missing; default `casbah`. */
  readonly database?: string
  readonly log: (line: string) => void
  /** Whether commits survive a power failure, not just a killed server; default true. Tests turn it off. */
  readonly durable?: boolean
  /** Other programs than those in node_modules. */
  readonly binaries?: PostgresBinaries
  /** How to run as root; default: the first way that works. */
  readonly rootAs?: 'namespace' | 'nobody'
}

export interface EmbeddedPostgres {
  /** With the password: a secret. */
  readonly url: string
  readonly port: number
  readonly pid: number
  readonly logFile: string
  /** Resolves when the server ends, to words such as `exit code 1`, whoever ended it. */
  readonly exited: Promise<string>
  stop(): Promise<void>
}

/** Recovery after a crash replays the log first; this bounds a hang, not a slow disk. */
const START_LIMIT_MS = 180_000
const POLL_MS = 50

/** A fast shutdown writes a checkpoint. */
const STOP_GRACE_MS = 30_000

/** The last lines of the log that go into an error. */
const LOG_LINES = 6

/** After a kill the old server's children need a moment to notice and let go of the shared memory. */
const STARTS = 4
const PAUSE_BETWEEN_STARTS_MS = 1_000

const TRANSIENT = /pre-existing shared memory block|could not bind IPv4 address/

/** `fast`: end sessions, write a checkpoint, exit. */
const FAST_SHUTDOWN = 'SIGINT'

export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const folder = resolve(options.dataDir)
  const lock = await lockFolder(folder, 'PostgreSQL')
  try {
    const account = await choosePostgresAccount({ binaries: findPostgres(), ...options, folder })
    const pidFile = join(folder, 'server.pid')
    const mark = join(account.folder, 'data')
    await stopLeftover({ pidFile, mark, stopSignal: FAST_SHUTDOWN, log: options.log })
    const cluster = await ensureCluster(account, options.log)
    const { server, port } = await launch(options, account, cluster)
    await rememberServer(pidFile, server.pid)
    const url = `postgres://${SUPERUSER}:${cluster.password}@${LOOPBACK}:${port}/`
    const name = options.database ?? 'casbah'
    try {
      await ensureDatabase(`${url}postgres`, name)
    } catch (error) {
      await server.stop(STOP_GRACE_MS)
      throw error
    }
    return {
      url: `${url}${name}`,
      port,
      pid: server.pid,
      logFile: logFileOf(account),
      exited: server.exited,
      async stop() {
        await server.stop(STOP_GRACE_MS)
        await forgetServer(pidFile)
        await lock.release()
      },
    }
  } catch (error) {
    await lock.release()
    throw error
  }
}

const logFileOf = (account: PostgresAccount): string => join(account.folder, 'server.log')

async function launch(
  options: EmbeddedPostgresOptions,
  account: PostgresAccount,
  cluster: Cluster,
): Promise<{ server: LeashedServer; port: number }> {
  for (let start = 1; ; start++) {
    const port = await claimPort(options.port, 'PostgreSQL')
    const [command = '', ...args] = [
      ...account.prefix,
      account.binaries.postgres,
      '-D',
      cluster.data,
      ...settings(port, options.durable ?? true),
    ]
    const server = await startLeashed({
      command,
      args,
      stopSignal: FAST_SHUTDOWN,
      logFile: logFileOf(account),
      ...(account.ids ? { account: account.ids } : {}),
    })
    const trouble = await whenReady(server, port, cluster.password)
    if (trouble === undefined) return { server, port }
    await server.stop(STOP_GRACE_MS)
    const tail = await lastLines(logFileOf(account))
    if (start === STARTS || !TRANSIENT.test(tail)) {
      throw new EmbeddedServiceError(
        `PostgreSQL did not start (${trouble}). Its log, ${logFileOf(account)}, ends:\n${tail}`,
      )
    }
    await sleep(PAUSE_BETWEEN_STARTS_MS)
  }
}

const MB = 1024 * 1024

/** What this process may use: of the machine, or of the container around it. */
const machineMemoryMb = (): number => Math.min(totalmem(), process.constrainedMemory() || Infinity) / MB

const BUFFERS_SHARE = 1 / 8
const BUFFERS_LEAST_MB = 128
const BUFFERS_MOST_MB = 2_048

/**
 * An eighth of the memory, since a worker, Temporal and the API live beside it. Ids of messages are random, so each insert
 * touches any page of two indexes: once those outgrow the buffers each page is written out and read in again for one row
 * (`docs/benchmarks.md`, ten million messages). Taken as it is used.
 */
export const sharedBuffersMb = (memoryMb: number): number =>
  Math.round(Math.min(BUFFERS_MOST_MB, Math.max(BUFFERS_LEAST_MB, memoryMb * BUFFERS_SHARE)))

function settings(port: number, durable: boolean): string[] {
  const values = {
    listen_addresses: LOOPBACK,
    port,
    // TCP with a password only: a socket's path may be too long for the system, and files are ours alone anyway.
    unix_socket_directories: '',
    max_connections: 100,
    shared_buffers: `${sharedBuffersMb(machineMemoryMb())}MB`,
    max_wal_size: '4GB',
    // After a checkpoint each page is written whole once: seldom, at the price of a longer recovery (some minutes at most).
    checkpoint_timeout: '15min',
    wal_level: 'minimal',
    max_wal_senders: 0,
    jit: 'off',
    timezone: 'UTC',
    // Customers' data stands in statements and in the details of errors, and has no place in a log.
    log_statement: 'none',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_parameter_max_length: 0,
    log_parameter_max_length_on_error: 0,
    // Without fsync a commit still survives the server's own death; only the machine's would lose it.
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** Waits until the server answers; says what went wrong if it does not. */
async function whenReady(server: LeashedServer, port: number, password: string): Promise<string | undefined> {
  const deadline = performance.now() + START_LIMIT_MS
  const url = `postgres://${SUPERUSER}:${password}@${LOOPBACK}:${port}/postgres`
  let last = 'no answer'
  while (!server.hasExited()) {
    try {
      await withConnection(url, (sql) => sql`select 1`)
      return undefined
    } catch (error) {
      last = reasonOf(error)
    }
    if (performance.now() > deadline) return `${last} after ${START_LIMIT_MS / 1000} s`
    await sleep(POLL_MS)
  }
  return server.exited
}

async function ensureDatabase(url: string, name: string): Promise<void> {
  await withConnection(url, async (sql) => {
    const found = await sql`select 1 from pg_database where datname = ${name}`
    if (found.length === 0) await sql`create database ${sql(name)}`
  })
}

async function withConnection<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => undefined })
  try {
    return await work(sql)
  } finally {
    await sql.end({ timeout: 1 })
  }
}

async function lastLines(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '(no log)')
  return text.trimEnd().split('\n').slice(-LOG_LINES).join('\n')
}

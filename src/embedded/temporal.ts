import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Connection } from '@temporalio/client'
import { EmbeddedServiceError, reasonOf } from './errors.ts'
import { lockFolder } from './folder-lock.ts'
import type { LeashedServer } from './leash.ts'
import { startLeashed } from './leash.ts'
import { forgetServer, rememberServer, stopLeftover } from './leftover.ts'
import { claimPort, LOOPBACK } from './network.ts'

export interface EmbeddedTemporalOptions {
  /** Path of Temporal's command line; see `resolveTemporalBinary`. */
  readonly binary: string
  /** Folder of the server's database and log. Kept over restarts. */
  readonly dataDir: string
  readonly namespace: string
  /** Registered at start, beside those that are there. */
  readonly searchAttributes: Readonly<Record<string, SearchAttributeKind>>
  /** Decodes payloads for the UI. */
  readonly uiCodecEndpoint?: string
  /** Port of the server on 127.0.0.1; default: any free one. */
  readonly port?: number
  /** Port of the UI on 127.0.0.1; default: any free one. */
  readonly uiPort?: number
  /**
   * Its work is worth nothing once the machine has lost power, and need not wait for disks: for a test's server, which
   * otherwise spends a good part of the test run on that, and on picking up its garbage. A server that is killed keeps all.
   */
  readonly throwaway?: boolean
  readonly log: (line: string) => void
}

/** Temporal's numbers for the kinds of search attributes (`temporal.api.enums.v1.IndexedValueType`). */
const KINDS = { Text: 1, Keyword: 2, Int: 3, Double: 4, Bool: 5, Datetime: 6, KeywordList: 7 } as const

export type SearchAttributeKind = keyof typeof KINDS

export interface EmbeddedTemporal {
  /** `host:port` for clients. */
  readonly address: string
  readonly uiUrl: string
  readonly pid: number
  readonly logFile: string
  /** Resolves when the server ends, to words such as `exit code 1`, whoever ended it. */
  readonly exited: Promise<string>
  stop(): Promise<void>
}

const START_LIMIT_MS = 120_000
const POLL_MS = 100
const CONNECT_LIMIT_MS = 2_000
const STOP_GRACE_MS = 20_000

/** The last lines of the log that go into an error. */
const LOG_LINES = 6

const STOP_SIGNAL = 'SIGTERM'

/** Percent by which the server's heap grows between collections; Go's default of 100 saves memory that a test machine has. */
const THROWAWAY_HEAP_GROWTH = '300'

/**
 * The server also speaks HTTP, on a port that nobody here asks: without a login, without a look at who asks, and to a
 * plain form post. So any web page that a person on this machine opens could start, change and end workflows. It
 * cannot be turned off; it can be told to answer to one name only, and this one can never lead here.
 */
const NO_HTTP_API = 'frontend.httpAllowedHosts=["nobody.invalid"]'

export async function startEmbeddedTemporal(options: EmbeddedTemporalOptions): Promise<EmbeddedTemporal> {
  const folder = resolve(options.dataDir)
  const lock = await lockFolder(folder, "Temporal's dev server")
  try {
    const pidFile = join(folder, 'server.pid')
    const database = join(folder, 'temporal.db')
    await stopLeftover({ pidFile, mark: database, stopSignal: STOP_SIGNAL, log: options.log })
    const port = await claimPort(options.port, "Temporal's server")
    const uiPort = await claimPort(options.uiPort, "Temporal's UI")
    const logFile = join(folder, 'server.log')
    const server = await startLeashed({
      command: options.binary,
      args: serverArguments(options, { database, port, uiPort }),
      ...(options.throwaway ? { env: { ...process.env, GOGC: THROWAWAY_HEAP_GROWTH } } : {}),
      stopSignal: STOP_SIGNAL,
      logFile,
    })
    await rememberServer(pidFile, server.pid)
    const address = `${LOOPBACK}:${port}`
    await untilHealthy(server, address, options, logFile)
    return {
      address,
      uiUrl: `http://${LOOPBACK}:${uiPort}`,
      pid: server.pid,
      logFile,
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

function serverArguments(
  options: EmbeddedTemporalOptions,
  { database, port, uiPort }: { database: string; port: number; uiPort: number },
): string[] {
  return [
    ...['server', 'start-dev', '--db-filename', database, '--namespace', options.namespace],
    ...['--ip', LOOPBACK, '--port', String(port), '--ui-ip', LOOPBACK, '--ui-port', String(uiPort)],
    ...(options.uiCodecEndpoint === undefined ? [] : ['--ui-codec-endpoint', options.uiCodecEndpoint]),
    ...['--dynamic-config-value', NO_HTTP_API],
    ...(options.throwaway ? ['--sqlite-pragma', 'synchronous=OFF'] : []),
    // The UI would otherwise ask the vendor's site for news.
    '--ui-disable-news-fetch',
    ...['--log-level', 'warn', '--log-format', 'json', '--color', 'never'],
  ]
}

/** Waits until the server serves our namespace with our search attributes, registering those; stops it if that does not happen. */
async function untilHealthy(
  server: LeashedServer,
  address: string,
  options: EmbeddedTemporalOptions,
  logFile: string,
): Promise<void> {
  const deadline = performance.now() + START_LIMIT_MS
  let last = 'no answer'
  while (!server.hasExited() && performance.now() < deadline) {
    try {
      await checkHealth(address, options)
      return
    } catch (error) {
      last = reasonOf(error)
    }
    await sleep(POLL_MS)
  }
  const trouble = server.hasExited() ? await server.exited : `${last} after ${START_LIMIT_MS / 1000} s`
  await server.stop(STOP_GRACE_MS)
  throw new EmbeddedServiceError(
    `Temporal's dev server did not start (${trouble}). Its log, ${logFile}, ends:\n${await lastLines(logFile)}`,
  )
}

async function checkHealth(address: string, options: EmbeddedTemporalOptions): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: CONNECT_LIMIT_MS })
  try {
    await connection.workflowService.describeNamespace({ namespace: options.namespace })
    await registerSearchAttributes(connection, options)
  } finally {
    await connection.close()
  }
}

/**
 * Over the API and not by the server's own `--search-attribute`, which it heeds only when it makes its
 * database: an upgrade that brings a new attribute would never be ready.
 */
async function registerSearchAttributes(
  { operatorService }: Connection,
  { namespace, searchAttributes }: EmbeddedTemporalOptions,
): Promise<void> {
  const wanted = Object.entries(searchAttributes)
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace })
  const missing = wanted.filter(([name]) => !(name in customAttributes))
  if (missing.length === 0) return
  await operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map(([name, kind]) => [name, KINDS[kind]])),
  })
  throw new Error(`search attributes ${missing.map(([name]) => name).join(', ')} are not there yet`)
}

async function lastLines(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '(no log)')
  return text.trimEnd().split('\n').slice(-LOG_LINES).join('\n')
}

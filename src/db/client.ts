import type { PgDatabase } from 'drizzle-orm/pg-core'
import type { PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js'
import { drizzle, PostgresJsPreparedQuery } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { DatabaseTimeout, quiet } from './errors.ts'
import { openSocket } from './socket.ts'

/** postgres.js, or a transaction of it. Hot paths speak it: checkpoints, batches, budgets. */
export type Sql = postgres.Sql<{ bigint: number }>
export type Tx = postgres.TransactionSql<{ bigint: number }>
/** Drizzle on the same pool, or a transaction of it. Everything else speaks it. */
export type Db = PgDatabase<PostgresJsQueryResultHKT, Record<string, never>>

export interface Database {
  readonly sql: Sql
  readonly drizzle: Db
  /** Lets running statements end (up to a few seconds), then closes. */
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** Connections at most. Default 12. */
  readonly max?: number
  /** What Postgres shows in `pg_stat_activity`. Default `casbah`. */
  readonly applicationName?: string
  /** Milliseconds a statement may run; 0 is without bound (migrations). Default 30,000. */
  readonly statementTimeoutMs?: number
  /** Milliseconds beyond that after which a silent connection is given up. Default 10,000. */
  readonly silenceMarginMs?: number
}

const DEFAULT_MAX = 12
/** A batch takes well under a second; what takes this long is stuck on a lock or lost. */
const DEFAULT_STATEMENT_TIMEOUT_MS = 30_000
/**
 * No network is awaited inside a transaction, so an idle one belongs to a dead process. Exports alone wait for their reader
 * (`db/snapshot.ts`), and give up sooner.
 */
const IDLE_IN_TRANSACTION_MS = 15_000
const CONNECT_TIMEOUT_MS = 10_000
/** Beyond the statement timeout: time for the server's own "cancelled" to reach us. */
const DEFAULT_SILENCE_MARGIN_MS = 10_000
/** Seconds. Spreads connections over a changed DNS entry or a fail-over, and bounds server-side memory. */
const MAX_LIFETIME_S = 30 * 60
/** Seconds. */
const IDLE_S = 20
/** Seconds that `close` waits for running statements. */
const CLOSE_TIMEOUT_S = 5

const INT8 = 20
const TIMESTAMPTZ = 1184
/** Postgres writes `2026-11-22 03:45:39.123456+00`; everybody else reads ISO. The digits stay untouched. */
export function isoOfPostgres(text: string): string {
  // Without a regular expression: eight times of every finding of an export pass here.
  const gap = text.indexOf(' ')
  if (gap === -1) return text
  const end = text.endsWith('+00') ? `${text.slice(gap + 1, -'+00'.length)}Z` : text.slice(gap + 1)
  return `${text.slice(0, gap)}T${end}`
}

export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const statementTimeoutMs = options.statementTimeoutMs ?? DEFAULT_STATEMENT_TIMEOUT_MS
  const bounded = statementTimeoutMs > 0
  const silenceMs = statementTimeoutMs + (options.silenceMarginMs ?? DEFAULT_SILENCE_MARGIN_MS)
  const settings: postgres.Options<{ bigint: postgres.PostgresType<number> }> & PostgresSocketOption = {
    max: options.max ?? DEFAULT_MAX,
    idle_timeout: IDLE_S,
    max_lifetime: MAX_LIFETIME_S,
    connect_timeout: CONNECT_TIMEOUT_MS / 1_000,
    onnotice: () => undefined,
    connection: {
      application_name: options.applicationName ?? 'casbah',
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: bounded ? IDLE_IN_TRANSACTION_MS : 0,
      TimeZone: 'UTC',
      DateStyle: 'ISO, MDY',
      // A plan made while a table was empty would be kept while the first collection fills it (measured: 600
      // rows/s instead of 12,000). Planning anew costs a fraction of a millisecond a batch.
      plan_cache_mode: 'force_custom_plan',
    },
    types: { bigint: { to: INT8, from: [INT8], serialize: String, parse: exactNumber } },
    ...(bounded && {
      socket: (target) => openSocket(target, silenceMs),
    }),
  }
  const sql = postgres(url, settings)
  const db = drizzle(sql)
  // After Drizzle, which sets its own: times are text both ways, so no microsecond passes through a JS Date.
  sql.options.parsers[TIMESTAMPTZ] = isoOfPostgres
  return { sql, drizzle: db, close: () => sql.end({ timeout: CLOSE_TIMEOUT_S }) }
}

/** The option exists (`connection.js` of 3.4.9) and is missing in the package's types. */
interface PostgresSocketOption {
  socket?: (target: postgres.ParsedOptions) => unknown
}

function exactNumber(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Error('Postgres sent a whole number beyond 2^53')
  return value
}

/**
 * Gives up waiting after `ms`. For questions whose answer must come in time or not at all (`/readyz`,
 * `doctor`); statements of the data's way are bounded by the server and the socket's timer.
 */
export async function withDeadline<T>(what: string, ms: number, work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new DatabaseTimeout(what, ms)), ms)
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Drizzle puts every parameter of a failed query into its error's message. This is the one place all of its
 * queries pass (also those in transactions), so the values are taken out here.
 */
const execute = PostgresJsPreparedQuery.prototype.execute
PostgresJsPreparedQuery.prototype.execute = async function quietExecute(values) {
  try {
    return await execute.call(this, values)
  } catch (error) {
    throw quiet(error)
  }
}

import { DrizzleQueryError } from 'drizzle-orm'
import postgres from 'postgres'

/**
 * Postgres' errors quote values ("Key (ref)=(email:…) already exists"), and Drizzle's repeat all parameters
 * in their message. Neither may reach a log or a workflow's history, so every statement of this room lets
 * out only what is safe: the SQLSTATE and the name of the constraint.
 */
export class DatabaseRefused extends Error {
  override readonly name = 'DatabaseRefused'
  /** Five characters: https://www.postgresql.org/docs/current/errcodes-appendix.html */
  readonly sqlState: string
  readonly constraint: string | null

  constructor(sqlState: string, constraint: string | null) {
    super(
      `Postgres refused a statement (SQLSTATE ${sqlState}${constraint ? `, constraint ${constraint}` : ''}). ` +
        "Postgres' own log says more.",
    )
    this.sqlState = sqlState
    this.constraint = constraint
  }
}

/** A statement did not answer in time; the connection under it was given up. */
export class DatabaseTimeout extends Error {
  override readonly name = 'DatabaseTimeout'
  constructor(what: string, ms: number) {
    super(`${what} had no answer from Postgres after ${ms} ms. Check that DATABASE_URL's host is reachable.`)
  }
}

/** The same error without any value in it. Errors of the connection itself carry none and pass as they are. */
export function quiet(error: unknown): unknown {
  if (error instanceof DrizzleQueryError) return quiet(error.cause ?? new Error('a query failed'))
  if (error instanceof postgres.PostgresError) {
    return new DatabaseRefused(error.code, error.constraint_name ?? null)
  }
  return error
}

export async function quietly<T>(work: PromiseLike<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw quiet(error)
  }
}

const UNIQUE_VIOLATION = '23505'

export const violates = (error: unknown, constraint: string): boolean =>
  error instanceof DatabaseRefused && error.sqlState === UNIQUE_VIOLATION && error.constraint === constraint

/** A key is a name that stays: whoever makes a second thing of one is told, and nothing is overwritten. */
export class KeyTaken extends Error {
  override readonly name = 'KeyTaken'
  constructor(what: 'exception' | 'destination') {
    super(`Another ${what} has this key.`)
  }
}

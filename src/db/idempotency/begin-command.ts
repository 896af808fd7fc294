import { and, eq, lt, or, sql } from 'drizzle-orm'
import type { JsonObject } from '../../model/core/json.ts'
import type { Db } from '../client.ts'
import { idempotencyKeys } from '../schema/connection.ts'

/**
 * `Idempotency-Key`, truly once. The row is written before anything else happens; whoever's insert wins does the
 * work, everybody else learns what became of it. A row lives 24 hours. One that has been `running` for longer than
 * any command takes belongs to a process that died: the same request may take it over, and Temporal's update id,
 * made from the same key, keeps its effect single.
 */
const KEPT_HOURS = 24
const ABANDONED_AFTER_MINUTES = 2

export interface CommandKey {
  /** Who asks: a token's id. */
  readonly caller: string
  /** `POST /integrations/{id}/collect` with the ids in it, so that a key is of one target. */
  readonly route: string
  readonly key: string
  /** SHA-256 of the request's body. */
  readonly fingerprint: string
}

export type Begun =
  | { readonly state: 'fresh' }
  /** Being worked on right now by another request. */
  | { readonly state: 'running' }
  | { readonly state: 'done'; readonly status: number; readonly response: JsonObject | null }
  /** The key was used for another body. */
  | { readonly state: 'mismatch' }

export async function beginCommand(db: Db, command: CommandKey): Promise<Begun> {
  const { caller, route, key, fingerprint } = command
  const expiresAt = sql`now() + make_interval(hours => ${KEPT_HOURS})`
  const isAbandoned = and(
    eq(idempotencyKeys.state, 'running'),
    eq(idempotencyKeys.fingerprint, fingerprint),
    lt(idempotencyKeys.createdAt, sql`now() - make_interval(mins => ${ABANDONED_AFTER_MINUTES})`),
  )
  const [won] = await db
    .insert(idempotencyKeys)
    .values({ caller, route, key, fingerprint, state: 'running', expiresAt })
    .onConflictDoUpdate({
      target: [idempotencyKeys.caller, idempotencyKeys.route, idempotencyKeys.key],
      set: {
        fingerprint,
        state: 'running',
        responseStatus: null,
        response: null,
        createdAt: sql`now()`,
        expiresAt,
      },
      setWhere: sql`${or(lt(idempotencyKeys.expiresAt, sql`now()`), isAbandoned)}`,
    })
    .returning({ key: idempotencyKeys.key })
  if (won) return { state: 'fresh' }
  const [row] = await db.select().from(idempotencyKeys).where(isCommand(command))
  // Released between the two statements: whoever did that had failed, so asking again is right.
  if (!row) return { state: 'running' }
  if (row.fingerprint !== fingerprint) return { state: 'mismatch' }
  if (row.state === 'running') return { state: 'running' }
  return { state: 'done', status: row.responseStatus ?? 200, response: row.response }
}

/** Keeps the answer for whoever repeats the request. */
export async function finishCommand(
  db: Db,
  command: Omit<CommandKey, 'fingerprint'>,
  answer: { readonly status: number; readonly response: JsonObject | null },
): Promise<void> {
  await db
    .update(idempotencyKeys)
    .set({ state: 'done', responseStatus: answer.status, response: answer.response })
    .where(isCommand(command))
}

/** The command failed without an effect: the key may be used again. */
export async function releaseCommand(db: Db, command: Omit<CommandKey, 'fingerprint'>): Promise<void> {
  await db.delete(idempotencyKeys).where(and(isCommand(command), eq(idempotencyKeys.state, 'running')))
}

/** Rows past their day; run now and then. */
export async function purgeCommands(db: Db): Promise<number> {
  const gone = await db
    .delete(idempotencyKeys)
    .where(lt(idempotencyKeys.expiresAt, sql`now()`))
    .returning({ key: idempotencyKeys.key })
  return gone.length
}

const isCommand = (command: Omit<CommandKey, 'fingerprint'>) =>
  and(
    eq(idempotencyKeys.caller, command.caller),
    eq(idempotencyKeys.route, command.route),
    eq(idempotencyKeys.key, command.key),
  )

import type { SQL } from 'drizzle-orm'
import type { Db, Sql } from './client.ts'
import { quiet, quietly } from './errors.ts'
import { textOf } from './statement.ts'

/**
 * The rows of one statement, some at a time, in a transaction that is open: for what is larger than memory. Postgres is
 * asked for the next ones while the caller has those before, so that both work at once.
 *
 * A portal of the protocol, and not `declare cursor` with `fetch`: what `fetch` returns, Postgres first puts aside as a
 * whole, which took as long again as to find it; and it plans a cursor for its first rows, and a portal for all. While one
 * is open, nothing else runs on its connection: the driver puts that off until the end.
 */
type Portal<Row> = AsyncIterator<readonly Row[], undefined>

/** A row as Postgres sent it: a text for each column in turn, not taken apart; null is null. */
export type Cells = readonly (Buffer | null)[]

/**
 * Milliseconds. To Postgres it is one statement from the first row to the last, however slowly somebody reads. Exports end
 * by themselves after half an hour; this is for what forgets to.
 */
const STATEMENT_MS = 35 * 60 * 1_000
/**
 * Milliseconds between Postgres' looks whether anybody is still there. Without them, what it has not found the first row of
 * would be looked for until the end of a statement's time, long after our side has given the silent connection up.
 */
const LOOK_FOR_US_MS = 5_000
/** Where Postgres can; elsewhere (Windows) it refuses the setting. */
const CAN_LOOK = 'linux|darwin|bsd'

/** Rows as they are everywhere else. */
export const rowPages = <Row>(db: Db, statement: SQL, size: number): AsyncGenerator<readonly Row[]> =>
  pagesOf(db, (sql) => queryOf(sql, statement).cursor(size) as unknown as AsyncIterable<readonly Row[]>)

/** For who needs few of the values, or passes them on: to make an object of a row takes twice as long as to read it. */
export const cellPages = (db: Db, statement: SQL, size: number): AsyncGenerator<readonly Cells[]> =>
  pagesOf(db, (sql) => {
    // It returns the same query, and by its type one that has no cursor.
    const raw = queryOf(sql, statement).raw() as unknown as Query
    return raw.cursor(size) as unknown as AsyncIterable<readonly Cells[]>
  })

type Query = ReturnType<Sql['unsafe']>

function queryOf(client: Sql, statement: SQL): Query {
  const { sql, params } = textOf(statement)
  return client.unsafe(sql, params as string[])
}

async function* pagesOf<Row>(
  db: Db,
  open: (client: Sql) => AsyncIterable<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  // Drizzle's session of a transaction has the driver's, which has portals.
  const { client } = db._.session as unknown as { readonly client: Sql }
  await quietly(
    client.unsafe(`select set_config('statement_timeout', '${STATEMENT_MS}', true),
      case when version() ~ '${CAN_LOOK}' then set_config('client_connection_check_interval', '${LOOK_FOR_US_MS}', true) end`),
  )
  const portal = open(client)[Symbol.asyncIterator]() as Portal<Row>
  let coming = next(portal)
  try {
    for (;;) {
      const page = await coming
      if (page.done === true) return
      coming = next(portal)
      yield page.value
    }
  } catch (error) {
    throw quiet(error)
  } finally {
    // Whoever leaves early leaves a page on its way. A portal is closed between pages: any other time is not heard.
    const left = await coming.catch(() => null)
    if (left !== null && left.done !== true) await portal.return?.()
  }
}

function next<Row>(portal: Portal<Row>): Promise<IteratorResult<readonly Row[], undefined>> {
  const page = Promise.resolve(portal.next())
  // Met where it is awaited; until then it is nobody's.
  page.catch(() => undefined)
  return page
}

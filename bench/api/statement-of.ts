import type { Db } from '../../src/db/client.ts'
import type { Statement } from './run.ts'

/**
 * The statement that a query of the product runs, to the letter: it is given a session that notes what it is asked to
 * prepare, and finds nothing.
 */
export async function statementOf(ask: (db: Db) => Promise<unknown>): Promise<Statement> {
  const noted: Statement[] = []
  const session = {
    prepareQuery(statement: Statement) {
      noted.push(statement)
      return { execute: () => Promise.resolve([]) }
    },
  }
  await ask({ _: { session } } as unknown as Db)
  const [statement] = noted
  if (statement === undefined || noted.length > 1) throw new Error(`it runs ${noted.length} statements`)
  return statement
}

import { sql } from 'drizzle-orm'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { Db, Tx } from '../client.ts'

/**
 * One transaction at a time writes versions of an integration's definitions, or approves one: a version's number, and
 * whether it differs from the one before, depend on what is stored. A GPT and its configuration come in different
 * batches, and those in two lanes at once; whoever comes second must see what the first has committed.
 *
 * Advisory, and taken after all rows that its transaction locks but the progress's: whoever holds it waits for no asset,
 * so nobody waits in a circle. It ends with the transaction.
 */
const keyOf = (integrationId: IntegrationId): string => `${integrationId} definitions`

export async function lockDefinitionsTx(tx: Tx, integrationId: IntegrationId): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${keyOf(integrationId)}, 0))`
}

/** The same in a transaction of Drizzle. */
export async function lockDefinitions(tx: Db, integrationId: IntegrationId): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${keyOf(integrationId)}, 0))`)
}

import type { IntegrationId } from '../../model/core/ids.ts'
import type { ActivitySignal } from '../../model/core/signals.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

const ROWS_A_BATCH = 5_000
const MESSAGES: StreamName = 'logs.CONVERSATION_MESSAGE'
const AUDIT: StreamName = 'logs.AUDIT_LOG'
const SIGNAL: ActivitySignal = 'conversations'

/**
 * Removes every trace of conversations that the metadata mode keeps: messages, their keys, what was
 * counted from them, and the cursor, so that a later wider mode reads again what upstream still has.
 */
export async function purgeMessages(sql: Sql, integrationId: IntegrationId): Promise<void> {
  const own = sql`integration_id = ${integrationId}`
  await inBatches(sql, 'messages', sql`${own}`)
  await inBatches(sql, 'event_keys', sql`${own} and stream = ${MESSAGES}`)
  await inBatches(sql, 'activity_daily', sql`${own} and signal = ${SIGNAL}`)
  await inBatches(sql, 'person_activity', sql`${own} and signal = ${SIGNAL}`)
  await quietly(sql`
    update checkpoints set cursor = null, covered_from = null, complete_run_no = null, completed_at = null,
      updated_at = clock_timestamp()
    where ${own} and stream = ${MESSAGES}`)
}

/** The actions that the workspace's audit log has shown so far; the caller knows which of them are conversation. */
export async function listAuditActions(sql: Sql, integrationId: IntegrationId): Promise<(string | null)[]> {
  const rows = await quietly(sql<{ action: string | null }[]>`
    select distinct action from events where integration_id = ${integrationId} and stream = ${AUDIT}`)
  return rows.map(({ action }) => action)
}

/** Removes audit events of these actions, and those that name a conversation whatever their action. */
export async function purgeAuditEvents(
  sql: Sql,
  integrationId: IntegrationId,
  actions: readonly (string | null)[],
): Promise<void> {
  const named = actions.filter((action) => action !== null)
  await inBatches(
    sql,
    'events',
    sql`integration_id = ${integrationId} and stream = ${AUDIT} and (
      action = any(${named}::text[]) or (${actions.includes(null)} and action is null)
      or exists (select from jsonb_object_keys(case jsonb_typeof(attributes -> 'action_data')
        when 'object' then attributes -> 'action_data' else '{}'::jsonb end) as name where name ~* 'conversation'))`,
  )
}

/** In small transactions, so that a tenant of millions of messages holds no lock for minutes. */
async function inBatches(sql: Sql, table: string, where: ReturnType<Sql>): Promise<void> {
  for (;;) {
    const { count } = await quietly(sql`
      delete from ${sql(table)} where (tableoid, ctid) in
        (select tableoid, ctid from ${sql(table)} where ${where} limit ${ROWS_A_BATCH})`)
    if (count === 0) return
  }
}

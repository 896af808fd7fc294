import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { NoticeEvent } from '../../model/core/deliveries.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { Db } from '../client.ts'

export interface NewNotice {
  /** Null: of the installation. */
  readonly integrationId: IntegrationId | null
  readonly type: NoticeEvent
  readonly subjectId: string
  /** Ids, states and counts only. */
  readonly data: JsonObject
}

/**
 * Into the outbox, within the transaction that makes it so: what is rolled back is told to nobody, and what is committed
 * is told even if this process dies at once. The caller holds the subject's row (it has just changed it), so its
 * notices count on one by one.
 */
export async function addNotice(tx: Db, { integrationId, type, subjectId, data }: NewNotice): Promise<void> {
  await tx.execute(sql`
    insert into notices (id, integration_id, type, subject_id, sequence, at, data)
    select ${randomUUIDv7()}, ${integrationId}, ${type}, ${subjectId},
      coalesce(max(sequence), 0) + 1, clock_timestamp(), ${JSON.stringify(data)}::text::jsonb
    from notices where subject_id = ${subjectId}`)
}

import { desc, eq } from 'drizzle-orm'
import type { DIGEST_EVENT, NoticeEvent } from '../../model/core/deliveries.ts'
import type { Db } from '../client.ts'
import { notices } from '../schema/access.ts'

/** What was told of it last; null where nothing was yet. */
export async function lastNotice(
  tx: Db,
  subjectId: string,
): Promise<NoticeEvent | typeof DIGEST_EVENT | null> {
  const [row] = await tx
    .select({ type: notices.type })
    .from(notices)
    .where(eq(notices.subjectId, subjectId))
    .orderBy(desc(notices.sequence))
    .limit(1)
  return row?.type ?? null
}

import { randomUUIDv7 } from 'node:crypto'
import { CommitBehind } from '../../../src/activities/commit-behind.ts'
import { SliceBuffer } from '../../../src/activities/slice-buffer.ts'
import { sortByType } from '../../../src/db/batches/batch.ts'
import { peopleOf } from '../../../src/db/batches/people-of.ts'
import { resolvePeople } from '../../../src/db/batches/resolve-people.ts'
import { writeMessages } from '../../../src/db/batches/write-messages.ts'
import { openDatabase } from '../../../src/db/client.ts'
import { cleanRecord } from '../../../src/db/hygiene/clean.ts'
import { peopleCacheOf } from '../../../src/db/people/people-cache.ts'
import { asIntegrationId } from '../../../src/model/core/ids.ts'
import { STREAM_READERS } from '../../../src/openai/streams/registry.ts'
import type { SimpleInput } from '../simple-process.ts'
import { openFeed } from './upstream.ts'

const STREAM = 'logs.CONVERSATION_MESSAGE'
const LOOK_BACK_MS = 30 * 86_400_000

/**
 * Ours without what makes it survive: the same reader, gate and statements, in one loop, with no workflow, no fence, no
 * checkpoint and no progress. What ours costs beyond it is the price of durability.
 */
export async function plainCollector(input: SimpleInput): Promise<void> {
  const { feed, upstream, pool } = openFeed(input)
  const database = openDatabase(input.databaseUrl, { max: 2 })
  const { sql } = database
  const integrationId = asIntegrationId(randomUUIDv7())
  const cache = peopleCacheOf(sql)
  const buffer = new SliceBuffer('metadata', STREAM, Date.now)
  const place = { integrationId, stream: STREAM } as const
  const pages = STREAM_READERS[STREAM].read({
    cursor: null,
    mode: 'metadata',
    upstream,
    ids: { organizationId: null, workspaceId: feed.workspaceId, projectId: null },
    nextParent: () => Promise.resolve(null),
    now: () => new Date(),
    since: new Date(Date.now() - LOOK_BACK_MS).toISOString(),
    signal: new AbortController().signal,
  })
  const behind = new CommitBehind()
  let batches = 0
  for await (const page of pages) {
    buffer.add(page)
    if (!buffer.isDue()) continue
    const records = (buffer.take()?.records ?? []).map((record) => cleanRecord(record).value)
    const { messages } = sortByType(records)
    batches += 1
    const seq = batches
    await behind.start(async () => {
      const people = await sql.begin(async (tx) => {
        const known = await resolvePeople(tx, integrationId, peopleOf(records), cache)
        await writeMessages(tx, place, seq, messages, known)
        return known
      })
      cache.remember(integrationId, people)
    })
  }
  await behind.settled()
  await database.close()
  await pool.close()
}

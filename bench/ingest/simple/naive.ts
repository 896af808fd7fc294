import { randomUUIDv7 } from 'node:crypto'
import { openDatabase } from '../../../src/db/client.ts'
import type { SimpleInput } from '../simple-process.ts'
import { openFeed } from './upstream.ts'

const LONG_AGO = '2000-01-01T00:00:00Z'
const FILES_A_LIST = 100
/** Of `2026-01-02`. */
const DAY_LENGTH = 10

interface Message {
  readonly event_id: string
  readonly timestamp: string
  readonly actor: { readonly user_id: string }
  readonly message: { readonly id: string; readonly author: { readonly type: string } }
  readonly conversation: { readonly id: string }
}

/**
 * The loop that one writes first: parse a line, and write each of its rows by a statement of its own: the event that it
 * was, the message, the day's count, the sign of life. It does less than ours all the same: it keeps no attributes, and
 * people are not resolved.
 */
export async function naiveLoop(input: SimpleInput): Promise<void> {
  const { upstream, pool } = openFeed(input)
  const { sql, close } = openDatabase(input.databaseUrl, { max: 1 })
  const integration = randomUUIDv7()
  const logs = upstream.logs('chatgpt.logs.CONVERSATION_MESSAGE', 'workspace')
  let after = LONG_AGO
  for (;;) {
    const page = await logs.list({ eventType: 'CONVERSATION_MESSAGE', after, limit: FILES_A_LIST })
    for (const file of page.files) {
      const text = Buffer.from(await logs.download(file)).toString('utf8')
      for (const line of text.trimEnd().split('\n')) {
        const { event_id, timestamp, actor, message, conversation } = JSON.parse(line) as Message
        const known = await sql`
          insert into event_keys (integration_id, stream, event_id, occurred_at)
          values (${integration}, 'logs.CONVERSATION_MESSAGE', ${event_id}, ${timestamp})
          on conflict do nothing`
        if (known.count === 0) continue
        await sql`
          insert into messages (integration_id, message_id, event_id, occurred_at, seq, conversation_id, author_kind,
            attributes)
          values (${integration}, ${message.id}, ${event_id}, ${timestamp}, 1, ${conversation.id},
            ${message.author.type}, '{}')
          on conflict (integration_id, message_id) do update set occurred_at = excluded.occurred_at`
        await sql`
          insert into activity_daily as d (integration_id, subject_kind, subject, day, signal, count, last_at)
          values (${integration}, 'person', md5(${actor.user_id}), ${timestamp.slice(0, DAY_LENGTH)}, 'conversations', 1,
            ${timestamp})
          on conflict (integration_id, subject_kind, subject, day, signal) do update set count = d.count + 1,
            last_at = greatest(d.last_at, excluded.last_at)`
        await sql`
          insert into person_activity as a (integration_id, person_id, signal, last_at)
          values (${integration}, md5(${actor.user_id})::uuid, 'conversations', ${timestamp})
          on conflict (integration_id, person_id, signal) do update set last_at = greatest(a.last_at, excluded.last_at)`
      }
    }
    if (!page.hasMore || page.lastEndTime === null) break
    after = page.lastEndTime
  }
  await close()
  await pool.close()
}

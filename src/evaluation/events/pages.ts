import type { Sql } from '../../db/client.ts'
import type { StoredEvent } from '../../db/event-rules/next-events.ts'
import { nextEvents } from '../../db/event-rules/next-events.ts'
import type { IntegrationId } from '../../model/core/ids.ts'

/** Events in memory at a time: several commits, so that a page can end between two of them. */
export const PAGE = 5_000

/**
 * Commits looked through at a time, at most. Where deeds are rare, a page is never filled; without this bound one
 * statement would look through all that is kept, and the cursor would stand still until it had.
 */
const MOST_COMMITS = 200

/** A commit is a batch of up to 1,000 records, so a page holds as many, if all of them are judged. */
export const FIRST_COMMITS = 5

/**
 * How many commits the next page asks for. Postgres sorts all that it is asked for before it can leave anything out, so
 * asking for many more than a page holds costs as much as reading them; asking for few, where deeds are rare, makes many
 * small pages. So twice as many while a page is less than half full, and half as many when it overflowed.
 */
export function nextCommits(commits: number, { read, limit }: { read: number; limit: number }): number {
  if (read >= limit) return Math.max(1, Math.floor(commits / 2))
  return read * 2 <= limit ? Math.min(MOST_COMMITS, commits * 2) : commits
}

export interface EventPage {
  readonly events: readonly StoredEvent[]
  /** Up to which all was read. */
  readonly seq: number
  /** Events that came, those of a commit that was cut in two among them. */
  readonly read: number
}

/** Whole commits: a page that was filled may have cut the last one in two, which is left for the next page. */
export async function pageOf(
  { sql, integrationId }: { readonly sql: Sql; readonly integrationId: IntegrationId },
  asked: Pick<Parameters<typeof nextEvents>[1], 'stream' | 'deeds' | 'after' | 'upTo' | 'limit'>,
): Promise<EventPage> {
  for (let { limit } = asked; ; limit *= 2) {
    const events = await nextEvents(sql, { integrationId, ...asked, limit })
    const read = events.length
    const last = events.at(-1)
    if (last === undefined || read < limit) return { events, seq: asked.upTo, read }
    const whole = events.filter(({ seq }) => seq < last.seq)
    const seq = whole.at(-1)?.seq
    if (seq !== undefined) return { events: whole, seq, read }
  }
}

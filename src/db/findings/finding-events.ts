import type { SQL } from 'drizzle-orm'
import { and, count, eq, isNull, notInArray, sql } from 'drizzle-orm'
import type { Actor } from '../../model/core/actor.ts'
import type { FindingEventKind } from '../../model/core/findings.ts'
import { ASKED_EVENT_KINDS } from '../../model/core/findings.ts'
import type { FindingEventId, FindingId, RunId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { Db } from '../client.ts'
import { findingEvents } from '../schema/meaning.ts'

export interface FindingEvent {
  readonly id: FindingEventId
  readonly kind: FindingEventKind
  /** Null where a person did something. */
  readonly runId: RunId | null
  /** Who did it; null where a run found it out. */
  readonly actor: Actor | null
  readonly at: string
  readonly detail: JsonObject
}

/** What people have said of a finding; what they asked for is none of it. */
export const arePeoples = (findingId: FindingId): SQL | undefined =>
  and(
    eq(findingEvents.findingId, findingId),
    isNull(findingEvents.runId),
    notInArray(findingEvents.kind, [...ASKED_EVENT_KINDS]),
  )

/** How much people have said of a finding so far: it never falls, so it tells one time of reading from another. */
export async function countPeoplesEvents(db: Db, findingId: FindingId): Promise<number> {
  const [row] = await db.select({ n: count() }).from(findingEvents).where(arePeoples(findingId))
  return row?.n ?? 0
}

/** A finding's newest events as one value in a statement, newest first; times as Postgres writes them. */
export const historyJson = (findingId: FindingId, most: number): SQL => sql`(
  select coalesce(json_agg(event order by event.id desc), '[]') from (
    select id, kind, run_id as "runId", actor, at::text as at, detail from finding_events
    where finding_id = ${findingId} order by id desc limit ${most}) event)`

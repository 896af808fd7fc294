import { sql } from 'drizzle-orm'
import { bigint, date, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { ActivitySubject, DailySignal } from '../../model/core/activity.ts'
import type { IntegrationId, PersonId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { StreamName } from '../../model/core/streams.ts'
import { bytea, instant } from './columns.ts'

/**
 * What happened upstream. Partitioned by month of `occurred_at` (the generated migration is
 * completed by hand, since drizzle-kit does not write partitions); a default partition takes
 * times that no month's partition holds yet.
 */
export const events = pgTable(
  'events',
  {
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    stream: text('stream').$type<StreamName>().notNull(),
    eventId: text('event_id').notNull(),
    occurredAt: instant('occurred_at').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    eventType: text('event_type').notNull(),
    action: text('action'),
    actorKind: text('actor_kind').notNull(),
    actorPersonId: uuid('actor_person_id').$type<PersonId>(),
    /** Redacted id of an API key, or a system's id. */
    actorKey: text('actor_key'),
    attributes: jsonb('attributes').$type<JsonObject>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.integrationId, table.stream, table.eventId, table.occurredAt] }),
    index('events_by_seq').on(table.integrationId, table.stream, table.seq),
    index('events_by_time').on(table.integrationId, table.occurredAt),
    // For rules that count what one actor did within some time.
    index('events_by_actor')
      .on(table.integrationId, table.stream, table.actorPersonId, table.occurredAt)
      .where(sql`stream in ('logs.AUTH_LOG', 'logs.AUDIT_LOG')`),
  ],
)

/**
 * What was said, in mode `content` alone: the fields of that class, sealed under a key of their own, so that a stricter
 * mode takes the key away first and the rows after it. Kept for a time of its own.
 */
export const contents = pgTable(
  'contents',
  {
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    stream: text('stream').$type<StreamName>().notNull(),
    /** The message's id, or the event's. */
    recordId: text('record_id').notNull(),
    occurredAt: instant('occurred_at').notNull(),
    writtenAt: instant('written_at').notNull().defaultNow(),
    sealed: bytea('sealed').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.integrationId, table.stream, table.recordId] }),
    index('contents_by_age').on(table.writtenAt),
  ],
)

/**
 * The rolling memory of event ids, kept longer than upstream's 30 days: it decides whether an
 * event is new, whatever its time says. The same id with another time is drift, not a second event.
 */
export const eventKeys = pgTable(
  'event_keys',
  {
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    stream: text('stream').$type<StreamName>().notNull(),
    eventId: text('event_id').notNull(),
    occurredAt: instant('occurred_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.integrationId, table.stream, table.eventId] })],
)

/** The newest version of each message, metadata only. Hash-partitioned by (integration, message). */
export const messages = pgTable(
  'messages',
  {
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    messageId: text('message_id').notNull(),
    eventId: text('event_id').notNull(),
    occurredAt: instant('occurred_at').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    conversationId: text('conversation_id').notNull(),
    actorPersonId: uuid('actor_person_id').$type<PersonId>(),
    authorKind: text('author_kind').notNull(),
    attributes: jsonb('attributes').$type<JsonObject>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.integrationId, table.messageId] })],
)

/**
 * What happened in a day (UTC), by whom or what it happened, and in which signal it shows. Of messages counted with the
 * rows that an insert returns, of events by whoever follows the commits (`activity_cursors`), of keys as they are read.
 */
export const activityDaily = pgTable(
  'activity_daily',
  {
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    subjectKind: text('subject_kind').$type<ActivitySubject>().notNull(),
    subject: text('subject').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    signal: text('signal').$type<DailySignal>().notNull(),
    count: bigint('count', { mode: 'number' }).notNull(),
    lastAt: instant('last_at').notNull(),
  },
  (table) => [
    primaryKey({
      name: 'activity_daily_pk',
      columns: [table.integrationId, table.subjectKind, table.subject, table.day, table.signal],
    }),
    // For their end.
    index('activity_daily_day').on(table.day),
  ],
)

/** Up to which `seq` the events of a stream are counted. */
export const activityCursors = pgTable(
  'activity_cursors',
  {
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    stream: text('stream').$type<StreamName>().notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    /** Since when days are counted here; what was only read before is not remembered by day. */
    since: instant('since').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.integrationId, table.stream] })],
)

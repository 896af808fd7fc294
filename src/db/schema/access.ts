import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { ApiScope } from '../../model/core/access.ts'
import type { Actor } from '../../model/core/actor.ts'
import type { DeliveryState, DIGEST_EVENT, NoticeEvent } from '../../model/core/deliveries.ts'
import type { DestinationKind } from '../../model/core/destinations.ts'
import type { FindingMatch } from '../../model/core/finding-match.ts'
import type {
  BatchId,
  DeliveryId,
  DestinationId,
  FindingEventId,
  FindingId,
  IntegrationId,
  NoticeId,
  ServiceAccountId,
  TicketId,
} from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { Severity } from '../../model/core/severity.ts'
import type { TicketState } from '../../model/core/tickets.ts'
import { bytea, createdAt, instant } from './columns.ts'
import { findings } from './meaning.ts'

/** Bearer tokens of the API: only their SHA-256 is kept. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    id: uuid('id').primaryKey(),
    name: text('name').notNull(),
    /** The visible part: `cbh_live_1a2b3c4d`. */
    prefix: text('prefix').notNull(),
    hash: text('hash').notNull(),
    /** Integrations it may see; null for all. */
    integrationIds: uuid('integration_ids').array(),
    /** What it may do. */
    scopes: text('scopes').array().$type<ApiScope[]>().notNull(),
    /** Whose it is, where it is a program's; null: whoever made it. */
    serviceAccountId: uuid('service_account_id').$type<ServiceAccountId>(),
    createdBy: jsonb('created_by').$type<Actor>().notNull(),
    createdAt: createdAt(),
    expiresAt: instant('expires_at'),
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
  },
  (table) => [
    uniqueIndex('api_tokens_hash').on(table.hash),
    index('api_tokens_service_account').on(table.serviceAccountId),
  ],
)

/** Who commanded what: append-only, each row chained to the one before by hash. Ids, and what its actor is called. */
export const auditLog = pgTable('audit_log', {
  seq: bigint('seq', { mode: 'number' }).primaryKey(),
  at: instant('at').notNull(),
  actor: jsonb('actor').$type<Actor>().notNull(),
  action: text('action').notNull(),
  target: text('target').notNull(),
  detail: jsonb('detail').$type<JsonObject>().notNull(),
  requestId: text('request_id'),
  previousHash: text('previous_hash').notNull(),
  hash: text('hash').notNull(),
})

/** Where notifications go. */
export const destinations = pgTable(
  'destinations',
  {
    id: uuid('id').$type<DestinationId>().primaryKey(),
    /** A name that stays, by which programs know it; null where nobody gave one. */
    key: text('key').unique('destinations_key'),
    /** Null: of all integrations. */
    integrationId: uuid('integration_id').$type<IntegrationId>(),
    kind: text('kind').$type<DestinationKind>().notNull().default('webhook'),
    /** Of its kind, and nothing secret; `KIND_SPECS` says what each may hold. */
    settings: jsonb('settings').$type<JsonObject>().notNull().default({}),
    /** The URL, sealed by the master key: many receivers know a sender by a secret in its path or query. */
    sealedUrl: bytea('sealed_url').notNull(),
    /** All of it that is ever shown again: scheme, host, and the last four characters. */
    shownUrl: text('shown_url').notNull(),
    /** Sealed by the master key: a webhook's `whsec_…`, Splunk's token; empty where the URL alone is the secret. */
    sealedSecret: bytea('sealed_secret').notNull(),
    /** The secret before, sealed: it signs beside the new one until `previous_secret_until`. */
    sealedPreviousSecret: bytea('sealed_previous_secret'),
    previousSecretUntil: instant('previous_secret_until'),
    eventTypes: text('event_types').array().notNull(),
    /** Of which findings: every one where it is empty. */
    filter: jsonb('filter').$type<FindingMatch>().notNull().default({}),
    createdBy: jsonb('created_by').$type<Actor>().notNull(),
    createdAt: createdAt(),
    disabledAt: instant('disabled_at'),
    disabledReason: text('disabled_reason'),
    /** The first attempt that failed since one was taken; null while all is well. */
    failingSince: instant('failing_since'),
    /** Attempts that failed since then. */
    failedAttempts: integer('failed_attempts').notNull().default(0),
    /** Nothing is sent before: the receiver said that it was too much. */
    throttledUntil: instant('throttled_until'),
    /** When its next digest is due; null: it is told what happens, and has none. */
    digestDueAt: instant('digest_due_at'),
  },
  (table) => [index('destinations_digest_due').on(table.digestDueAt).where(sql`digest_due_at is not null`)],
)

/**
 * The outbox of what happens to integrations, runs and webhooks: written in the transaction that makes it so, claimed as
 * finding events are. The payload is final when it is written.
 */
export const notices = pgTable(
  'notices',
  {
    id: uuid('id').$type<NoticeId>().primaryKey(),
    /** Null: of the installation, told only to who hears of all integrations. */
    integrationId: uuid('integration_id').$type<IntegrationId>(),
    type: text('type').$type<NoticeEvent | typeof DIGEST_EVENT>().notNull(),
    /** The run, integration or webhook that it is about; of a digest, which week of which destination. */
    subjectId: uuid('subject_id').notNull(),
    /** Counts what happened to the subject: a receiver that got a higher one discards this. */
    sequence: integer('sequence').notNull(),
    at: instant('at').notNull(),
    /** Ids, states and counts; no person, no text. */
    data: jsonb('data').$type<JsonObject>().notNull(),
    dispatchedAt: instant('dispatched_at'),
  },
  (table) => [
    uniqueIndex('notices_order').on(table.subjectId, table.sequence),
    index('notices_outbox').on(table.id).where(sql`dispatched_at is null`),
    index('notices_integration').on(table.integrationId),
  ],
)

export const deliveries = pgTable(
  'deliveries',
  {
    id: uuid('id').$type<DeliveryId>().primaryKey(),
    destinationId: uuid('destination_id').$type<DestinationId>().notNull(),
    /** What it tells of: one of these two. */
    findingEventId: uuid('finding_event_id').$type<FindingEventId>(),
    noticeId: uuid('notice_id').$type<NoticeId>(),
    eventType: text('event_type').notNull(),
    /** Thin: ids, rule, severity, link; no person, no text. */
    payload: jsonb('payload').$type<JsonObject>().notNull(),
    state: text('state').$type<DeliveryState>().notNull(),
    attempts: integer('attempts').notNull().default(0),
    lastStatus: integer('last_status'),
    lastError: text('last_error'),
    createdAt: createdAt(),
    /** Null until its workflow is known to be there. */
    workflowStartedAt: instant('workflow_started_at'),
    deliveredAt: instant('delivered_at'),
    /** How often a person had it sent again; each is a workflow of its own. */
    replays: integer('replays').notNull().default(0),
    /** With which others it is sent, or was last; null of a webhook, and of one that no batch has yet. */
    batchId: uuid('batch_id').$type<BatchId>(),
  },
  (table) => [
    check('deliveries_of', sql`(finding_event_id is null) <> (notice_id is null)`),
    uniqueIndex('deliveries_once').on(table.destinationId, table.findingEventId),
    uniqueIndex('deliveries_notice_once').on(table.destinationId, table.noticeId),
    index('deliveries_event').on(table.findingEventId),
    index('deliveries_notice').on(table.noticeId),
    index('deliveries_list').on(table.destinationId, table.id),
    index('deliveries_pending').on(table.createdAt).where(sql`state in ('pending', 'failed')`),
    index('deliveries_unstarted').on(table.id).where(sql`workflow_started_at is null`),
    index('deliveries_open').on(table.destinationId, table.id).where(sql`state in ('pending', 'failed')`),
  ],
)

/** Which ticket stands for which findings, at destinations that keep tickets. */
export const tickets = pgTable(
  'tickets',
  {
    id: uuid('id').$type<TicketId>().primaryKey(),
    destinationId: uuid('destination_id')
      .$type<DestinationId>()
      .notNull()
      .references(() => destinations.id, { onDelete: 'cascade' }),
    /** Whose findings it is about. */
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    /** `finding/{id}` or `group/{rule}/{integration}`. */
    key: text('key').notNull(),
    /** Counts the tickets that were made for it one after the other. */
    generation: integer('generation').notNull().default(1),
    state: text('state').$type<TicketState>().notNull().default('none'),
    /** Since when somebody makes one; null where nobody does. */
    claimedAt: instant('claimed_at'),
    /** As its system knows it, as people name it, and where they see it. */
    externalId: text('external_id'),
    externalKey: text('external_key'),
    url: text('url'),
    /** What it says: of how many that are open, and how bad the worst. */
    toldOpen: integer('told_open').notNull().default(0),
    toldSeverity: text('told_severity').$type<Severity>(),
    createdAt: createdAt(),
    changedAt: instant('changed_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('tickets_key').on(table.destinationId, table.key),
    index('tickets_integration').on(table.integrationId),
  ],
)

/** Which findings a ticket was opened or kept open for. */
export const ticketFindings = pgTable(
  'ticket_findings',
  {
    ticketId: uuid('ticket_id')
      .$type<TicketId>()
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    findingId: uuid('finding_id')
      .$type<FindingId>()
      .notNull()
      .references(() => findings.id, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.ticketId, table.findingId] }),
    index('ticket_findings_finding').on(table.findingId),
  ],
)

/** Deliveries that are on their way in one message; gone when that was taken or given up. */
export const deliveryBatches = pgTable(
  'delivery_batches',
  {
    id: uuid('id').$type<BatchId>().primaryKey(),
    destinationId: uuid('destination_id')
      .$type<DestinationId>()
      .notNull()
      .references(() => destinations.id, { onDelete: 'cascade' }),
    /** Attempts that have failed. */
    attempts: integer('attempts').notNull().default(0),
    /** When the next one is due. */
    dueAt: instant('due_at').notNull().defaultNow(),
  },
  (table) => [index('delivery_batches_due').on(table.destinationId, table.dueAt)],
)

/** Each attempt of a delivery, as it ended. They go with their delivery. */
export const deliveryAttempts = pgTable(
  'delivery_attempts',
  {
    deliveryId: uuid('delivery_id')
      .$type<DeliveryId>()
      .notNull()
      .references(() => deliveries.id, { onDelete: 'cascade' }),
    /** From 1, over all replays. */
    no: integer('no').notNull(),
    at: instant('at').notNull(),
    /** Null: no answer came. */
    status: integer('status'),
    /** A code; null where it was taken. */
    error: text('error'),
    latencyMs: integer('latency_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.deliveryId, table.no] })],
)

/** Test deliveries by who asked for them and minute, so that all API processes keep one limit. */
export const webhookTests = pgTable(
  'webhook_tests',
  {
    /** The id of a token or a person, or `all`. */
    whose: text('whose').notNull(),
    minute: instant('minute').notNull(),
    sent: integer('sent').notNull(),
  },
  (table) => [primaryKey({ columns: [table.whose, table.minute] })],
)

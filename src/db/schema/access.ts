import { sql } from 'drizzle-orm'
import { bigint, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { ApiScope } from '../../model/core/access.ts'
import type { Actor } from '../../model/core/actor.ts'
import type { DeliveryState } from '../../model/core/deliveries.ts'
import type { FindingMatch } from '../../model/core/finding-match.ts'
import type { DeliveryId, DestinationId, FindingEventId, IntegrationId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import { bytea, createdAt, instant } from './columns.ts'

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
    createdBy: jsonb('created_by').$type<Actor>().notNull(),
    createdAt: createdAt(),
    expiresAt: instant('expires_at'),
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
  },
  (table) => [uniqueIndex('api_tokens_hash').on(table.hash)],
)

/** Who commanded what: append-only, each row chained to the one before by hash. Ids only. */
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
export const destinations = pgTable('destinations', {
  id: uuid('id').$type<DestinationId>().primaryKey(),
  /** Null: of all integrations. */
  integrationId: uuid('integration_id').$type<IntegrationId>(),
  /** The URL, sealed by the master key: many receivers know a sender by a secret in its path or query. */
  sealedUrl: bytea('sealed_url').notNull(),
  /** All of it that is ever shown again: scheme, host, and the last four characters. */
  shownUrl: text('shown_url').notNull(),
  /** Standard Webhooks secret (`whsec_…`), sealed by the master key. */
  sealedSecret: bytea('sealed_secret').notNull(),
  eventTypes: text('event_types').array().notNull(),
  /** Of which findings: every one where it is empty. */
  filter: jsonb('filter').$type<FindingMatch>().notNull().default({}),
  createdBy: jsonb('created_by').$type<Actor>().notNull(),
  createdAt: createdAt(),
  disabledAt: instant('disabled_at'),
  disabledReason: text('disabled_reason'),
})

export const deliveries = pgTable(
  'deliveries',
  {
    id: uuid('id').$type<DeliveryId>().primaryKey(),
    destinationId: uuid('destination_id').$type<DestinationId>().notNull(),
    findingEventId: uuid('finding_event_id').$type<FindingEventId>().notNull(),
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
  },
  (table) => [
    uniqueIndex('deliveries_once').on(table.destinationId, table.findingEventId),
    index('deliveries_pending').on(table.createdAt).where(sql`state in ('pending', 'failed')`),
    index('deliveries_unstarted').on(table.id).where(sql`workflow_started_at is null`),
  ],
)

import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { AssetKind } from '../../model/core/assets.ts'
import type { AssetId, IntegrationId, PersonId, RunNo } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import { bytea, createdAt, instant } from './columns.ts'

/** What is upstream now. No last-seen column: an unchanged row must not be rewritten. */
export const assets = pgTable(
  'assets',
  {
    id: uuid('id').$type<AssetId>().primaryKey(),
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    kind: text('kind').$type<AssetKind>().notNull(),
    externalId: text('external_id').notNull(),
    parentId: text('parent_id'),
    attributes: jsonb('attributes').$type<JsonObject>().notNull(),
    /** People by role: ids of rows in `people`. */
    personIds: jsonb('person_ids').$type<Readonly<Record<string, PersonId>>>().notNull(),
    /** JSON of sealed fields, encrypted with the integration's `configuration` key. */
    sealed: bytea('sealed'),
    /** Hex SHA-256 over attributes, people and sealed plaintext (the latter keyed). */
    contentHash: text('content_hash').notNull(),
    firstSeenAt: instant('first_seen_at').notNull().defaultNow(),
    changedAt: instant('changed_at').notNull().defaultNow(),
    deletedAt: instant('deleted_at'),
  },
  (table) => [
    uniqueIndex('assets_upstream').on(table.integrationId, table.kind, table.externalId),
    // `nextParents` walks live parents in the order of bytes, the same on every server.
    index('assets_live_order')
      .on(table.integrationId, table.kind, sql`external_id collate "C"`)
      .where(sql`deleted_at is null`),
    // A kind of all integrations, page by page: a rare one is not looked for among all that there is.
    index('assets_kind_order').on(table.kind, table.id),
    index('assets_parent').on(table.integrationId, table.kind, table.parentId),
  ],
)

/** Which run saw an asset last; narrow on purpose. */
export const assetSightings = pgTable(
  'asset_sightings',
  {
    assetId: uuid('asset_id').$type<AssetId>().notNull(),
    runNo: integer('run_no').$type<RunNo>().notNull(),
    seenAt: instant('seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.assetId] })],
)

/** The one place for people's identifiers, so that a person can be erased in one place. */
export const people = pgTable(
  'people',
  {
    id: uuid('id').$type<PersonId>().primaryKey(),
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    /** `user:<upstream id>` or `email:<lower case>`. */
    ref: text('ref').notNull(),
    email: text('email'),
    name: text('name'),
    createdAt: createdAt(),
    erasedAt: instant('erased_at'),
  },
  (table) => [
    uniqueIndex('people_ref').on(table.integrationId, table.ref),
    // The letter case of addresses varies by upstream's endpoint.
    index('people_address').on(table.integrationId, sql`lower(${table.email})`),
  ],
)

/** The newest sign of life of a person, by signal (`AUTH_LOG`, `conversations`, `audit` …). */
export const personActivity = pgTable(
  'person_activity',
  {
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    personId: uuid('person_id').$type<PersonId>().notNull(),
    signal: text('signal').notNull(),
    lastAt: instant('last_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.integrationId, table.personId, table.signal] })],
)

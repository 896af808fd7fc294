import { sql } from 'drizzle-orm'
import {
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
import type { Actor } from '../../model/core/actor.ts'
import type { ApprovalEnding, Definition } from '../../model/core/definitions.ts'
import type { ApprovalId, AssetId, IntegrationId, PersonId } from '../../model/core/ids.ts'
import { instant } from './columns.ts'

/**
 * What the definition of an asset has been, one row for each stretch of time in which it was the same: rows that follow
 * each other differ. Written in the transaction that writes the asset, never changed afterwards.
 */
export const assetVersions = pgTable(
  'asset_versions',
  {
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    assetId: uuid('asset_id').$type<AssetId>().notNull(),
    /** 1, 2, 3 … */
    no: integer('no').notNull(),
    /** Hex SHA-256 of the definition, in which texts stand as keyed fingerprints. */
    definitionHash: text('definition_hash').notNull(),
    definition: jsonb('definition').$type<Definition>().notNull(),
    /** Upstream's configuration that was the live one, when it was made and by whom. */
    configurationId: text('configuration_id'),
    configuredAt: instant('configured_at'),
    authorPersonId: uuid('author_person_id').$type<PersonId>(),
    firstSeenAt: instant('first_seen_at').notNull().defaultNow(),
  },
  // With the integration first: a purge finds its rows by it.
  (table) => [primaryKey({ columns: [table.integrationId, table.assetId, table.no] })],
)

/** That people have looked at a definition and want it. At most one of an asset is live; the others have ended. */
export const definitionApprovals = pgTable(
  'definition_approvals',
  {
    id: uuid('id').$type<ApprovalId>().primaryKey(),
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    assetId: uuid('asset_id').$type<AssetId>().notNull(),
    /** What was approved. The hash counts; the version is one that has it, for diffs. */
    versionNo: integer('version_no').notNull(),
    definitionHash: text('definition_hash').notNull(),
    reason: text('reason').notNull(),
    approvedBy: jsonb('approved_by').$type<Actor>().notNull(),
    approvedAt: instant('approved_at').notNull().defaultNow(),
    endedAt: instant('ended_at'),
    endedBy: jsonb('ended_by').$type<Actor>(),
    ended: text('ended').$type<ApprovalEnding>(),
    endReason: text('end_reason'),
  },
  (table) => [
    uniqueIndex('definition_approvals_live').on(table.assetId).where(sql`ended_at is null`),
    index('definition_approvals_asset').on(table.assetId, table.id),
    index('definition_approvals_integration').on(table.integrationId),
    check('definition_approvals_ending', sql`(ended_at is null) = (ended is null)`),
  ],
)

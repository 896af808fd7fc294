import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import type { Actor } from '../../model/core/actor.ts'
import type { AssetKind } from '../../model/core/assets.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { CustomRuleId } from '../../model/core/rule-ids.ts'
import type { Severity } from '../../model/core/severity.ts'
import type { StreamName } from '../../model/core/streams.ts'
import { createdAt, instant } from './columns.ts'

/**
 * Rules that people wrote for an integration. What one says stands in its versions, which are never changed: a finding
 * names the version that it was judged by.
 */
export const customRules = pgTable(
  'custom_rules',
  {
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    ruleId: text('rule_id').$type<CustomRuleId>().notNull(),
    /** The one in effect. */
    version: integer('version').notNull(),
    enabled: boolean('enabled').notNull().default(true),
    createdAt: createdAt(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
    /** Set: it judges no more, and its id is not given away again, since findings still name it. */
    deletedAt: instant('deleted_at'),
  },
  (table) => [primaryKey({ columns: [table.integrationId, table.ruleId] })],
)

export const customRuleVersions = pgTable(
  'custom_rule_versions',
  {
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    ruleId: text('rule_id').$type<CustomRuleId>().notNull(),
    version: integer('version').notNull(),
    /** The kind of asset that it judges; null of a rule over events. */
    kind: text('kind').$type<AssetKind>(),
    /** What it listens to: deeds by stream; null of a rule over assets. */
    events: jsonb('events').$type<ListenedTo>(),
    /** Occurrences of one actor at one thing in one day that make a finding; null of a rule over assets. */
    atLeast: integer('at_least'),
    title: text('title').notNull(),
    description: text('description').notNull(),
    severity: text('severity').$type<Severity>().notNull(),
    remediation: text('remediation').notNull(),
    expression: text('expression').notNull(),
    createdBy: jsonb('created_by').$type<Actor>().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.integrationId, table.ruleId, table.version] }),
    check(
      'custom_rule_versions_subject',
      sql`(kind is null) = (events is not null) and (events is null) = (at_least is null)`,
    ),
  ],
)

/**
 * How far a version of a custom rule has judged a stream's events, all commits up to this `seq`. A version begins some
 * way back, not at the first event that is kept, so its row is there before it has judged any.
 */
export const customRuleCursors = pgTable(
  'custom_rule_cursors',
  {
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    ruleId: text('rule_id').$type<CustomRuleId>().notNull(),
    ruleVersion: integer('rule_version').notNull(),
    stream: text('stream').$type<StreamName>().notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    /** Up to here an earlier version may have judged too: what it counted and this one does not is counted no more. */
    againUntil: bigint('again_until', { mode: 'number' }).notNull(),
    /** Whether findings say what they count since the version began here: until then some may count too little. */
    settled: boolean('settled').notNull().default(false),
  },
  (table) => [
    primaryKey({
      name: 'custom_rule_cursors_pk',
      columns: [table.integrationId, table.ruleId, table.ruleVersion, table.stream],
    }),
  ],
)

/**
 * What a version of a custom rule has counted of an actor, a thing and a day without having enough for a finding yet.
 * When there is enough the rows become observations; when the day is long past they are dropped.
 */
export const customRuleWaiting = pgTable(
  'custom_rule_waiting',
  {
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    ruleId: text('rule_id').$type<CustomRuleId>().notNull(),
    ruleVersion: integer('rule_version').notNull(),
    /** Of the finding that it would be. */
    fingerprint: text('fingerprint').notNull(),
    stream: text('stream').$type<StreamName>().notNull(),
    eventId: text('event_id').notNull(),
    occurredAt: instant('occurred_at').notNull(),
  },
  (table) => [
    primaryKey({
      name: 'custom_rule_waiting_pk',
      columns: [
        table.integrationId,
        table.ruleId,
        table.ruleVersion,
        table.fingerprint,
        table.stream,
        table.eventId,
      ],
    }),
    // What is long past is dropped by its age.
    index('custom_rule_waiting_age').on(
      table.integrationId,
      table.ruleId,
      table.ruleVersion,
      table.occurredAt,
    ),
  ],
)

/** Deeds by stream, of streams of events alone. */
export type ListenedTo = { readonly [Name in StreamName]?: readonly string[] }

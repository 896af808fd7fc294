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
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { Actor } from '../../model/core/actor.ts'
import type { AssetKind } from '../../model/core/assets.ts'
import type { OwnedAssignee } from '../../model/core/assignment-routes.ts'
import type {
  FindingEventKind,
  FindingState,
  NotEvaluatedReason,
  TriageState,
} from '../../model/core/findings.ts'
import type {
  AssetId,
  ExceptionId,
  FindingEventId,
  FindingId,
  IntegrationId,
  RunId,
} from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { AnyRuleId, RuleId } from '../../model/core/rule-ids.ts'
import type { Severity } from '../../model/core/severity.ts'
import type { StreamName } from '../../model/core/streams.ts'
import { createdAt, instant } from './columns.ts'

/** One rule failing on one asset. */
export const findings = pgTable(
  'findings',
  {
    id: uuid('id').$type<FindingId>().primaryKey(),
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    /** SHA-256 of (integration, rule id, sorted immutable asset ids, discriminator). */
    fingerprint: text('fingerprint').notNull(),
    ruleId: text('rule_id').$type<AnyRuleId>().notNull(),
    ruleVersion: integer('rule_version').notNull(),
    findingTypeId: uuid('finding_type_id').notNull(),
    category: text('category').notNull(),
    severity: text('severity').$type<Severity>().notNull(),
    effectiveSeverity: text('effective_severity').$type<Severity>().notNull(),
    /** 0 low … 3 critical of the effective one; for order and keyset cursors. */
    severityRank: integer('severity_rank').notNull(),
    severityReason: text('severity_reason'),
    state: text('state').$type<FindingState>().notNull(),
    triage: text('triage').$type<TriageState>().notNull().default('new'),
    /** Whom of ours it is for, as people or their routes say: an e-mail address, a team. */
    assignee: text('assignee'),
    /** Whose address a route made the assignee, so that it can go with the directory; null: as people wrote it. */
    assignedAs: text('assigned_as').$type<OwnedAssignee>(),
    assetId: uuid('asset_id').$type<AssetId>().notNull(),
    assetKind: text('asset_kind').$type<AssetKind>().notNull(),
    assetExternalId: text('asset_external_id').notNull(),
    /** Ids, counts, dates, hosts; people as `person_id`. */
    evidence: jsonb('evidence').$type<JsonObject>().notNull(),
    parameters: jsonb('parameters').$type<JsonObject>().notNull(),
    /** Ids and content hashes of what was judged, so that the verdict can be made again. */
    judged: jsonb('judged').$type<JsonObject>().notNull(),
    firstSeenAt: instant('first_seen_at').notNull(),
    resolvedAt: instant('resolved_at'),
    reopenedCount: integer('reopened_count').notNull().default(0),
    dueAt: instant('due_at').notNull(),
  },
  (table) => [
    uniqueIndex('findings_fingerprint').on(table.integrationId, table.fingerprint),
    index('findings_order').on(table.severityRank, table.firstSeenAt, table.id),
    index('findings_rule').on(table.integrationId, table.ruleId, table.state),
    // A list of one rule, in the order of lists: without it, all findings are walked through for the few of a rule.
    index('findings_rule_order').on(table.ruleId, table.severityRank, table.firstSeenAt, table.id),
    // Exceptions find their findings by these.
    index('findings_asset').on(table.assetExternalId),
    // A list of routes is tried on these.
    index('findings_unassigned')
      .on(table.integrationId, table.id)
      .where(sql`assignee is null and state <> 'resolved'`),
  ],
)

/**
 * When a finding was judged last; narrow on purpose. Each evaluation writes it for every finding that it looked at,
 * while the finding itself, with its evidence and its indexes, is written only when something of it changed.
 */
export const findingSightings = pgTable('finding_sightings', {
  findingId: uuid('finding_id').$type<FindingId>().primaryKey(),
  /** The last time that it stood. */
  seenAt: instant('seen_at').notNull(),
  evaluatedAt: instant('evaluated_at').notNull(),
  /** The run that evaluated it. */
  runId: uuid('run_id').$type<RunId>().notNull(),
})

/** Append-only history and outbox: claimed by `dispatched_at is null … for update skip locked`. */
export const findingEvents = pgTable(
  'finding_events',
  {
    id: uuid('id').$type<FindingEventId>().primaryKey(),
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    findingId: uuid('finding_id').$type<FindingId>().notNull(),
    kind: text('kind').$type<FindingEventKind>().notNull(),
    /** The run that found it out; null where a person did something, or a route. */
    runId: uuid('run_id').$type<RunId>(),
    /** Who did it, the system where a route assigned; null where a run found it out. */
    actor: jsonb('actor').$type<Actor>(),
    at: instant('at').notNull(),
    detail: jsonb('detail').$type<JsonObject>().notNull(),
    dispatchedAt: instant('dispatched_at'),
    /** Counts what happened to the finding; given by a trigger, under the lock of the finding's row. */
    sequence: integer('sequence').notNull().default(0),
  },
  (table) => [
    uniqueIndex('finding_events_order').on(table.findingId, table.sequence),
    check('finding_events_whose', sql`(run_id is null) <> (actor is null)`),
    // A retried run says nothing twice; people may say the same again, since nulls are distinct.
    uniqueIndex('finding_events_once').on(table.findingId, table.runId, table.kind),
    index('finding_events_history').on(table.findingId, table.id),
    index('finding_events_outbox').on(table.id).where(sql`dispatched_at is null`),
  ],
)

/**
 * What an event finding counts: one row an event, so that an event which is judged again is not counted again. Only its
 * id and time; what happened stands in the event itself, for as long as that is kept.
 */
export const observations = pgTable(
  'observations',
  {
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    findingId: uuid('finding_id').$type<FindingId>().notNull(),
    stream: text('stream').$type<StreamName>().notNull(),
    eventId: text('event_id').notNull(),
    occurredAt: instant('occurred_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.findingId, table.stream, table.eventId] }),
    // Who judges an event again asks what counts it, and a purge what is a tenant's.
    index('observations_event').on(table.integrationId, table.stream, table.eventId),
  ],
)

/** How far a rule has judged a stream's events: all commits up to this `seq`. No row: it begins at the first. */
export const eventRuleCursors = pgTable(
  'event_rule_cursors',
  {
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    ruleId: text('rule_id').$type<RuleId>().notNull(),
    stream: text('stream').$type<StreamName>().notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.integrationId, table.ruleId, table.stream] })],
)

/**
 * Decisions to tolerate findings. Joined on read: whether a finding is excepted is kept nowhere, so making, disabling
 * and expiring one takes effect at once and rewrites nothing. What it is about is one of: a finding, a rule, an asset,
 * a rule on an asset.
 */
export const exceptions = pgTable(
  'exceptions',
  {
    id: uuid('id').$type<ExceptionId>().primaryKey(),
    /** A name that stays, by which programs know it; null where nobody gave one. */
    key: text('key'),
    /** Null: of every integration. */
    integrationId: uuid('integration_id').$type<IntegrationId>(),
    fingerprint: text('fingerprint'),
    ruleId: text('rule_id').$type<AnyRuleId>(),
    assetKind: text('asset_kind').$type<AssetKind>(),
    assetExternalId: text('asset_external_id'),
    reason: text('reason').notNull(),
    /** Who answers for it, as people wrote it. */
    owner: text('owner').notNull(),
    createdBy: jsonb('created_by').$type<Actor>().notNull(),
    createdAt: createdAt(),
    /** Null only where the installation lets exceptions be for ever. */
    expiresAt: instant('expires_at'),
    disabledAt: instant('disabled_at'),
    disabledBy: jsonb('disabled_by').$type<Actor>(),
  },
  (table) => [
    check(
      'exceptions_scope',
      sql`case when fingerprint is null
        then (rule_id is not null or asset_kind is not null) and (asset_kind is null) = (asset_external_id is null)
        else integration_id is not null and rule_id is null and asset_kind is null and asset_external_id is null end`,
    ),
    uniqueIndex('exceptions_key').on(table.key).where(sql`disabled_at is null`),
    index('exceptions_fingerprint').on(table.fingerprint),
    index('exceptions_rule').on(table.ruleId),
    index('exceptions_asset').on(table.assetExternalId),
  ],
)

/** Each rule's last evaluation, with its denominators: "14 of 212 GPTs". */
export const ruleResults = pgTable(
  'rule_results',
  {
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    ruleId: text('rule_id').$type<AnyRuleId>().notNull(),
    ruleVersion: integer('rule_version').notNull(),
    passed: integer('passed').notNull(),
    failed: integer('failed').notNull(),
    notEvaluated: integer('not_evaluated').notNull(),
    /** Set where the rule as a whole could not judge. */
    reason: text('reason').$type<NotEvaluatedReason>(),
    reasonDetail: text('reason_detail'),
    /** How many assets were left out for which reason. */
    assetReasons: jsonb('asset_reasons').$type<JsonObject>().notNull(),
    evaluatedAt: instant('evaluated_at').notNull(),
    runId: uuid('run_id').$type<RunId>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.integrationId, table.ruleId] })],
)

/** What people set for a rule of one integration: thresholds, allow lists, severity. */
export const ruleSettings = pgTable(
  'rule_settings',
  {
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    ruleId: text('rule_id').$type<RuleId>().notNull(),
    enabled: boolean('enabled').notNull().default(true),
    parameters: jsonb('parameters').$type<JsonObject>().notNull(),
    severity: text('severity').$type<Severity>(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.integrationId, table.ruleId] })],
)

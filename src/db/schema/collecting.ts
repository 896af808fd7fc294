import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  doublePrecision,
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
import type { IntegrationId, RunId, RunNo } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { QuarantineLocator } from '../../model/core/records.ts'
import type { QuarantineOutcome } from '../../model/core/replays.ts'
import type { RereadTarget } from '../../model/core/rereads.ts'
import type { Lane, RunKind, RunState, Stage, StreamState } from '../../model/core/runs.ts'
import type { Cursor } from '../../model/core/slices.ts'
import type { StreamName } from '../../model/core/streams.ts'
import { createdAt, instant } from './columns.ts'

/** The truth of what is open: an entity and a workflow may be asked, this table is believed. */
export const runs = pgTable(
  'runs',
  {
    id: uuid('id').$type<RunId>().primaryKey(),
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    runNo: integer('run_no').$type<RunNo>().notNull(),
    kind: text('kind').$type<RunKind>().notNull(),
    /** Null for a connection test, which runs beside both lanes. */
    lane: text('lane').$type<Lane>(),
    state: text('state').$type<RunState>().notNull(),
    stage: text('stage').$type<Stage>(),
    workflowId: text('workflow_id').notNull(),
    requestedBy: jsonb('requested_by').$type<Actor>().notNull(),
    /** What a person should know: gaps, a failure's code and next step. Counts and codes, no data. */
    outcome: jsonb('outcome').$type<JsonObject>(),
    createdAt: createdAt(),
    startedAt: instant('started_at'),
    endedAt: instant('ended_at'),
  },
  (table) => [
    uniqueIndex('runs_number').on(table.integrationId, table.runNo),
    index('runs_newest').on(table.integrationId, table.id),
    // At most one open run a lane, whatever entities and workflows believe.
    uniqueIndex('runs_open_lane')
      .on(table.integrationId, table.lane)
      .where(sql`ended_at is null and lane is not null`),
  ],
)

export const runStreams = pgTable(
  'run_streams',
  {
    runId: uuid('run_id').$type<RunId>().notNull(),
    stream: text('stream').$type<StreamName>().notNull(),
    state: text('state').$type<StreamState>().notNull(),
    records: bigint('records', { mode: 'number' }).notNull().default(0),
    pages: bigint('pages', { mode: 'number' }).notNull().default(0),
    retries: integer('retries').notNull().default(0),
    waits: integer('waits').notNull().default(0),
    waitedMs: bigint('waited_ms', { mode: 'number' }).notNull().default(0),
    quarantined: integer('quarantined').notNull().default(0),
    /** How far in upstream's time the cursor stands. */
    cursorTime: instant('cursor_time'),
    /** How many parents are known and done, for streams read under parents; drives the ETA. */
    parentsTotal: integer('parents_total'),
    parentsDone: integer('parents_done'),
    lastCheckpointAt: instant('last_checkpoint_at'),
    waitingUntil: instant('waiting_until'),
    /** Cause of a stall or a denial: a result code or failure type. */
    cause: text('cause'),
    startedAt: instant('started_at'),
    endedAt: instant('ended_at'),
  },
  (table) => [primaryKey({ columns: [table.runId, table.stream] })],
)

/** A stream's durable cursor, committed with the rows it covers. See `db/checkpoints/` for the fence. */
export const checkpoints = pgTable(
  'checkpoints',
  {
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    lane: text('lane').$type<Lane>().notNull(),
    stream: text('stream').$type<StreamName>().notNull(),
    cursor: jsonb('cursor').$type<Cursor>(),
    /** `{run_no, slice_no, attempt}`: an ordered token, compared left to right. */
    fence: bigint('fence', { mode: 'number' }).array().notNull(),
    /** One more at each commit; events are stamped with it. */
    seq: bigint('seq', { mode: 'number' }).notNull().default(0),
    /** The run that the cursor belongs to; a state stream starts afresh in a newer run. */
    runNo: integer('run_no').$type<RunNo>().notNull(),
    /** When that run began to read this stream; a sweep spares what was seen later. */
    startedAt: instant('started_at').notNull(),
    completeRunNo: integer('complete_run_no').$type<RunNo>(),
    completedAt: instant('completed_at'),
    /** For log streams: from when on upstream's history is held. */
    coveredFrom: instant('covered_from'),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.integrationId, table.lane, table.stream] })],
)

/** One row per (workspace or organization, method, route template), shared by all workers. */
export const rateBudgets = pgTable(
  'rate_budgets',
  {
    /** `workspace:<uuid>` or `organization:<org-…>`. */
    scope: text('scope').notNull(),
    /** `GET /compliance/workspaces/{workspace_id}/users`. */
    route: text('route').notNull(),
    /** Tokens the bucket may hold. */
    capacity: doublePrecision('capacity').notNull(),
    tokens: doublePrecision('tokens').notNull(),
    refillPerSecond: doublePrecision('refill_per_second').notNull(),
    /** What the limit was taken to be before 429s lowered it; refill creeps back up to it. */
    knownPerSecond: doublePrecision('known_per_second').notNull(),
    refilledAt: instant('refilled_at').notNull(),
    /** Upstream said to wait until then. */
    blockedUntil: instant('blocked_until'),
    lastRejectedAt: instant('last_rejected_at'),
    rejections: bigint('rejections', { mode: 'number' }).notNull().default(0),
    granted: bigint('granted', { mode: 'number' }).notNull().default(0),
    /** Grants of the 61 seconds up to `recentSecond`, the newest last: what upstream has seen within a minute. */
    recent: integer('recent').array().notNull().default(sql`array_fill(0, array[61])`),
    /** Unix time, seconds. */
    recentSecond: bigint('recent_second', { mode: 'number' }).notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.scope, table.route] })],
)

/** Records that could not be kept: where they are and why, never what they say. */
export const quarantine = pgTable(
  'quarantine',
  {
    id: uuid('id').primaryKey(),
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    stream: text('stream').$type<StreamName>().notNull(),
    runId: uuid('run_id').$type<RunId>().notNull(),
    /** SHA-256 of the locator: the same record is quarantined once. */
    locatorHash: text('locator_hash').notNull(),
    locator: jsonb('locator').$type<QuarantineLocator>().notNull(),
    reason: text('reason').notNull(),
    path: text('path').notNull(),
    createdAt: createdAt(),
    /** When it was met last. */
    metAt: instant('met_at').notNull().defaultNow(),
    /** Somebody has asked to read it again, and the stream has not come to its end since. */
    replayAskedAt: instant('replay_asked_at'),
    /** When its stream came to its end without meeting it again. */
    settledAt: instant('settled_at'),
    outcome: text('outcome').$type<QuarantineOutcome>(),
  },
  (table) => [
    index('quarantine_newest').on(table.integrationId, table.id),
    uniqueIndex('quarantine_once').on(table.integrationId, table.stream, table.locatorHash),
  ],
)

/** What audit events said had changed, until an incremental run has read it again; see `db/rereads/`. */
export const rereads = pgTable(
  'rereads',
  {
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    stream: text('stream').$type<StreamName>().notNull(),
    /** An external id, or '' for the stream's whole list. */
    target: text('target').$type<RereadTarget>().notNull(),
    /** One more at each event that names it. */
    asked: bigint('asked', { mode: 'number' }).notNull().default(1),
    removal: boolean('removal').notNull().default(false),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.integrationId, table.stream, table.target] })],
)

/** Upstream fields that the gate's table does not know: dropped, counted and shown. */
export const drift = pgTable(
  'drift',
  {
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    stream: text('stream').$type<StreamName>().notNull(),
    path: text('path').notNull(),
    count: bigint('count', { mode: 'number' }).notNull(),
    firstSeenAt: instant('first_seen_at').notNull().defaultNow(),
    lastSeenAt: instant('last_seen_at').notNull().defaultNow(),
    acknowledged: boolean('acknowledged').notNull().default(false),
  },
  (table) => [primaryKey({ columns: [table.integrationId, table.stream, table.path] })],
)

/**
 * History that upstream keeps for a time and had deleted before it was read: nothing will bring it back, and whoever
 * relies on "nothing happened" must see that nobody looked.
 */
export const collectionGaps = pgTable(
  'collection_gaps',
  {
    integrationId: uuid('integration_id').$type<IntegrationId>().notNull(),
    stream: text('stream').$type<StreamName>().notNull(),
    lostFrom: instant('lost_from').notNull(),
    lostUntil: instant('lost_until').notNull(),
    /** The run that found it. */
    runId: uuid('run_id').$type<RunId>().notNull(),
    notedAt: instant('noted_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.integrationId, table.stream, table.lostFrom] })],
)

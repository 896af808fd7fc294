import { z } from '@hono/zod-openapi'
import type { AuditRow } from '../../db/audit/audit-hash.ts'
import type { AuditVerdict } from '../../db/audit/verify-audit.ts'
import type { RateBudget } from '../../db/budgets/read-budgets.ts'
import type { DriftRow } from '../../db/drift/list-drift.ts'
import type { QuarantineRow } from '../../db/quarantine/list-quarantine.ts'
import {
  MOST_FILES_A_REPLAY,
  QUARANTINE_OUTCOMES,
  REPLAY_WAYS,
  replayWayOf,
} from '../../model/core/replays.ts'
import { STREAM_NAMES } from '../../model/core/streams.ts'
import { ActorSchema, actorView, instant, JsonSchema } from './common.ts'

/** How collecting goes beneath the runs: what could not be kept, what is new upstream, what the limits leave. */

export const QuarantineSchema = z
  .object({
    id: z.uuid(),
    integration_id: z.uuid(),
    stream: z.enum(STREAM_NAMES),
    run_id: z.uuid(),
    reason: z.string(),
    path: z.string().openapi({ description: 'JSON path of what was wrong, never its value.' }),
    locator: z.object({
      file_id: z.string().nullable(),
      page_cursor: z.string().nullable(),
      index: z.int(),
      record_id: z.string().nullable(),
      sha256: z.string(),
    }),
    replay: z.enum(REPLAY_WAYS).openapi({
      description:
        'How it is read again: `next_full_run` by itself, `files` and `history` when asked for, `none` not at all.',
    }),
    created_at: instant,
    met_at: instant.openapi({ description: 'When it was met last.' }),
    replay_asked_at: instant
      .nullable()
      .openapi({ description: 'It is to be read again, and its stream has not come to its end since.' }),
    settled_at: instant.nullable(),
    outcome: z.enum(QUARANTINE_OUTCOMES).nullable().openapi({
      description:
        '`not_met_again`: it is read well now, or, of what exists, gone upstream; `file_gone`: OpenAI has deleted the file.',
    }),
  })
  .openapi('QuarantinedRecord')

export const quarantineView = (row: QuarantineRow): z.infer<typeof QuarantineSchema> => ({
  id: row.id,
  integration_id: row.integrationId,
  stream: row.stream,
  run_id: row.runId,
  reason: row.reason,
  path: row.path,
  locator: {
    file_id: row.locator.fileId,
    page_cursor: row.locator.pageCursor,
    index: row.locator.index,
    record_id: row.locator.recordId,
    sha256: row.locator.sha256,
  },
  replay: replayWayOf(row.stream),
  created_at: row.createdAt,
  met_at: row.metAt,
  replay_asked_at: row.replayAskedAt,
  settled_at: row.settledAt,
  outcome: row.outcome,
})

export const ReplaySchema = z
  .object({
    data: z.array(
      z.object({
        stream: z.enum(STREAM_NAMES),
        records: z.int(),
        files: z.int().openapi({
          description: `Read again for them, at most ${MOST_FILES_A_REPLAY} a stream at a time.`,
        }),
      }),
    ),
  })
  .openapi('AskedReplay')

export const DriftSchema = z
  .object({
    integration_id: z.uuid(),
    stream: z.enum(STREAM_NAMES),
    path: z.string(),
    count: z.int(),
    first_seen_at: instant,
    last_seen_at: instant,
    acknowledged: z.boolean(),
  })
  .openapi('Drift')

export const driftView = (row: DriftRow): z.infer<typeof DriftSchema> => ({
  integration_id: row.integrationId,
  stream: row.stream,
  path: row.path,
  count: row.count,
  first_seen_at: row.firstSeenAt,
  last_seen_at: row.lastSeenAt,
  acknowledged: row.acknowledged,
})

export const BudgetSchema = z
  .object({
    scope: z.string().openapi({ example: 'organization:org-AbC123' }),
    route: z.string(),
    tokens: z.number(),
    capacity: z.number(),
    per_minute: z
      .number()
      .openapi({ description: 'What is granted now; halved by a 429, then creeping up.' }),
    known_per_minute: z.number(),
    refilled_at: instant,
    blocked_until: instant.nullable(),
    last_rejected_at: instant.nullable(),
    rejections: z.int(),
    granted: z.int(),
  })
  .openapi('RateBudget')

const SECONDS_A_MINUTE = 60

export const budgetView = (row: RateBudget): z.infer<typeof BudgetSchema> => ({
  scope: row.scope,
  route: row.route,
  tokens: row.tokens,
  capacity: row.capacity,
  per_minute: row.refillPerSecond * SECONDS_A_MINUTE,
  known_per_minute: row.knownPerSecond * SECONDS_A_MINUTE,
  refilled_at: row.refilledAt,
  blocked_until: row.blockedUntil,
  last_rejected_at: row.lastRejectedAt,
  rejections: row.rejections,
  granted: row.granted,
})

export const AuditSchema = z
  .object({
    seq: z.int(),
    at: instant,
    actor: ActorSchema,
    action: z.string(),
    target: z.string(),
    detail: JsonSchema,
    request_id: z.string().nullable(),
    previous_hash: z.string(),
    hash: z.string().openapi({ description: 'SHA-256 over the row before and this one.' }),
  })
  .openapi('AuditRow')

export const AuditVerdictSchema = z
  .discriminatedUnion('intact', [
    z.object({
      intact: z.literal(true),
      rows: z.int(),
      head: z.string().openapi({ description: 'Hash of the last row. Note it elsewhere.' }),
      head_found: z
        .boolean()
        .nullable()
        .openapi({ description: 'Whether the `head` that was asked about is in the chain.' }),
    }),
    z.object({
      intact: z.literal(false),
      seq: z.int().openapi({ description: 'The first row at which the chain is broken.' }),
      why: z.enum(['altered', 'missing', 'not_chained']),
    }),
  ])
  .openapi('AuditVerdict')

export const auditVerdictView = (verdict: AuditVerdict): z.infer<typeof AuditVerdictSchema> => {
  if (!verdict.intact) return verdict
  const { headFound, ...rest } = verdict
  return { ...rest, head_found: headFound }
}

export const auditView = (row: AuditRow): z.infer<typeof AuditSchema> => ({
  seq: row.seq,
  at: row.at,
  actor: actorView(row.actor),
  action: row.action,
  target: row.target,
  detail: row.detail,
  request_id: row.requestId,
  previous_hash: row.previousHash,
  hash: row.hash,
})
